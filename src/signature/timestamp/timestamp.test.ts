import { createPrivateKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { concatBytes, Instant, toHex, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { issueToken, openTimestampAuthority, type TokenContent } from '../../apps/demo/pki/timestamp-answer.ts';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, timestampExtensions, X509CrlReason, type Actor } from '../../../test/actors/authority.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import { der } from '../der/index.ts';
import { parseCertificate, type TrustMaterial } from '../x509/index.ts';
import { sha1 } from '../x509/sha1.ts';
import { buildTimestampRequest, parseTimestampRequest, parseTimestampResponse, parseTimestampToken, verifyTimestampToken, type TimestampReason } from './index.ts';

const AT = instant('2024-05-31T10:00:00Z');
const DATA = utf8('<ds:SignatureValue>Hoà bình</ds:SignatureValue>');
const IMPRINT = nodePrimitives.digest('sha256', DATA);

let root: Actor, tsa: Actor, other: Actor, signer: Actor, trust: TrustMaterial;

beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', key: 'rsa-2048', extensions: authorityExtensions() });
  tsa = await makeActor({ subject: 'CN=Dấu thời gian', key: 'rsa-2048', issuer: root, extensions: timestampExtensions });
  other = await makeActor({ subject: 'CN=Dấu thời gian khác', key: 'rsa-2048', issuer: root, extensions: timestampExtensions });
  signer = await makeActor({ subject: 'CN=Cô Hoa', key: 'rsa-2048', issuer: root, extensions: signerExtensions });
  trust = { anchors: [root.der], intermediates: [], crls: [await makeCrl(root)], ocsps: [] };
});

const authorityOf = (actor: Actor) => openTimestampAuthority({ certificate: actor.der, chain: [actor.der], pkcs8: actor.pkcs8 });
const token = (change: Partial<TokenContent> = {}, actor = tsa) =>
  issueToken(authorityOf(actor), { imprint: IMPRINT, nonce: Uint8Array.of(1, 2, 3), at: AT, withCertificates: true, ...change });
const judge = (bytes: Uint8Array, material = trust, data = DATA, validationTime = AT) => verifyTimestampToken(bytes, data, material, nodePrimitives, validationTime);
const serialOf = (actor: Actor): string => unwrap(parseCertificate(actor.der)).serialHex;

describe('a token is judged', () => {
  test('accepted: time, authority and path are told', () => {
    const judgement = judge(token({ at: Instant.of(AT - 1500) }));
    expect(judgement).toMatchObject({ verdict: 'PASSED', genTime: AT - 1500, accuracyMs: 1000 });
    expect(toHex(judgement.tsaCertificate!.der)).toBe(toHex(tsa.der));
    expect(judgement.path?.chain).toHaveLength(2);
  });

  const refused: readonly (readonly [string, () => ReturnType<typeof judge> | Promise<ReturnType<typeof judge>>, string, string])[] = [
    ['of other data', () => judge(token(), trust, utf8('khác')), 'timestamp-imprint-differs', 'HASH_FAILURE'],
    ['not a token at all', () => judge(Uint8Array.of(0x30, 0)), 'timestamp-malformed', 'FORMAT_FAILURE'],
    ['without the certificate anywhere', () => judge(token({ withCertificates: false })), 'timestamp-signer-missing', 'NO_SIGNING_CERTIFICATE_FOUND'],
    ['by a signer of documents', () => judge(token({}, signer)), 'key-purpose', 'CHAIN_CONSTRAINTS_FAILURE'],
    ['by an authority nobody trusts', () => judge(token(), { ...trust, anchors: [] }), 'no-chain', 'NO_CERTIFICATE_CHAIN_FOUND'],
    ['without revocation data', () => judge(token(), { ...trust, crls: [] }), 'revocation-unknown', 'TRY_LATER'],
    ['made before the authority had its certificate', () => judge(token({ at: instant('2022-01-01') })), 'authority-out-of-dates', 'OUT_OF_BOUNDS_NO_POE'],
    ['made after the moment of judging', () => judge(token({ at: Instant.of(AT + 61_000) })), 'timestamp-in-future', 'TIMESTAMP_ORDER_FAILURE'],
    ['made after the revocation', async () => judge(token(), { ...trust, crls: [await makeCrl(root, { revoked: [{ who: serialOf(tsa), at: '2024-05-19' }] })] }), 'revoked', 'REVOKED'],
    ['made before a key compromise', async () => judgeRevokedLater(X509CrlReason.keyCompromise), 'timestamp-authority-compromised', 'REVOKED_NO_POE'],
    ['made before a revocation without reason', async () => judgeRevokedLater(undefined), 'timestamp-authority-compromised', 'REVOKED_NO_POE'],
  ];
  test.each(refused)('%s', async (_, ask, reason, subIndication) => {
    const judgement = await ask();
    expect(judgement).toMatchObject({ reason, subIndication });
    expect(judgement.verdict).not.toBe('PASSED');
    expect(judgement.sentence).toMatch(/\.$/);
  });

  test.each([X509CrlReason.unspecified, X509CrlReason.affiliationChanged, X509CrlReason.superseded, X509CrlReason.cessationOfOperation])('made before an orderly end, reason %i', async (reason) => {
    expect((await judgeRevokedLater(reason)).verdict).toBe('PASSED');
  });

  const judgeRevokedLater = async (reason: X509CrlReason | undefined) => {
    const crl = await makeCrl(root, { thisUpdate: '2024-06-10', revoked: [{ who: serialOf(tsa), at: '2024-06-02', ...(reason !== undefined && { reason }) }] });
    return judge(token(), { ...trust, crls: [crl] }, DATA, instant('2024-06-11'));
  };

  test.each([[X509CrlReason.keyCompromise, 'timestamp-authority-compromised'], [X509CrlReason.superseded, undefined]])('its certificate alone is revoked later, for reason %i, that of its issuer never', async (reason, expected) => {
    const issuing = await makeActor({ subject: 'CN=Cấp dấu thời gian', key: 'rsa-2048', issuer: root, extensions: authorityExtensions(0) });
    const below = await makeActor({ subject: 'CN=Dấu thời gian dưới', key: 'rsa-2048', issuer: issuing, extensions: timestampExtensions });
    const [ofRoot, ofIssuing] = [await makeCrl(root, { thisUpdate: '2024-06-10' }), await makeCrl(issuing, { thisUpdate: '2024-06-10', revoked: [{ who: serialOf(below), at: '2024-06-02', reason }] })];
    const judgement = judge(token({}, below), { ...trust, intermediates: [issuing.der], crls: [ofRoot, ofIssuing] }, DATA, instant('2024-06-11'));
    expect(judgement.reason).toBe(expected);
    expect(judgement.path?.revocation.map(({ kind }) => kind)).toEqual(['revoked-later', 'good']);
  });

  test('the certificate may come from the judge instead of the token', () => {
    expect(judge(token({ withCertificates: false }), { ...trust, intermediates: [tsa.der] }).verdict).toBe('PASSED');
  });

  test('a clock one minute ahead is tolerated', () => {
    expect(judge(token({ at: Instant.of(AT + 60_000) })).verdict).toBe('PASSED');
  });

  test('whatever octet is flipped, no other time or data is ever proven', () => {
    const sound = token();
    for (let i = 0; i < sound.length; i++) {
      for (const bit of [1, 0x80]) {
        const forged = sound.slice();
        forged[i]! ^= bit;
        const judgement = judge(forged);
        if (judgement.verdict === 'PASSED') expect(judgement.genTime, `octet ${i}`).toBe(AT);
      }
    }
    const info = unwrap(parseTimestampToken(sound)).content;
    const from = toHex(sound).indexOf(toHex(info)) / 2;
    for (let i = from; i < from + info.length; i++) {
      const forged = sound.slice();
      forged[i]! ^= 1;
      expect(judge(forged).verdict, `octet ${i} of the content`).not.toBe('PASSED');
    }
  });
});

/** Tokens no honest authority makes: the trial authority's structure with one part changed, signed with a real key. */
describe('hand-made tokens', () => {
  interface Parts {
    readonly signAs?: Actor; readonly names?: Actor; readonly embedded?: readonly Actor[]; readonly digestOid?: string; readonly signatureOid?: string;
    readonly attributes?: (info: Uint8Array) => readonly Uint8Array[]; readonly contentType?: string; readonly signers?: number; readonly unsorted?: boolean; readonly info?: Uint8Array;
  }
  const SHA256 = '2.16.840.1.101.3.4.2.1', TST = '1.2.840.113549.1.9.16.1.4';
  const sha256 = (bytes: Uint8Array) => nodePrimitives.digest('sha256', bytes);
  const algorithm = (oid: string) => der.sequence(der.oid(oid), der.nullValue());
  const attribute = (oid: string, ...values: readonly Uint8Array[]) => der.sequence(der.oid(oid), der.setOfSorted(...values));
  const essV2 = (actor: Actor) => attribute('1.2.840.113549.1.9.16.2.47', der.sequence(der.sequence(der.sequence(der.octetString(sha256(actor.der))))));
  const essV1 = (actor: Actor) => attribute('1.2.840.113549.1.9.16.2.12', der.sequence(der.sequence(der.sequence(der.octetString(sha1(actor.der))))));
  const contentType = attribute('1.2.840.113549.1.9.3', der.oid(TST));
  const messageDigest = (info: Uint8Array) => attribute('1.2.840.113549.1.9.4', der.octetString(sha256(info)));
  const soundInfo = (...extra: readonly Uint8Array[]) => der.sequence(der.integer(1), der.oid('1.2.3'), der.sequence(algorithm(SHA256), der.octetString(IMPRINT)), der.integer(1), der.generalizedTime(AT), ...extra);

  function build(parts: Parts = {}): Uint8Array {
    const info = parts.info ?? soundInfo();
    const signAs = parts.signAs ?? tsa;
    const attributes = (parts.attributes ?? ((bytes) => [contentType, messageDigest(bytes), essV2(tsa)]))(info);
    const signed = der.setOfSorted(...attributes);
    const written = parts.unsorted === true ? der.encode(0xa0, ...[...attributes].reverse()) : concatBytes(Uint8Array.of(0xa0), signed.subarray(1));
    const { issuer, serial } = unwrap(parseCertificate((parts.names ?? tsa).der));
    const signature = sign('sha256', attributes.length > 0 ? signed : info, createPrivateKey({ key: Buffer.from(signAs.pkcs8), format: 'der', type: 'pkcs8' }));
    const signerInfo = der.sequence(
      der.integer(1), der.sequence(issuer.der, der.encode(2, serial)), algorithm(parts.digestOid ?? SHA256), ...(attributes.length > 0 ? [written] : []),
      algorithm(parts.signatureOid ?? '1.2.840.113549.1.1.1'), der.octetString(signature),
    );
    const certificates = concatBytes(Uint8Array.of(0xa0), der.setOfSorted(...(parts.embedded ?? [tsa]).map((actor) => actor.der)).subarray(1));
    return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, der.sequence(
      der.integer(3), der.setOfSorted(algorithm(SHA256)), der.sequence(der.oid(parts.contentType ?? TST), der.explicit(0, der.octetString(info))), certificates,
      der.encode(0x31, ...Array.from({ length: parts.signers ?? 1 }, () => signerInfo)),
    )));
  }

  test('the untouched one is accepted (key type in place of the scheme)', () => expect(judge(build()).verdict).toBe('PASSED'));
  test('attributes left unsorted are put in order before the check', () => expect(judge(build({ unsorted: true })).verdict).toBe('PASSED'));
  test('the old certificate identifier (SHA-1) is understood', () => expect(judge(build({ attributes: (info) => [contentType, messageDigest(info), essV1(tsa)] })).verdict).toBe('PASSED'));

  test.each<readonly [string, () => Uint8Array, TimestampReason]>([
    ['another key', () => build({ signAs: other }), 'timestamp-signature-wrong'],
    ['another authority named, its certificate inside', () => build({ names: other, embedded: [other] }), 'timestamp-signature-wrong'],
    ['another certificate bound (v2)', () => build({ attributes: (info) => [contentType, messageDigest(info), essV2(other)] }), 'timestamp-signer-differs'],
    ['another certificate bound (v1)', () => build({ attributes: (info) => [contentType, messageDigest(info), essV1(other)] }), 'timestamp-signer-differs'],
    ['v2 right, v1 wrong', () => build({ attributes: (info) => [contentType, messageDigest(info), essV2(tsa), essV1(other)] }), 'timestamp-signer-differs'],
    ['no certificate bound', () => build({ attributes: (info) => [contentType, messageDigest(info)] }), 'timestamp-signer-differs'],
    ['no signed attributes', () => build({ attributes: () => [] }), 'timestamp-malformed'],
    ['no message digest', () => build({ attributes: () => [contentType, essV2(tsa)] }), 'timestamp-malformed'],
    ['no content type', () => build({ attributes: (info) => [messageDigest(info), essV2(tsa)] }), 'timestamp-malformed'],
    ['a content type of something else', () => build({ attributes: (info) => [attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1')), messageDigest(info), essV2(tsa)] }), 'timestamp-malformed'],
    ['two message digests in one attribute', () => build({ attributes: (info) => [contentType, attribute('1.2.840.113549.1.9.4', der.octetString(sha256(info)), der.octetString(sha256(DATA))), essV2(tsa)] }), 'timestamp-malformed'],
    ['an attribute twice', () => build({ attributes: (info) => [contentType, messageDigest(info), messageDigest(DATA), essV2(tsa)] }), 'timestamp-malformed'],
    ['a digest of something else', () => build({ attributes: () => [contentType, messageDigest(DATA), essV2(tsa)] }), 'timestamp-content-changed'],
    ['SHA-1 as digest', () => build({ digestOid: '1.3.14.3.2.26' }), 'timestamp-algorithm-refused'],
    ['a scheme of another digest', () => build({ signatureOid: '1.2.840.113549.1.1.12' }), 'timestamp-algorithm-refused'],
    ['SHA3-256 as digest', () => build({ digestOid: '2.16.840.1.101.3.4.2.8' }), 'timestamp-algorithm-refused'],
    ['SHA3-256 with RSA', () => build({ signatureOid: '2.16.840.1.101.3.4.3.14' }), 'timestamp-algorithm-refused'],
    ['RSASSA-PSS that does not say its salt (RFC 4055 §3.1)', () => build({ signatureOid: '1.2.840.113549.1.1.10' }), 'timestamp-algorithm-refused'],
    ['SHA-1 with RSA', () => build({ signatureOid: '1.2.840.113549.1.1.5' }), 'timestamp-algorithm-refused'],
    ['content that is no time-stamp', () => build({ contentType: '1.2.840.113549.1.7.1' }), 'timestamp-malformed'],
    ['two signers', () => build({ signers: 2 }), 'timestamp-malformed'],
    ['no signer', () => build({ signers: 0 }), 'timestamp-malformed'],
    ['a critical extension', () => build({ info: soundInfo(der.encode(0xa1, der.sequence(der.oid('1.2.3.4'), der.boolean(true), der.octetString(new Uint8Array(0))))) }), 'timestamp-malformed'],
    ['another authority named inside', () => build({ info: soundInfo(der.explicit(0, der.explicit(4, unwrap(parseCertificate(other.der)).subject.der))) }), 'timestamp-signer-differs'],
    ['an imprint of SHA-1', () => build({ info: der.sequence(der.integer(1), der.oid('1.2.3'), der.sequence(algorithm('1.3.14.3.2.26'), der.octetString(sha1(DATA))), der.integer(1), der.generalizedTime(AT)) }), 'timestamp-algorithm-refused'],
  ])('%s', (_, make, reason) => {
    const judgement = judge(make());
    expect(judgement.reason).toBe(reason);
    expect(judgement.verdict).not.toBe('PASSED');
  });

  test('the authority’s own name inside is fine', () => {
    expect(judge(build({ info: soundInfo(der.explicit(0, der.explicit(4, unwrap(parseCertificate(tsa.der)).subject.der))) })).verdict).toBe('PASSED');
  });
});

describe('requests and responses', () => {
  const nonce = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 + i);
  const response = (change: Partial<TokenContent> = {}) => der.sequence(der.sequence(der.integer(0)), token({ nonce: Uint8Array.of(0, ...nonce), ...change }));

  test('a request is read as it was built', () => {
    const request = unwrap(parseTimestampRequest(buildTimestampRequest(IMPRINT, nonce)));
    expect(request).toMatchObject({ imprint: IMPRINT, wantsCertificate: true, imprintAlgorithm: '2.16.840.1.101.3.4.2.1' });
    expect(toHex(request.nonce!)).toBe(`00${toHex(nonce)}`);
  });

  test.each<readonly [string, () => Uint8Array, string | undefined]>([
    ['granted', () => response(), undefined],
    ['with another imprint', () => response({ imprint: nodePrimitives.digest('sha256', utf8('x')) }), 'timestamp/imprint-differs'],
    ['with another nonce', () => response({ nonce: Uint8Array.of(1) }), 'timestamp/nonce-differs'],
    ['with the nonce as a negative number', () => response({ nonce }), 'timestamp/nonce-differs'],
    ['without nonce', () => response({ nonce: undefined }), 'timestamp/nonce-differs'],
    ['refused', () => der.sequence(der.sequence(der.integer(2), der.sequence(der.utf8String('bận')))), 'timestamp/refused'],
    ['refused, yet with a token', () => der.sequence(der.sequence(der.integer(2)), token()), 'timestamp/refused'],
    ['granted without a token', () => der.sequence(der.sequence(der.integer(0))), 'timestamp/refused'],
    ['garbage', () => utf8('<html>'), 'timestamp/response-malformed'],
  ])('an answer %s', (_, make, code) => {
    const answer = parseTimestampResponse(make(), { imprint: IMPRINT, nonce });
    expect(answer.ok ? undefined : answer.error.code).toBe(code);
  });
});

describe.runIf(hasOpenssl)('openssl agrees', () => {
  test('our request and our token', () => {
    const files = { 'request.tsq': buildTimestampRequest(IMPRINT, Uint8Array.of(9, 9)), 'token.der': token(), data: DATA, 'root.pem': toPem('CERTIFICATE', root.der), 'tsa.pem': toPem('CERTIFICATE', tsa.der) };
    expect(openssl(['ts', '-query', '-in', 'request.tsq', '-text'], files).output).toMatch(/Hash Algorithm: sha256[\s\S]*Nonce: 0x0909[\s\S]*Certificate required: yes/);
    const args = ['ts', '-verify', '-token_in', '-in', 'token.der', '-data', 'data', '-CAfile', 'root.pem', '-attime', String(AT / 1000)];
    expect(openssl(args, files).output).toContain('Verification: OK');
    expect(openssl(args, { ...files, data: utf8('khác') }).output).toContain('Verification: FAILED');
  });

  test.each([['sha256', 'rsa'], ['sha384', 'rsa'], ['sha512', 'rsa'], ['sha256', 'ec'], ['sha1', 'rsa']])('a token of openssl: certificate identifier %s, key %s', async (essAlgorithm, kind) => {
    const authority = kind === 'rsa' ? tsa : await makeActor({ subject: 'CN=Dấu thời gian EC', issuer: root, extensions: timestampExtensions });
    const config = `[tsa]\ndefault_tsa=t\n[t]\nserial=serial\ncrypto_device=builtin\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256,sha512\naccuracy=secs:1,millisecs:500,microsecs:100\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=${essAlgorithm}\n`;
    const { bytes, output } = openssl(['ts', '-reply', '-config', 'tsa.cnf', '-section', 't', '-queryfile', 'q.tsq', '-inkey', 'key.pem', '-signer', 'tsa.pem', '-chain', 'tsa.pem', '-token_out'], {
      'tsa.cnf': config, serial: '01', 'q.tsq': buildTimestampRequest(IMPRINT, Uint8Array.of(7)), 'key.pem': toPem('PRIVATE KEY', authority.pkcs8), 'tsa.pem': toPem('CERTIFICATE', authority.der),
    });
    expect(bytes.length, output).toBeGreaterThan(0);
    const { genTime } = unwrap(parseTimestampToken(bytes)).info;
    const day = (offset: number) => Instant.toIso(Instant.of(genTime + offset * 86_400_000));
    const crl = await makeCrl(root, { thisUpdate: day(-1), nextUpdate: day(5) });
    expect(verifyTimestampToken(bytes, DATA, { ...trust, crls: [crl] }, nodePrimitives)).toMatchObject({ verdict: 'PASSED', accuracyMs: 1500.1 });
    expect(verifyTimestampToken(bytes, utf8('khác'), { ...trust, crls: [crl] }, nodePrimitives).reason).toBe('timestamp-imprint-differs');
  });
});
