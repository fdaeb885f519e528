import 'reflect-metadata';
import { ExtendedKeyUsageExtension, Extension } from '@peculiar/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, type Actor, type CertificateOrder } from '../../../test/actors/authority.ts';
import { indexLine, makeOcspResponse, type OcspOrder } from '../../../test/actors/ocsp.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import { der } from '../der/index.ts';
import { parseCertificate, validatePath, type PathReason } from '../x509/index.ts';
import { parseOcspResponse } from './index.ts';

const AT = instant('2024-06-01');
const OCSP_SIGNING = new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.9']);
const NO_CHECK = new Extension('1.3.6.1.5.5.7.48.1.5', false, Uint8Array.of(5, 0));

let root: Actor, signer: Actor, colleague: Actor, delegate: Actor, otherRoot: Actor, otherDelegate: Actor;

beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', key: 'rsa-2048', extensions: authorityExtensions() });
  signer = await ask({});
  colleague = await ask({ subject: 'CN=Thầy Bình' });
  delegate = await responder({});
  otherRoot = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
  otherDelegate = await responder({ issuer: otherRoot });
});

const ask = (order: Partial<CertificateOrder>) => makeActor({ subject: 'CN=Cô Hoa', issuer: root, extensions: signerExtensions, ...order });
const responder = (order: Partial<CertificateOrder>) => makeActor({ subject: 'CN=Trả lời', issuer: root, extensions: [OCSP_SIGNING, NO_CHECK], ...order });
const order = (change: Partial<OcspOrder> = {}): OcspOrder => ({ about: signer, issuer: root, signer: root, ...change });

function judge(ocsps: readonly Uint8Array[], given: { crls?: readonly Uint8Array[]; at?: Instant; validationTime?: Instant; certificate?: Actor } = {}) {
  return validatePath({
    certificate: (given.certificate ?? signer).der, anchors: [root.der], intermediates: [], crls: given.crls ?? [], ocsps, at: given.at ?? AT,
    ...(given.validationTime !== undefined && { validationTime: given.validationTime }), purpose: 'documentSigning',
  }, nodePrimitives);
}
const reasonOf = (...args: Parameters<typeof judge>): PathReason | 'ok' => judge(...args).reason ?? 'ok';
const critical = der.sequence(der.oid('1.2.3.4'), der.boolean(true), der.octetString(Uint8Array.of(5, 0)));
const archiveCutoff = (at: string) => der.sequence(der.oid('1.3.6.1.5.5.7.48.1.6'), der.octetString(der.generalizedTime(instant(at))));

describe('an OCSP response in place of a list', () => {
  test.each<readonly [string, () => OcspOrder, PathReason | 'ok']>([
    ['by the issuer itself', () => order(), 'ok'],
    ['by the issuer, named by its key', () => order({ byKey: true }), 'ok'],
    ['with SHA-256 identifiers', () => order({ hash: 'sha256' }), 'ok'],
    ['by a delegated responder', () => order({ signer: delegate, embedded: [delegate] }), 'ok'],
    ['by a delegated responder, named by its key', () => order({ signer: delegate, embedded: [delegate], byKey: true }), 'ok'],
    ['revoked', () => order({ status: { revokedAt: '2024-05-20', reason: 1 } }), 'revoked'],
    ['revoked, without reason', () => order({ status: { revokedAt: '2024-05-20' } }), 'revoked'],
    ['on hold', () => order({ status: { revokedAt: '2024-05-20', reason: 6 } }), 'on-hold'],
    ['revoked, and stale', () => order({ status: { revokedAt: '2024-05-20' }, nextUpdate: '2024-05-30' }), 'revoked'],
    ['good, and revoked by another answer of the same response', () => order({ more: [{ hash: 'sha256', status: { revokedAt: '2024-05-20', reason: 1 } }] }), 'revoked'],
    ['revoked first', () => order({ status: { revokedAt: '2024-05-20', reason: 1 }, more: [{}] }), 'revoked'],
    ['good and on hold at once', () => order({ more: [{ status: { revokedAt: '2024-05-20', reason: 6 } }] }), 'on-hold'],
    ['about a colleague first', () => order({ about: colleague, status: { revokedAt: '2024-05-20' }, more: [{ about: signer, status: 'good' }] }), 'ok'],
    ['unknown to the responder', () => order({ status: 'unknown' }), 'revocation-unknown'],
    ['about somebody else', () => order({ about: colleague }), 'revocation-unknown'],
    ['about the same number of another authority', () => order({ issuer: otherRoot }), 'revocation-unknown'],
    ['stale', () => order({ nextUpdate: '2024-05-31' }), 'revocation-stale'],
    ['without next update, from before', () => order({ nextUpdate: null }), 'revocation-stale'],
    ['without next update, of that very moment', () => order({ nextUpdate: null, thisUpdate: '2024-06-01' }), 'ok'],
    ['from the future', () => order({ thisUpdate: '2024-06-02' }), 'revocation-unknown'],
    ['produced in the future', () => order({ producedAt: '2024-06-02' }), 'revocation-unknown'],
    ['with an unknown critical extension', () => order({ responseExtensions: [critical] }), 'revocation-unknown'],
    ['with an unknown critical extension of the answer', () => order({ answerExtensions: [critical] }), 'revocation-unknown'],
    ['signed by a look-alike of the issuer', () => order({ signer: otherRoot }), 'revocation-unknown'],
    ['by a responder of the look-alike', () => order({ signer: otherDelegate, embedded: [otherDelegate] }), 'revocation-unknown'],
    ['by the signer himself', () => order({ signer, embedded: [signer] }), 'revocation-unknown'],
    ['by a delegate whose certificate is missing', () => order({ signer: delegate }), 'revocation-unknown'],
    ['naming another responder than the signer', () => order({ signer: delegate, embedded: [delegate], responderIs: colleague }), 'revocation-unknown'],
  ])('%s', (_, make, expected) => {
    expect(reasonOf([makeOcspResponse(make())])).toBe(expected);
  });

  test.each<readonly [string, Partial<CertificateOrder>, PathReason | 'ok']>([
    ['without the purpose', { extensions: [...signerExtensions, NO_CHECK] }, 'revocation-unknown'],
    ['expired when it answered', { to: '2024-05-01' }, 'revocation-unknown'],
    ['that may not sign', { extensions: [OCSP_SIGNING, NO_CHECK, new Extension('2.5.29.15', true, Uint8Array.of(3, 2, 1, 6))] }, 'revocation-unknown'],
    ['whose own revocation is unknown', { extensions: [OCSP_SIGNING] }, 'revocation-unknown'],
  ])('a delegate %s', async (_, change, expected) => {
    const odd = await responder(change);
    expect(reasonOf([makeOcspResponse(order({ signer: odd, embedded: [odd] }))])).toBe(expected);
  });

  test('a delegate without no-check is asked about in the lists', async () => {
    const plain = await responder({ extensions: [OCSP_SIGNING] });
    const response = makeOcspResponse(order({ signer: plain, embedded: [plain] }));
    expect(reasonOf([response], { crls: [await makeCrl(root)] })).toBe('ok');
    const serial = unwrap(parseCertificate(plain.der)).serialHex;
    const status = judge([makeOcspResponse(order({ signer: plain, embedded: [plain], status: { revokedAt: '2024-05-01' } }))], { crls: [await makeCrl(root, { revoked: [{ who: serial, at: '2024-05-10' }] })] });
    expect(status.verdict).toBe('PASSED'); // a revoked responder cannot accuse either: the list alone speaks
  });

  test.each<readonly [string, OcspOrder['status'], PathReason | 'ok']>([
    ['good', undefined, 'ok'], ['revoked before', { revokedAt: '2024-05-10' }, 'revocation-unknown'], ['revoked later', { revokedAt: '2024-06-05' }, 'ok'], ['unknown', 'unknown', 'revocation-unknown'],
  ])('a delegate without no-check of whom the authority itself says: %s', async (_, status, expected) => {
    const plain = await responder({ extensions: [OCSP_SIGNING] });
    const about = order({ about: plain, thisUpdate: '2024-06-06', producedAt: '2024-06-06', ...(status !== undefined && { status }) });
    expect(reasonOf([order({ signer: plain, embedded: [plain] }), about].map(makeOcspResponse), { validationTime: instant('2024-06-07') })).toBe(expected);
  });

  test('two delegates vouching for each other prove nothing', async () => {
    const [a, b] = await Promise.all([responder({ subject: 'CN=A', extensions: [OCSP_SIGNING] }), responder({ subject: 'CN=B', extensions: [OCSP_SIGNING] })]);
    const answers = [order({ signer: a!, embedded: [a!, b!] }), order({ about: a!, signer: b!, embedded: [a!, b!] }), order({ about: b!, signer: a!, embedded: [a!, b!] })];
    expect(reasonOf(answers.map(makeOcspResponse))).toBe('revocation-unknown');
  });

  test('later evidence about an expired certificate needs an archive that reaches back', async () => {
    const expired = await ask({ to: '2024-07-01' });
    const late = (change: Partial<OcspOrder>) => [makeOcspResponse(order({ about: expired, thisUpdate: '2024-09-01', nextUpdate: '2024-09-08', ...change }))];
    const when = { certificate: expired, validationTime: instant('2024-09-02') };
    expect(reasonOf(late({}), when)).toBe('revocation-stale');
    expect(reasonOf(late({ answerExtensions: [archiveCutoff('2024-08-01')] }), when)).toBe('revocation-stale');
    expect(reasonOf(late({ answerExtensions: [archiveCutoff('2020-01-01')] }), when)).toBe('ok');
  });

  test('list and response disagree: a revocation counts', async () => {
    const serial = unwrap(parseCertificate(signer.der)).serialHex;
    const good = makeOcspResponse(order());
    expect(reasonOf([good], { crls: [await makeCrl(root, { revoked: [{ who: serial, at: '2024-05-10' }] })] })).toBe('revoked');
    expect(reasonOf([makeOcspResponse(order({ status: { revokedAt: '2024-05-10' } }))], { crls: [await makeCrl(root)] })).toBe('revoked');
  });

  test('a basic response alone is read as well', () => {
    const whole = makeOcspResponse(order());
    const basicAt = whole.findIndex((_, i) => i > 20 && whole[i] === 0x30 && whole[i + 1] === 0x82 && whole[i - 4] === 0x04);
    expect(reasonOf([whole.slice(basicAt)])).toBe('ok');
  });

  test('every flipped octet breaks it', () => {
    const sound = makeOcspResponse(order());
    for (let i = 0; i < sound.length; i++) {
      const forged = sound.slice();
      forged[i]! ^= 1;
      expect(judge([forged]).verdict, `octet ${i}`).not.toBe('PASSED');
    }
  });

  test.each([[[0x30, 3, 0x0a, 1, 6]], [[0x30, 3, 0x0a, 1, 0]], [[0x30, 0]], [[5, 0]]])('an answer that is none: %j', (octets) => {
    expect(parseOcspResponse(Uint8Array.from(octets)).ok).toBe(false);
  });
});

describe.runIf(hasOpenssl)('openssl agrees', () => {
  const files = () => ({
    'root.pem': toPem('CERTIFICATE', root.der), 'leaf.pem': toPem('CERTIFICATE', signer.der), 'delegate.pem': toPem('CERTIFICATE', delegate.der),
    'delegate.key': toPem('PRIVATE KEY', delegate.pkcs8), 'root.key': toPem('PRIVATE KEY', root.pkcs8),
  });

  test.each([
    ['delegate', undefined, 'ok'], ['root', undefined, 'ok'], ['delegate', '240501000000Z,keyCompromise', 'revoked'], ['delegate', '240501000000Z,certificateHold', 'on-hold'],
  ] as const)('its answer by the %s, revoked %s', (who, revoked, expected) => {
    const request = openssl(['ocsp', '-sha256', '-issuer', 'root.pem', '-cert', 'leaf.pem', '-reqout', 'q.der'], files(), 'q.der').bytes;
    const { bytes, output } = openssl(
      ['ocsp', '-index', 'index.txt', '-rsigner', `${who}.pem`, '-rkey', `${who}.key`, '-CA', 'root.pem', '-reqin', 'q.der', '-respout', 'r.der', '-ndays', '3'],
      { ...files(), 'q.der': request, 'index.txt': indexLine(signer, revoked) }, 'r.der',
    );
    const response = parseOcspResponse(bytes);
    expect(response.ok, output).toBe(true);
    const at = Instant.of(unwrap(response).answers[0]!.thisUpdate + 1000);
    expect(reasonOf([bytes], { at })).toBe(expected);
  });

  test('about our answers', () => {
    const check = (response: Uint8Array) => openssl(['ocsp', '-respin', 'r.der', '-issuer', 'root.pem', '-cert', 'leaf.pem', '-CAfile', 'root.pem', '-attime', String(AT / 1000), '-no_nonce', '-validity_period', '100000000'], { ...files(), 'r.der': response }).output;
    expect(check(makeOcspResponse(order({ signer: delegate, embedded: [delegate] })))).toMatch(/leaf.pem: good[\s\S]*Response verify OK/);
    expect(check(makeOcspResponse(order({ status: { revokedAt: '2024-05-20', reason: 1 } })))).toMatch(/leaf.pem: revoked[\s\S]*keyCompromise/);
    expect(check(makeOcspResponse(order({ signer: otherDelegate, embedded: [otherDelegate] })))).not.toContain('Response verify OK');
  });
});
