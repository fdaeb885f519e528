import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway, provinceDesk } from '#contract';
import type { SchoolCode } from '#domain';
import { schoolIdOf } from '#identity';
import { storedIdentity } from '#identity/postgres';
import { err, type Instant, ok, unwrap } from '#kernel';
import { readEvidence } from '#packet';
import type { Certificate } from '#signature';
import { nodePrimitives } from '#signature/node';
import { REVOCATION_HOSTS } from '../../../apps/demo/pki/index.ts';
import { remoteRevocation, type RevocationSource } from '#signature/remote';
import { verifyFile } from '#verifier';
import { readXml } from '#xml';
import { approvedSigners } from '../../postgres/signers.ts';
import { instant } from '../../../../test/actors/authority.ts';
import { gatewayClient, type GatewayClient, tokenFor } from '../../../../test/actors/gateway-client.ts';
import { item, type SignedPacket, type TestSchool, testSchool } from '../../../../test/actors/school.ts';
import { openTiers, type Tiers } from '../../../../test/builders/tiers.ts';
import { evidenceOf } from './assemble.ts';
import { gatherRevocation } from './gather.ts';
import { noteCertificates } from './needs.ts';

const [A, B] = ['22205411', '22205412'] as [SchoolCode, SchoolCode];
let tiers: Tiers, a: TestSchool, asA: GatewayClient, asB: GatewayClient, packet: SignedPacket;

/** The province with another source of revocation. */
const withSource = (revocation: RevocationSource) => ({ ...tiers.context, revocation });
const source = () => remoteRevocation({ hosts: REVOCATION_HOSTS.map((host) => ({ host, via: tiers.trial.authorities.url })), primitives: nodePrimitives });
const down: RevocationSource = { ask: () => Promise.resolve(err({ code: 'revocation/unavailable', detail: 'http://crl: remote/unreachable' })) };
const needs = () => tiers.context.database.inScope({ province: true }, (trx) => trx.selectFrom('revocation_need').selectAll().execute());
const stored = () => tiers.context.database.inScope({ province: true }, (trx) => trx.selectFrom('revocation_data').selectAll().execute());
const evidence = (versionId = packet.record.versionId as string, school = A) => tiers.context.database.inScope({ province: true }, (trx) => evidenceOf(tiers.context, trx, schoolIdOf(school), versionId));

beforeAll(async () => {
  tiers = await openTiers({ schools: [A, B] });
  // The background of this file has no source: each test brings its own.
  Object.assign(tiers.context, { revocation: undefined });
  a = testSchool(A, tiers.trial);
  asA = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A)));
  asB = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, B, tiers.secretOf(B)));
  const deliver = async (address: Parameters<GatewayClient['post']>[0], bytes: Uint8Array) => {
    tiers.clock.tick();
    const answer = await asA.post(address, bytes);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.problem));
    await tiers.background.settle();
  };
  await deliver('submitSigners', (await a.signers()).bytes);
  await tiers.decideSigners(true);
  await deliver('submitRoster', (await a.roster(3)).bytes);
  packet = await a.packet(a.record(1));
  await deliver('submitBatch', (await a.batch([item.submit(packet)])).bytes);
}, 120_000);
afterAll(() => tiers.close());

describe('gathering at the province', () => {
  test('every admitted packet is noted once, with signers, authority of the time-stamps and those above', async () => {
    expect(await noteCertificates(tiers.context)).toBe(0);
    const own = (await needs()).length;
    // Teacher, head, seal, their authority; the time-stamping certificate and its authority.
    expect(own).toBe(6);
  });

  test('a source that is down costs nothing but time, and is asked again later', async () => {
    expect(await gatherRevocation(withSource(down))).toBe(0);
    expect((await needs()).every(({ attempts, trouble }) => attempts === 1 && trouble!.includes('unreachable'))).toBe(true);
    let asked = 0;
    const counting: RevocationSource = { ask: (...question) => { asked++; return down.ask(...question); } };
    expect(await gatherRevocation(withSource(counting))).toBe(0);
    expect(asked).toBe(0);
    expect(unwrap((await evidence())!).complete).toBe(false);
  });

  test('an answer that does not prove itself is not kept', async () => {
    tiers.clock.set('2024-06-03T09:00:00+07:00');
    const forged: RevocationSource = { ask: async (certificate: Certificate, issuer: Certificate, now: Instant) => {
      const answer = await source().ask(certificate, issuer, now);
      return answer.ok ? ok({ ...answer.value, der: answer.value.der.map((octet, i) => (i === answer.value.der.length - 300 ? octet ^ 1 : octet)) }) : answer;
    } };
    expect(await gatherRevocation(withSource(forged))).toBe(0);
    expect(await stored()).toEqual([]);
  });

  test('once the source is back everything is met, once per certificate and period', async () => {
    tiers.clock.set('2024-06-03T20:00:00+07:00');
    expect(await gatherRevocation(withSource(source()))).toBe(6);
    expect(await gatherRevocation(withSource(source()))).toBe(0);
    expect(unwrap((await evidence())!).complete).toBe(true);
  });

  test('a second packet of the same signers and day asks for nothing new', async () => {
    const before = (await needs()).length;
    tiers.clock.tick();
    expect((await asA.post('submitBatch', (await a.batch([item.submit(await a.packet(a.record(2)))])).bytes)).status).toBe(202);
    await tiers.background.settle();
    expect((await needs()).length).toBe(before);
  });

  test('ten years on the evidence proves the packet to whoever trusts the root alone', async () => {
    const signers = await tiers.context.database.inScope({ province: true }, (trx) => approvedSigners(trx));
    const judge = (files: readonly Uint8Array[]) => verifyFile(packet.bytes, { trust: { anchors: [tiers.trial.pki.root], intermediates: [], crls: [], ocsps: [] }, at: instant('2034-06-01'), schema: 'hbs-1', cryptoOnly: false, registered: signers, evidence: files }, nodePrimitives);
    expect(judge([unwrap((await evidence())!).bytes])).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] });
    expect(judge([]).verdict).toBe('INDETERMINATE');
  });
});

describe('who may have it', () => {
  const path = (versionId: string) => gateway.evidence.path.replace(':versionId', versionId);
  test('the school of the packet', async () => {
    const answer = await asA.ask('GET', path(packet.record.versionId));
    expect(answer.status).toBe(200);
    expect(unwrap(readEvidence(unwrap(readXml(answer.bytes)))).sha256).toBe(unwrap((await evidence())!).sha256);
  });
  test.each<readonly [string, () => GatewayClient, () => string]>([['no other school', () => asB, () => packet.record.versionId], ['nobody, for a packet that is not there', () => asA, () => 'f'.repeat(32)]])('%s', async (_, client, versionId) => {
    expect(await client().ask('GET', path(versionId()))).toMatchObject({ status: 404, problem: { publicCode: 'HBS-109' } });
  });
});

describe('the yearly renewal', () => {
  const renewAs = async (role: 'provinceOfficer' | 'provinceAdmin', username: string) => {
    const who = { username, password: 'cây đa bến nước sân đình' }, identity = storedIdentity(tiers.province.tier, 'province');
    await identity.createAccount({ ...who, organisation: { code: '22', name: 'Sở' }, role, fullName: username });
    const { token } = unwrap(await identity.logIn({ ...who, address: '127.0.0.1' }));
    return tiers.app.inject({ method: 'POST', url: provinceDesk.renewLog.path, headers: { authorization: `Bearer ${token}` } });
  };
  const file = async () => unwrap(readEvidence(unwrap(readXml(unwrap((await evidence())!).bytes))));

  test('is the administrator’s alone', async () => {
    expect((await renewAs('provinceOfficer', 'so.chuyenvien')).statusCode).toBe(403);
    const first = await renewAs('provinceAdmin', 'so.quantri');
    expect(first.statusCode).toBe(200);
    expect(provinceDesk.renewLog.answer.parse(first.json())).toMatchObject({ number: 1, size: 2 });
  });

  test('asked again the same day it is the same renewal', async () => {
    expect((await renewAs('provinceAdmin', 'so.quantri2')).json()).toMatchObject({ number: 1 });
    expect((await file()).renewed?.renewals).toHaveLength(1);
  });

  test('a year later the next one covers it, and the evidence carries both with the leaf', async () => {
    const standing = async () => {
      await gatherRevocation(withSource(source()));
      return file();
    };
    await standing();
    tiers.clock.set('2025-06-10T08:00:00+07:00');
    expect((await renewAs('provinceAdmin', 'so.quantri3')).json()).toMatchObject({ number: 2, size: 2 });
    const { renewed } = await standing();
    expect(renewed?.renewals.map(({ previous }) => previous !== undefined)).toEqual([false, true]);
    const signers = await tiers.context.database.inScope({ province: true }, (trx) => approvedSigners(trx));
    expect(verifyFile(packet.bytes, {
      trust: { anchors: [tiers.trial.pki.root], intermediates: [], crls: [], ocsps: [] }, at: instant('2034-06-01'), schema: 'hbs-1', cryptoOnly: false, registered: signers, evidence: [unwrap((await evidence())!).bytes],
    }, nodePrimitives)).toMatchObject({ verdict: 'TOTAL-PASSED', errors: [] });
  });
});
