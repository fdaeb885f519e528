import 'reflect-metadata';
import { AuthorityInfoAccessExtension, CRLDistributionPointsExtension } from '@peculiar/x509';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { parseCertificate, validatePath, type Certificate } from '#signature';
import { nodePrimitives } from '#signature/node';
import { createDemoPki, REVOCATION_HOSTS, startRevocationResponder, type DemoPki, type RunningResponder } from '../../apps/demo/pki/index.ts';
import { instant, makeActor } from '../../../test/actors/authority.ts';
import { startFaultyOcsp, type FaultyOcsp, type OcspFault } from '../../../test/actors/faulty-ocsp.ts';
import { reach, remoteRevocation, requestOcsp } from './index.ts';

const AT = instant('2024-05-31T03:00:00Z');
const HOUR_MS = 3_600_000;
let pki: DemoPki, faulty: FaultyOcsp, authorities: RunningResponder, holder: Certificate, issuing: Certificate, now: Instant;

beforeAll(async () => {
  pki = await createDemoPki({ holders: [{ id: 'gv', kind: 'person', name: 'Đỗ Thị Ngân', organisation: 'Trường', key: 'ec-p256' }] });
  [holder, issuing] = [pki.credential('gv').certificate, pki.issuing].map((der) => unwrap(parseCertificate(der))) as [Certificate, Certificate];
  [faulty, authorities] = await Promise.all([startFaultyOcsp(pki, () => now), startRevocationResponder(pki, () => now)]);
});
afterAll(() => Promise.all([faulty.stop(), authorities.stop()]));
beforeEach(() => {
  faulty.fault = { kind: 'none' };
  now = AT;
});

const ask = (timeoutMs?: number) => requestOcsp(faulty.url, holder, issuing, { now, primitives: nodePrimitives, ...(timeoutMs !== undefined && { timeoutMs }) });
const statusBy = (ocsp: Uint8Array, at = now) => validatePath({ certificate: holder.der, anchors: [issuing.der], intermediates: [], crls: [], ocsps: [ocsp], at, purpose: 'documentSigning' }, nodePrimitives).revocation[0]?.kind;

describe('asking a responder', () => {
  test('its answer, signed by the delegated certificate, proves the standing', async () => expect(statusBy(unwrap(await ask()))).toBe('good'));

  test.each<readonly [OcspFault['kind'], string]>([
    ['tryLater', 'ocsp/refused'], ['internalError', 'ocsp/refused'], ['garbage', 'ocsp/malformed'], ['wrong-nonce', 'ocsp/nonce-differs'], ['another-certificate', 'ocsp/about-another'],
    ['another-issuer', 'ocsp/about-another'], ['stale', 'ocsp/not-fresh'], ['from-the-future', 'ocsp/not-fresh'], ['wrong-content-type', 'remote/content-type'], ['redirect', 'remote/status'],
    ['huge', 'remote/too-large'], ['drop', 'remote/unreachable'], ['server-error', 'remote/status'],
  ])('%s: named, and asked again it answers', async (kind, code) => {
    expect((await ask()).ok).toBe(true);
    faulty.fault = { kind } as OcspFault;
    const before = faulty.requests();
    expect(await ask()).toMatchObject({ ok: false, error: { code } });
    // A kept connection that breaks may only have been old.
    expect(faulty.requests()).toBe(before + (kind === 'drop' ? 2 : 1));
    faulty.fault = { kind: 'none' };
    expect((await ask()).ok).toBe(true);
  });

  test('a responder that signs beforehand leaves the nonce out', async () => {
    faulty.fault = { kind: 'no-nonce' };
    expect(statusBy(unwrap(await ask()))).toBe('good');
  });

  test('a responder that is slow', async () => {
    faulty.fault = { kind: 'delay', ms: 5000 };
    expect(await ask(100)).toMatchObject({ ok: false, error: { code: 'remote/timed-out' } });
  });

  test('revoked: from the moment on, and not before', async () => {
    const own = await createDemoPki({ holders: [{ id: 'x', kind: 'person', name: 'X', organisation: 'Y', key: 'ec-p256' }] });
    const responder = await startFaultyOcsp(own, () => now);
    try {
      const [one, above] = [own.credential('x').certificate, own.issuing].map((der) => unwrap(parseCertificate(der))) as [Certificate, Certificate];
      own.revoke(one.der, AT, 'keyCompromise');
      const kindAt = async (at: Instant) => {
        now = at;
        const ocsp = unwrap(await requestOcsp(responder.url, one, above, { now, primitives: nodePrimitives }));
        return validatePath({ certificate: one.der, anchors: [above.der], intermediates: [], crls: [], ocsps: [ocsp], at, purpose: 'documentSigning' }, nodePrimitives).revocation[0]?.kind;
      };
      expect([await kindAt(Instant.of(AT - HOUR_MS)), await kindAt(Instant.of(AT + HOUR_MS))]).toEqual(['good', 'revoked']);
    } finally {
      await responder.stop();
    }
  });
});

describe('where a certificate may send us', () => {
  const via = () => REVOCATION_HOSTS.map((host) => ({ host, via: authorities.url }));

  test('to hosts of the list, by the way the operator names', async () => {
    const source = remoteRevocation({ hosts: via(), primitives: nodePrimitives });
    expect(unwrap(await source.ask(holder, issuing, now)).kind).toBe('ocsp');
    expect(unwrap(await source.ask(unwrap(parseCertificate(pki.tsa.certificate)), unwrap(parseCertificate(pki.tsaAuthority)), now)).kind).toBe('crl');
  });
  test('to its lists when no responder may be asked', async () => {
    const source = remoteRevocation({ hosts: via().filter(({ host }) => host.startsWith('crl.')), primitives: nodePrimitives });
    expect(unwrap(await source.ask(holder, issuing, now)).kind).toBe('crl');
  });
  test('nowhere else, and the operator is told every address', async () => {
    const answer = await remoteRevocation({ hosts: [], primitives: nodePrimitives }).ask(holder, issuing, now);
    expect(answer).toMatchObject({ ok: false, error: { code: 'revocation/unavailable' } });
    expect(answer.ok ? '' : answer.error.detail).toMatch(/ocsp\.hoc-ba-so\.invalid.*không có trong danh sách.*crl\.hoc-ba-so\.invalid.*không có trong danh sách/);
  });

  test.each<readonly [string, string, string | undefined, object]>([
    ['itself, outside', 'http://crl.a.vn/dir/x.crl?y=1', undefined, { url: 'http://crl.a.vn/dir/x.crl?y=1', outerOnly: true }],
    ['by a mirror, wherever it lies', 'http://crl.a.vn/dir/x.crl?y=1', 'http://10.0.0.1:8080', { url: 'http://10.0.0.1:8080/dir/x.crl?y=1', outerOnly: false }],
    ['by a folder of a mirror', 'http://crl.a.vn/x.crl', 'https://mirror.a.vn/crl/', { url: 'https://mirror.a.vn/crl/x.crl', outerOnly: false }],
  ])('%s', (_, url, via, expected) => {
    expect(reach(url, [{ host: 'b.vn' }, { host: 'crl.a.vn', ...(via !== undefined && { via }) }])).toEqual({ ok: true, value: expected });
  });
  test.each(['http://crl.a.vn:8080/x.crl', 'http://a.vn/x.crl', 'http://crl.a.vn.b.vn/x.crl', 'http://10.0.0.1/x.crl'])('%s is of a host nobody has put on the list', (url) => {
    expect(reach(url, [{ host: 'crl.a.vn' }])).toMatchObject({ ok: false, error: { code: 'remote/url-refused', detail: expect.stringMatching(/^máy chủ .* không có trong danh sách được hỏi$/) } });
  });
  test.each(['file:///etc/passwd', 'ldap://crl.example/x', 'http://user@crl.example/', 'http://:secret@crl.example/', 'gopher://crl.example/', 'rác'])('%s is no address', (url) => {
    expect(reach(url, [{ host: 'crl.example', via: authorities.url }])).toMatchObject({ ok: false, error: { code: 'remote/url-refused', detail: expect.stringContaining('http hoặc https') } });
  });
  test('outside only, when the operator names no way', async () => {
    const [named, inside] = ['http://localhost:1/a', 'http://127.0.0.1:1/b'].map((text) => new URL(text)) as [URL, URL];
    const answer = await remoteRevocation({ hosts: [named, inside].map(({ host }) => ({ host })), primitives: nodePrimitives }).ask(await pointedAt([named.href], [inside.href]), issuing, now);
    expect(answer.ok ? '' : answer.error.detail).toBe(`${named.href}: remote/url-refused (máy chủ localhost có địa chỉ nội bộ); ${inside.href}: remote/url-refused (máy chủ 127.0.0.1:1 có địa chỉ nội bộ)`);
  });
});

/** A certificate that names these responders and lists. */
async function pointedAt(responders: readonly string[], lists: readonly string[]): Promise<Certificate> {
  const { der } = await makeActor({ subject: 'CN=Cô Hoa', extensions: [new AuthorityInfoAccessExtension({ ocsp: [...responders] }), new CRLDistributionPointsExtension([...lists])] });
  return unwrap(parseCertificate(der));
}

test('the responders of the trial answer only what they are asked', async () => {
  const post = (path: string, body: Uint8Array<ArrayBuffer>, type = 'application/ocsp-request') => fetch(`${authorities.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
  expect((await fetch(`${authorities.url}/nobody.crl`)).status).toBe(404);
  expect((await post('/issuing', new Uint8Array(10), 'text/plain')).status).toBe(415);
  expect((await post('/issuing', new Uint8Array(9000))).status).toBe(413);
  expect(new Uint8Array(await (await post('/issuing', new Uint8Array(10))).arrayBuffer())[4]).toBe(1);
});
