import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gateway, provinceDesk, type SignerLine } from '#contract';
import type { SchoolCode } from '#domain';
import { unwrap } from '#kernel';
import { readSignersExtract, type SignerEntry } from '#packet';
import { readXml } from '#xml';
import { storedIdentity } from '#identity/postgres';
import { gatewayClient, type GatewayClient, tokenFor } from '../../../../test/actors/gateway-client.ts';
import { entry, item, type TestSchool, testSchool } from '../../../../test/actors/school.ts';
import { JUDGES, openTiers, type Tiers } from '../../../../test/builders/tiers.ts';
import { judgeBatches, type Judges, receiveMessage, waitingBatches } from '../../gateway/index.ts';
import { gatherRevocation } from '../evidence/gather.ts';
import { noteRegistered } from './watch.ts';

const [A, B] = ['22205411', '22205412'] as [SchoolCode, SchoolCode];
let tiers: Tiers, a: TestSchool, asA: GatewayClient, asOfficer: { authorization: string };

async function deliver(address: Parameters<GatewayClient['post']>[0], bytes: Uint8Array): Promise<void> {
  tiers.clock.tick();
  const answer = await asA.post(address, bytes);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.problem));
  await tiers.background.settle();
}
type Path = string;
async function ask<T>(method: 'GET' | 'POST' | 'DELETE', url: Path, payload?: object): Promise<{ readonly status: number; readonly body: T }> {
  const answer = await tiers.app.inject({ method, url, headers: asOfficer, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.headers['content-type']?.startsWith('text/csv') ? (answer.body as T) : answer.json<T>() };
}
const lines = async (query = '') => provinceDesk.signers.answer.parse((await ask('GET', `${provinceDesk.signers.path}${query}`)).body).signers;
const lineOf = async (staffId: string, state = 'approved') => (await lines()).find((line) => line.staffId === staffId && line.state === state)!;
const withdrawal = ({ signerId }: Pick<SignerLine, 'signerId'>) => provinceDesk.withdrawSigner.path.replace(':signerId', signerId);
const decide = async (signerIds: readonly string[], approve = true) => provinceDesk.approveSigners.answer.parse((await ask('POST', provinceDesk.approveSigners.path, { signerIds, approve })).body).results;
const handIn = async (n: number, by = {}) => {
  const message = await a.batch([item.submit(await a.issue(n, {}, by))]);
  await deliver('submitBatch', message.bytes);
  return (await tiers.batchAsOfficer(message.messageId)).items.map(({ accepted, refusals }) => (accepted ? 'admitted' : refusals.map(({ code }) => code).join(' ')))[0];
};
const extract = async () => unwrap(readSignersExtract(unwrap(readXml((await asA.ask('GET', gateway.signersExtract.path)).bytes)))).signers.map(({ staffId, classrooms, from, until }) => `${staffId} ${classrooms.join('+')} ${from}..${until}`);
const second = (change: Partial<SignerEntry> = {}): SignerEntry => ({ ...entry('homeroomTeacher', 'GV0018', a.signerOf('GV0018').certificates[0]!, ['4A1']), ...change });

beforeAll(async () => {
  tiers = await openTiers({ schools: [A, B] });
  a = testSchool(A, tiers.trial);
  asA = gatewayClient(tiers.app, await tokenFor(tiers.app, gateway.token.path, A, tiers.secretOf(A)));
  const identity = storedIdentity(tiers.province.tier, 'province'), officer = { username: 'so.duyet', password: 'cây đa bến nước sân đình' };
  await identity.createAccount({ ...officer, organisation: { code: '22', name: 'Sở' }, role: 'provinceOfficer', fullName: 'Trần Duyệt' });
  asOfficer = { authorization: `Bearer ${unwrap(await identity.logIn({ ...officer, address: '127.0.0.1' })).token}` };
}, 120_000);
afterAll(() => tiers.close());

describe('a list of signers', () => {
  test('waits; many are decided at once, and each has an answer of its own', async () => {
    await deliver('submitSigners', (await a.signers([second()])).bytes);
    const waiting = await lines('?state=waiting');
    expect(waiting).toHaveLength(4);
    const results = await decide([...waiting.map(({ signerId }) => signerId), crypto.randomUUID()]);
    expect(results.map(({ done, refusal }) => refusal?.code ?? done)).toEqual([true, true, true, true, 'province/signer-not-found']);
    expect((await decide([waiting[0]!.signerId]))[0]).toMatchObject({ done: false, fullName: waiting[0]!.fullName, refusal: { code: 'province/signer-decided', publicCode: 'HBS-808' } });
    await deliver('submitRoster', (await a.roster(20)).bytes);
    expect(await handIn(1)).toBe('admitted');
  });
  test('what a newer list names no more ends with its day; the rest goes on undecided anew', async () => {
    await deliver('submitSigners', (await a.signers()).bytes);
    expect(await lines('?state=waiting')).toEqual([]);
    expect(await lineOf('GV0018')).toMatchObject({ lastDay: '2024-06-03', ending: { cause: 'notNamed', from: '2024-06-04', undoable: false } });
    expect(await extract()).toEqual(expect.arrayContaining(['GV0018 4A1 2023-09-01..2024-06-03', 'GV0017 4A2 2023-09-01..2024-12-31']));
    expect(await handIn(2)).toBe('admitted');
  });
  test('sealed by a certificate the province has not approved, it ends nobody', async () => {
    tiers.clock.set('2024-06-04T08:00:00+07:00');
    const stranger = a.signerOf('GV0018');
    await deliver('submitSigners', (await a.signers([entry('orgSignature', A, stranger.certificates[0]!)].map((one) => ({ ...one })), { sealedBy: stranger })).bytes);
    expect(await handIn(3)).toBe('admitted');
    // The next list under the approved seal clears it away.
    await deliver('submitSigners', (await a.signers()).bytes);
    expect(await lines('?state=waiting')).toEqual([]);
  });
});

describe('an approval is taken back', () => {
  test('not before a day on which something final was received; and a reason is needed', async () => {
    const line = await lineOf('GV0017');
    expect(await ask('POST', withdrawal(line), { from: '2024-06-10', reason: ' ' })).toMatchObject({ status: 400, body: { code: 'transport/input-invalid', where: 'Lý do' } });
    const early = await a.issue(4);
    await deliver('submitBatch', (await a.batch([item.submit(early)])).bytes);
    await deliver('earlyFinalization', (await a.early([early.record.versionId])).bytes);
    expect(await ask('POST', withdrawal(line), { from: '2024-06-04', reason: 'Mất thiết bị ký' })).toMatchObject({ status: 409, body: { publicCode: 'HBS-811', remedy: 'Chọn từ ngày 05/06/2024 trở đi.' } });
  });
  test('before its day it may be undone, and is as if it had not been', async () => {
    const line = await lineOf('GV0017');
    expect(await ask('POST', withdrawal(line), { from: '2024-06-06', reason: 'Mất thiết bị ký', decisionNumber: '12/QĐ-SGDĐT' })).toMatchObject({ status: 200, body: { openRecords: 0, signer: { lastDay: '2024-06-05', ending: { cause: 'withdrawn', by: 'Trần Duyệt', undoable: true } } } });
    expect((await ask<{ signer: SignerLine }>('DELETE', withdrawal(line))).body.signer).toMatchObject({ lastDay: '2024-12-31', ending: null });
    expect(await ask('DELETE', withdrawal(line))).toMatchObject({ status: 404, body: { code: 'province/withdrawal-not-found' } });
  });
  test('from its day on new signatures are refused under a code of their own; older ones count, and the school is told', async () => {
    const signedBefore = await a.issue(5);
    tiers.clock.set('2024-06-06T08:00:00+07:00');
    const open = await handIn(6), line = await lineOf('GV0017');
    expect(open).toBe('admitted');
    expect(await ask('POST', withdrawal(line), { from: '2024-06-06', reason: 'Mất thiết bị ký', decisionNumber: '12/QĐ-SGDĐT' })).toMatchObject({ status: 200, body: { openRecords: 1, signer: { state: 'ended' } } });
    expect(await handIn(7)).toBe('HBS-313');
    const message = await a.batch([item.submit(signedBefore)]);
    await deliver('submitBatch', message.bytes);
    expect((await tiers.batchAsOfficer(message.messageId)).items[0]).toMatchObject({ accepted: true });
    expect(await ask('DELETE', withdrawal(line))).toMatchObject({ status: 409, body: { code: 'province/withdrawal-in-effect' } });
    const told = gateway.signerStanding.answer.parse(JSON.parse(new TextDecoder().decode((await asA.ask('GET', gateway.signerStanding.path)).bytes)));
    expect(told.signers.find(({ staffId, ending }) => staffId === 'GV0017' && ending !== null)).toMatchObject({ ending: { cause: 'withdrawn', from: '2024-06-06', reason: 'Mất thiết bị ký', decisionNumber: '12/QĐ-SGDĐT', by: 'Sở GD&ĐT' } });
    expect(told.warnings).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'withdrawn', weight: 'blocking' })]));
  });
  test('named again, the person waits for a new decision and signs again', async () => {
    await deliver('submitSigners', (await a.signers()).bytes);
    const again = await lineOf('GV0017', 'waiting');
    expect(await decide([again.signerId])).toMatchObject([{ done: true }]);
    expect(await handIn(8)).toBe('admitted');
  });
  test('while a packet is being judged: it is not admitted by the register as it was', async () => {
    const line = await lineOf('GV0017'), message = await a.batch([item.submit(await a.issue(9))]);
    let turns = 0;
    const interrupted: Judges = {
      close: () => JUDGES.close(),
      async *answers(setting, packets) {
        if (turns++ === 0) expect((await ask('POST', withdrawal(line), { from: '2024-06-06', reason: 'Mất thiết bị ký' })).status).toBe(200);
        yield* JUDGES.answers(setting, packets);
      },
    };
    tiers.clock.tick();
    unwrap(await receiveMessage(tiers.context, A, 'batch', message.bytes));
    expect(await judgeBatches(tiers.context, interrupted, await waitingBatches(tiers.context, 1), (trouble) => { throw trouble; })).toEqual([]);
    expect(turns).toBe(2);
    expect((await tiers.batchAsOfficer(message.messageId)).items[0]).toMatchObject({ accepted: false, refusals: [{ code: 'HBS-313' }] });
    await deliver('submitSigners', (await a.signers()).bytes);
    expect(await decide([(await lineOf('GV0017', 'waiting')).signerId])).toMatchObject([{ done: true }]);
  });
});

describe('warnings and coverage', () => {
  const warnings = async (query = '') => provinceDesk.signerWarnings.answer.parse((await ask('GET', `${provinceDesk.signerWarnings.path}${query}`)).body);
  test('roles without a certificate, names that differ; by school and by kind', async () => {
    const all = await warnings();
    expect(all).toMatchObject({ today: '2024-06-06', deadline: '2024-06-30' });
    expect(all.warnings.filter(({ schoolCode }) => schoolCode === B).map(({ kind, message }) => `${kind}: ${message}`)).toEqual(['missing: Hiệu trưởng: chưa có chứng thư số được Sở duyệt.', 'missing: Con dấu của trường: chưa có chứng thư số được Sở duyệt.']);
    expect((await warnings(`?schoolCode=${A}&kind=nameDiffers`)).warnings.length).toBeGreaterThan(0);
    expect((await warnings(`?schoolCode=${A}&kind=missing`)).warnings).toEqual([]);
  });
  test('as a table for a spreadsheet', async () => {
    const csv = (await ask<string>('GET', `${provinceDesk.signerWarningsCsv.path}?schoolCode=${B}`)).body;
    expect(csv.split('\r\n').slice(1, 3)).toEqual([`${B},Trường ${B},Phường Mạo Khê,,hiệu trưởng,,,Không ký được,Hiệu trưởng: chưa có chứng thư số được Sở duyệt.,"Xin cấp chứng thư số, trường gửi danh sách người ký và Sở duyệt."`, `${B},Trường ${B},Phường Mạo Khê,,con dấu của trường,,,Không ký được,Con dấu của trường: chưa có chứng thư số được Sở duyệt.,"Xin cấp chứng thư số, trường gửi danh sách người ký và Sở duyệt."`]);
  });
  test('a class without teacher lowers the count; what ends before the deadline counts today alone', async () => {
    const coverage = async () => provinceDesk.signerCoverage.answer.parse((await ask('GET', provinceDesk.signerCoverage.path)).body);
    await deliver('submitRoster', (await a.roster(20, (n) => (n <= 10 ? '4A2' : '4A3'))).bytes);
    expect((await coverage()).total).toEqual({ schools: 2, teachers: { required: 2, today: 1, deadline: 1 }, heads: { required: 2, today: 1, deadline: 1 }, seals: { required: 2, today: 1, deadline: 1 } });
    await ask('POST', withdrawal(await lineOf('GV0001')), { from: '2024-06-20', reason: 'Nghỉ hưu theo chế độ' });
    const later = await coverage();
    expect(later.areas).toEqual([{ level: 'commune', name: 'Phường Mạo Khê', ...later.total }]);
    expect(later.schools.map(({ code, heads }) => [code, heads])).toEqual([[A, { required: 1, today: 1, deadline: 0 }], [B, { required: 1, today: 0, deadline: 0 }]]);
  });
  test('an officer of another area sees none of it', async () => {
    const stranger = await tiers.asAreaOfficer('Phường Khác');
    expect((await stranger(provinceDesk.signerWarnings.path)).json()).toMatchObject({ warnings: [] });
    expect((await stranger(provinceDesk.signers.path)).statusCode).toBe(403);
  });
  test('a certificate its authority has revoked is found by asking', async () => {
    tiers.trial.pki.revoke(a.own.homeroomTeacher.certificates[0]!, tiers.clock.now(), 'keyCompromise');
    tiers.clock.set('2024-06-13T08:00:00+07:00');
    expect(await noteRegistered(tiers.context)).toBeGreaterThan(0);
    expect(await noteRegistered(tiers.context)).toBe(0);
    while ((await gatherRevocation(tiers.context)) > 0);
    expect((await warnings(`?schoolCode=${A}&kind=revoked`)).warnings.map(({ message }) => message)).toEqual([expect.stringContaining('đã bị thu hồi từ 06/06/2024')]);
  });
});

test.each(['signer', 'signer_decision', 'signer_list', 'signer_naming', 'signer_ending', 'signer_ending_undone', 'certificate_revocation'])('rows of %s are only ever added, even by the login of the program', async (table) => {
  for (const statement of [`delete from ${table}`, `truncate ${table}`, `update ${table} set ${table === 'certificate_revocation' ? 'found_at = now()' : 'school_id = school_id'}`]) {
    await expect(tiers.context.database.inScope({ province: true }, (trx) => sql.raw(statement).execute(trx)), statement).rejects.toThrow(/permission denied/);
  }
});
