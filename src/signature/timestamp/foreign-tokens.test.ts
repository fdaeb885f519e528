import 'reflect-metadata';
import { ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension } from '@peculiar/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { Instant, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type Actor, authorityExtensions, type CertificateOrder, makeActor, makeCrl, signerExtensions, timestampExtensions } from '../../../test/actors/authority.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import type { TrustMaterial } from '../x509/index.ts';
import { parseTimestampToken, verifyTimestampToken } from './index.ts';

const DATA = utf8('<ds:SignatureValue>Hoà bình</ds:SignatureValue>');
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
let root: Actor, trust: TrustMaterial;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc', key: 'rsa-2048', extensions: authorityExtensions(), to: day(3_000) });
  trust = { anchors: [root.der], intermediates: [], crls: [await makeCrl(root, { thisUpdate: day(-1), nextUpdate: day(20) })], ocsps: [] };
});

const STAMPING = '1.3.6.1.5.5.7.3.8', EMAIL = '1.3.6.1.5.5.7.3.4';
const SIGNING = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);
const CONFIG = { signer_digest: 'sha256', ess_cert_id_alg: 'sha256', accuracy: 'secs:1', ordering: 'no', tsa_name: 'no', ess_cert_id_chain: 'no' };

interface Order {
  readonly key?: CertificateOrder['key'];
  readonly certificate?: Partial<CertificateOrder>;
  /** Options of `openssl ts -query`. */
  readonly query?: readonly string[];
  readonly config?: Partial<typeof CONFIG>;
}

/** Somebody else's authority and its token, both of openssl; `made` is false where openssl will not serve the order. */
async function tokenOf({ key = 'rsa-2048', certificate = {}, query = ['-sha256', '-cert'], config = {} }: Order) {
  const tsa = await makeActor({ subject: 'CN=Dấu thời gian', key, issuer: root, extensions: timestampExtensions, to: day(3_000), ...certificate });
  const files = { d: DATA, 'key.pem': toPem('PRIVATE KEY', tsa.pkcs8), 'tsa.pem': toPem('CERTIFICATE', tsa.der), 'root.pem': toPem('CERTIFICATE', root.der), serial: '01' };
  const request = openssl(['ts', '-query', '-data', 'd', ...query, '-out', 'q.tsq'], files, 'q.tsq').bytes;
  const lines = Object.entries({ ...CONFIG, ...config }).map(([name, value]) => `${name}=${value}`).join('\n');
  const token = openssl(['ts', '-reply', '-config', 'tsa.cnf', '-section', 't', '-queryfile', 'q.tsq', '-inkey', 'key.pem', '-signer', 'tsa.pem', '-token_out', '-out', 't.der'], {
    ...files, 'q.tsq': request, 'tsa.cnf': `[t]\nserial=serial\ncrypto_device=builtin\ndefault_policy=1.2.3.4\ndigests=sha1,sha224,sha256,sha384,sha512,sha3-256\n${lines}\n`,
  }, 't.der').bytes;
  return { tsa, token, made: parseTimestampToken(token).ok, theirs: (data: Uint8Array) => openssl(['ts', '-verify', '-token_in', '-in', 't.der', '-data', 'd', '-CAfile', 'root.pem', '-untrusted', 'tsa.pem'], { ...files, d: data, 't.der': token }).output.includes('Verification: OK') };
}

/** Our reason against it, undefined when there is none; whether `openssl ts -verify` accepts it. */
type Row = readonly [name: string, order: Order, reason: string | undefined, openssl: boolean];
const ROWS: readonly Row[] = [
  ['SHA-256', {}, undefined, true],
  ['an imprint by SHA-384', { query: ['-sha384', '-cert'] }, undefined, true],
  ['an imprint by SHA-512', { query: ['-sha512', '-cert'] }, undefined, true],
  ['an imprint by SHA-1', { query: ['-sha1', '-cert'] }, 'timestamp-algorithm-refused', true],
  ['an imprint by SHA-224', { query: ['-sha224', '-cert'] }, 'timestamp-algorithm-refused', true],
  ['an imprint by SHA3-256', { query: ['-sha3-256', '-cert'] }, 'timestamp-algorithm-refused', true],
  ['signed with SHA-512', { config: { signer_digest: 'sha512' } }, undefined, true],
  ['signed with SHA-1', { config: { signer_digest: 'sha1' } }, 'timestamp-algorithm-refused', true],
  ['its certificate named by SHA-1', { config: { ess_cert_id_alg: 'sha1' } }, undefined, true],
  ['its certificate named by SHA-512', { config: { ess_cert_id_alg: 'sha512' } }, undefined, true],
  ['ECDSA', { key: 'ec-p256' }, undefined, true],
  ['without a nonce', { query: ['-sha256', '-cert', '-no_nonce'] }, undefined, true],
  ['ordered, accurate to a millisecond, with the name of the authority', { config: { ordering: 'yes', accuracy: 'millisecs:1', tsa_name: 'yes' } }, undefined, true],
  ['without certificates', { query: ['-sha256'] }, 'timestamp-signer-missing', true],
  ['the authority’s certificate has expired since', { certificate: { from: day(-30), to: day(1) } }, undefined, true],
];
/** What openssl would not make: the certificate is exchanged in the token's authority before it signs. */
const UNFIT: readonly (readonly [string, Partial<CertificateOrder>])[] = [
  ['the purpose is not critical', { extensions: [SIGNING, new ExtendedKeyUsageExtension([STAMPING], false)] }],
  ['another purpose beside it', { extensions: [SIGNING, new ExtendedKeyUsageExtension([STAMPING, EMAIL], true)] }],
  ['a certificate for documents', { extensions: signerExtensions }],
];

describe.runIf(hasOpenssl)('tokens of openssl', () => {
  test.each(ROWS)('%s', async (_, order, reason, accepted) => {
    const { token, theirs } = await tokenOf(order), now = Instant.of(Date.now() + 1_000);
    const judgement = verifyTimestampToken(token, DATA, trust, nodePrimitives, now);
    expect([judgement.reason, judgement.verdict === 'PASSED']).toEqual([reason, reason === undefined]);
    expect(theirs(DATA)).toBe(accepted);
    const other = utf8('khác');
    expect(verifyTimestampToken(token, other, trust, nodePrimitives, now).verdict).not.toBe('PASSED');
    expect(theirs(other)).toBe(false);
  });
  test.each(UNFIT)('openssl makes none: %s', async (_, certificate) => expect((await tokenOf({ certificate })).made).toBe(false));
  test('of an authority whose root the judge does not know', async () => {
    const { token } = await tokenOf({});
    expect(verifyTimestampToken(token, DATA, { ...trust, anchors: [] }, nodePrimitives, Instant.of(Date.now() + 1_000))).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
  });
  test('with the certificate from elsewhere', async () => {
    const { tsa, token } = await tokenOf({ query: ['-sha256'] });
    expect(verifyTimestampToken(token, DATA, { ...trust, intermediates: [tsa.der] }, nodePrimitives, Instant.of(Date.now() + 1_000)).verdict).toBe('PASSED');
    expect(unwrap(parseTimestampToken(token)).signedData.certificates).toEqual([]);
  });
});
