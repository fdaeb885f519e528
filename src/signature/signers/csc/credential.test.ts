import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { toBase64, unwrap } from '#kernel';
import { type Actor, makeActor } from '../../../../test/actors/authority.ts';
import { type Scripted, scriptedCsc } from '../../../../test/actors/scripted-csc.ts';
import { parsePublicKey } from '../../x509/public-key.ts';
import { chooseAlgorithm } from './algorithms.ts';
import { type CredentialOrder, findCredential } from './credential.ts';

let root: Actor, issuing: Actor, teacher: Actor;
beforeAll(async () => {
  root = await makeActor({ subject: 'CN=Gốc' });
  issuing = await makeActor({ subject: 'CN=Cấp phát', issuer: root });
  teacher = await makeActor({ subject: 'CN=Cô Hoa', issuer: issuing });
});

const METHODS = ['info', 'credentials/list', 'credentials/info', 'credentials/authorize', 'credentials/authorizeCheck', 'signatures/signHash'];
const P256 = '1.2.840.10045.4.3.2', PIN = { type: 'Password', id: 'PIN' };
type Parts = { readonly key?: object; readonly cert?: object; readonly auth?: object; readonly multisign?: number };
const chain = (...actors: readonly Actor[]) => actors.map(({ der }) => toBase64(der));
const info = ({ key, cert, auth, multisign = 1 }: Parts = {}): Scripted => ({ says: {
  key: { status: 'enabled', algo: [P256], ...key }, cert: { status: 'valid', certificates: chain(teacher, issuing, root), ...cert }, auth: { mode: 'explicit', ...auth }, multisign,
} });
const find = (parts: Parts = {}, order: CredentialOrder = { credentialId: 'c' }, more: Readonly<Record<string, readonly Scripted[]>> = {}) => {
  const { client, calls } = scriptedCsc({ info: [{ says: { specs: '2.0.0.2', methods: METHODS } }], 'credentials/info': [info(parts)], ...more });
  return { found: findCredential(client, order), calls };
};

test('a credential is what signs: its chain without the anchor, how it signs, how much one confirmation covers', async () => {
  const { found, calls } = find({ multisign: 7 });
  expect(unwrap(await found)).toEqual({ id: 'c', certificates: [teacher.der, issuing.der], how: { algorithm: 'ecdsa-sha256', digest: 'sha256', signAlgo: P256 }, multisign: 7 });
  expect(calls).toEqual([{ operation: 'info', body: {} }, { operation: 'credentials/info', body: { credentialID: 'c', certificates: 'chain', certInfo: false, authInfo: true } }]);
});
test('the signer’s own certificate stays, even when nobody else issued it', async () => expect(unwrap(await find({ cert: { certificates: chain(root, root) } }).found).certificates).toEqual([root.der]));
test('what is no certificate is not carried', async () => expect(unwrap(await find({ cert: { certificates: [...chain(teacher), 'AAAA'] } }).found).certificates).toEqual([teacher.der]));

describe('what a service must be able to do (CSC API v2 §11.1)', () => {
  test.each<[string, string, readonly string[], string | undefined]>([
    ['of version 2', '2.1.0.0', METHODS, undefined], ['of version 1', '1.0.4.0', METHODS, 'CSC 1.0.4.0, thiếu phiên bản 2'], ['of version 12', '12.0', METHODS, 'CSC 12.0, thiếu phiên bản 2'],
    ...['credentials/info', 'credentials/authorize', 'signatures/signHash'].map((missing): [string, string, readonly string[], string] => [`without ${missing}`, '2.0.0.2', METHODS.filter((method) => method !== missing), `CSC 2.0.0.2, thiếu ${missing}`]),
    ['that talks on', `1${'0'.repeat(100)}`, ['credentials/info'], `CSC 1${'0'.repeat(19)}, thiếu credentials/authorize, signatures/signHash`],
  ])('one %s', async (_, specs, methods, detail) => {
    const found = await find({}, undefined, { info: [{ says: { specs, methods } }] }).found;
    expect(found.ok ? undefined : found.error).toEqual(detail === undefined ? undefined : { code: 'signer/unsupported', detail });
  });
  test.each(['info', 'credentials/info', 'credentials/list'])('what it refuses of %s is passed on', async (operation) => {
    const fails = { code: 'signer/unavailable', detail: 'bận' } as const;
    expect(await find({}, {}, { 'credentials/list': [{ says: { credentialIDs: ['c'] } }], [operation]: [{ fails }] }).found).toEqual({ ok: false, error: fails });
  });
});

describe('which credential (§11.4)', () => {
  test.each<[string, CredentialOrder, readonly string[], string | undefined]>([
    ['the only one', { userId: '001' }, ['c'], undefined], ['the only one of a client that has one account', {}, ['c'], undefined], ['none', { userId: '001' }, [], 'người ký có 0 chứng thư; cần khai báo một'], ['two', { userId: '001' }, ['c', 'd'], 'người ký có 2 chứng thư; cần khai báo một'],
  ])('%s', async (_, order, credentialIDs, detail) => {
    const { found, calls } = find({}, order, { 'credentials/list': [{ says: { credentialIDs } }] });
    const answer = await found;
    expect(answer.ok ? answer.value.id : answer.error).toEqual(detail === undefined ? 'c' : { code: 'signer/not-permitted', detail });
    expect(calls[1]).toEqual({ operation: 'credentials/list', body: order.userId === undefined ? {} : { userID: order.userId } });
  });
});

describe('what a credential must be (§11.5)', () => {
  test.each<[string, () => Parts, CredentialOrder, string | undefined, string?]>([
    ['the expected certificate', () => ({}), { certificate: new Uint8Array(1) }, 'signer/wrong-certificate', 'khác với chứng thư đã khai báo'], ['no certificate at all', () => ({ cert: { certificates: ['AAAA'] } }), {}, 'signer/wrong-certificate'],
    ['a certificate that is no base64', () => ({ cert: { certificates: [...chain(teacher), '*'] } }), {}, 'signer/malformed-answer', 'cert.certificates'],
    ['revoked', () => ({ cert: { status: 'revoked' } }), {}, 'signer/wrong-certificate', 'revoked'], ['expired', () => ({ cert: { status: 'expired' } }), {}, 'signer/wrong-certificate', 'expired'],
    ['suspended', () => ({ cert: { status: 'suspended' } }), {}, 'signer/locked'], ['without a word of its status', () => ({ cert: { status: undefined } }), {}, undefined], ['with a key that is disabled', () => ({ key: { status: 'disabled' } }), {}, 'signer/locked', 'disabled'],
    ['with algorithms of yesterday', () => ({ key: { algo: ['1.2.840.113549.1.1.5', '1.2.840.10045.4.1'] } }), {}, 'signer/unsupported', 'thuật toán 1.2.840.113549.1.1.5, 1.2.840.10045.4.1'], ['with words without end', () => ({ key: { algo: ['x'.repeat(400)] } }), {}, 'signer/unsupported', `thuật toán ${'x'.repeat(100)}`],
    ['confirmed in the holder’s browser', () => ({ auth: { mode: 'oauth2code' } }), {}, 'signer/unsupported', 'xác nhận kiểu oauth2code'], ['confirmed in a way nobody describes', () => ({ auth: { mode: 'x'.repeat(400) } }), {}, 'signer/unsupported', `xác nhận kiểu ${'x'.repeat(40)}`],
    ['confirmed by itself', () => ({ auth: { mode: 'implicit' } }), {}, undefined], ['confirmed by itself, whatever it lists', () => ({ auth: { mode: 'implicit', objects: [PIN] } }), {}, undefined],
    ['that shows a PIN we have', () => ({ auth: { objects: [PIN] } }), { pin: () => '1' }, undefined], ['that shows a PIN we do not have', () => ({ auth: { objects: [PIN] } }), {}, 'signer/unsupported', 'dịch vụ đòi phần mềm đưa PIN'],
    ['that shows a PIN and a code', () => ({ auth: { objects: [PIN, { type: 'Password', id: 'OTP' }] } }), { pin: () => '1' }, 'signer/unsupported', 'dịch vụ đòi phần mềm đưa PIN, OTP'], ['that shows a code made for the moment', () => ({ auth: { objects: [{ ...PIN, generator: 'totp' }] } }), { pin: () => '1' }, 'signer/unsupported'],
    ['that shows a fingerprint', () => ({ auth: { objects: [{ type: 'Biometric', id: 'x'.repeat(400) }] } }), { pin: () => '1' }, 'signer/unsupported', `dịch vụ đòi phần mềm đưa ${'x'.repeat(100)}`],
  ])('%s', async (_, parts, order, code, detail) => {
    const found = await find(parts(), { credentialId: 'c', ...order }).found;
    expect(found.ok ? undefined : found.error.code).toBe(code);
    if (detail !== undefined) expect(found).toMatchObject({ error: { detail } });
  });
  test('a PIN is shown where one is asked for', async () => expect(unwrap(await find({ auth: { objects: [PIN] } }, { credentialId: 'c', pin: () => '1' }).found).pinObject).toBe('PIN'));
});

describe('the best algorithm that key and service share (§11.5, §11.10)', () => {
  const keyOf = (kind: 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'ed25519') => {
    const { publicKey } = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: kind });
    return unwrap(parsePublicKey(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))));
  };
  const PSS = '1.2.840.113549.1.1.10', V15 = '1.2.840.113549.1.1.11', BARE = '1.2.840.113549.1.1.1', P384 = '1.2.840.10045.4.3.3', P521 = '1.2.840.10045.4.3.4';
  test.each([
    ['rsa', [BARE, V15, PSS], 'rsa-pss-sha256', 'sha256', PSS], ['rsa', [BARE, V15], 'rsa-sha256', 'sha256', V15], ['rsa', [BARE], 'rsa-sha256', 'sha256', BARE], ['P-256', [P256], 'ecdsa-sha256', 'sha256', P256], ['P-384', [P256, P384], 'ecdsa-sha384', 'sha384', P384], ['P-521', [P521], 'ecdsa-sha512', 'sha512', P521],
    ['P-256', [P384], undefined, undefined, undefined], ['rsa', [P256], undefined, undefined, undefined], ['ed25519', [PSS, P256], undefined, undefined, undefined],
  ] as const)('%s, offered %j: %s', (kind, offered, algorithm, digest, signAlgo) => {
    const chosen = chooseAlgorithm(keyOf(kind), offered);
    expect([chosen?.algorithm, chosen?.digest, chosen?.signAlgo]).toEqual([algorithm, digest, signAlgo]);
    // RFC 8017 A.2.3: SHA-256, MGF1 with SHA-256, a salt of 32 octets.
    expect(chosen?.signAlgoParams).toBe(signAlgo === PSS ? 'MDSgDzANBglghkgBZQMEAgEFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEg' : undefined);
  });
});
