import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type Actor, makeActor } from '../../../../test/actors/authority.ts';
import { CSC_CLIENT, type CscActor, type CscMood, startCscService } from '../../../../test/actors/csc-service.ts';
import { type HashToSign, signAndVerify, stopsSigner } from '../index.ts';
import { type CredentialOrder, type CscService, cscClient, openCscSigner } from './index.ts';

const PIN = '246810';
const toSign = (count: number): readonly HashToSign[] => Array.from({ length: count }, (_, i) => utf8(`học bạ ${i}`)).map((data) => ({ data, digest: nodePrimitives.digest('sha256', data) }));
let root: Actor, teacher: Actor, head: Actor, stranger: Actor, csc: CscActor;

beforeAll(async () => {
  [root, stranger] = await Promise.all([makeActor({ subject: 'CN=Gốc', key: 'rsa-2048' }), makeActor({ subject: 'CN=Người khác' })]);
  [teacher, head] = await Promise.all([makeActor({ subject: 'CN=Cô Hoa', issuer: root }), makeActor({ subject: 'CN=Hiệu trưởng', issuer: root, key: 'rsa-2048' })]);
  csc = await startCscService({
    multisign: 5, stranger,
    holders: [
      { userId: '001', credentialId: 'teacher', chain: [teacher.der, root.der], pkcs8: teacher.pkcs8 }, { userId: '002', credentialId: 'head', chain: [head.der], pkcs8: head.pkcs8 },
      { userId: '003', credentialId: 'seal', chain: [head.der], pkcs8: head.pkcs8, wantsPin: PIN }, { userId: '003', credentialId: 'seal-2', chain: [head.der], pkcs8: head.pkcs8 },
    ],
  });
});
afterAll(() => csc.stop());
beforeEach(() => { csc.mood = { kind: 'good' }; });

const service = (change: Partial<CscService> = {}): CscService => ({ url: csc.url, clientId: CSC_CLIENT.clientId, clientSecret: () => CSC_CLIENT.clientSecret, limits: { timeoutMs: 2_500, confirmationMs: 2_500, pollMs: 5, bytesMax: 64 * 1024 }, ...change });
const TEACHER: CredentialOrder = { userId: '001', credentialId: 'teacher' };
const open = (order: CredentialOrder = TEACHER, change?: Partial<CscService>) => openCscSigner(cscClient(service(change)), order);
async function outcomes(count: number, order?: CredentialOrder): Promise<readonly string[]> {
  const signer = await open(order);
  if (!signer.ok) return [signer.error.code];
  return (await signAndVerify(signer.value, toSign(count), nodePrimitives)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
}

describe('a key of a remote signing service', () => {
  test.each<readonly [string, () => CredentialOrder, string]>([
    ['P-256', () => TEACHER, 'ecdsa-sha256'], ['RSA', () => ({ credentialId: 'head' }), 'rsa-sha256'], ['the only one of its holder', () => ({ userId: '002' }), 'rsa-sha256'], ['the expected one', () => ({ ...TEACHER, certificate: teacher.der }), 'ecdsa-sha256'],
  ])('signs: %s', async (_case, order, algorithm) => {
    const signer = unwrap(await open(order()));
    expect(signer).toMatchObject({ algorithm, testOnly: false, perConfirmation: 5 });
    expect((await signAndVerify(signer, toSign(2), nodePrimitives)).map(({ ok }) => ok)).toEqual([true, true]);
  });
  test('carries its chain without the anchor', async () => expect(unwrap(await open()).certificates).toEqual([teacher.der]));
  test('PSS is used where the service offers it', async () => {
    const own = await startCscService({ pss: true, holders: [{ userId: '002', credentialId: 'head', chain: [head.der], pkcs8: head.pkcs8 }] });
    const signer = unwrap(await open({ credentialId: 'head' }, { url: own.url }));
    const answers = await signAndVerify(signer, toSign(2), nodePrimitives);
    await own.stop();
    expect([signer.algorithm, ...answers.map(({ ok }) => ok)]).toEqual(['rsa-pss-sha256', true, true]);
  });
  test('one confirmation covers as many as the service allows, and shows the very hashes that are signed', async () => {
    const before = csc.confirmations.length, hashes = toSign(12);
    expect((await signAndVerify(unwrap(await open()), hashes, nodePrimitives)).every(({ ok }) => ok)).toBe(true);
    const asked = csc.confirmations.slice(before);
    expect(asked.map((one) => one.hashes.length)).toEqual([5, 5, 2]);
    expect(asked.flatMap((one) => one.hashes)).toEqual(hashes.map(({ digest }) => toBase64(digest)));
    expect(asked[0]!.description).toBe('Học bạ số: ký 5 văn bản');
  });
  test('waits for the holder', async () => {
    csc.mood = { kind: 'confirms-after', polls: 3 };
    expect(await outcomes(2)).toEqual(['ok', 'ok']);
  });
  test('an organisation’s key shows its PIN; a person’s PIN is never asked of us', async () => {
    expect(await outcomes(2, { credentialId: 'seal', pin: () => PIN })).toEqual(['ok', 'ok']);
    expect(await outcomes(2, { credentialId: 'seal', pin: () => '000000' })).toEqual(['signer/wrong-pin', 'signer/wrong-pin']);
    expect(await outcomes(2, { credentialId: 'seal' })).toEqual(['signer/unsupported']);
  });
  test('a token that ended early is renewed, once', async () => {
    const signer = unwrap(await open());
    csc.mood = { kind: 'forgets-token-once' };
    expect((await signAndVerify(signer, toSign(1), nodePrimitives))[0]).toMatchObject({ ok: true });
  });
});

type Case = readonly [mood: CscMood, expected: readonly string[]];
const all = (code: string): readonly string[] => [code, code, code];

describe('what can go wrong while signing: no item is signed that does not verify', () => {
  test.each<Case>([
    [{ kind: 'refuses' }, all('signer/refused')],
    [{ kind: 'never-confirms' }, all('signer/timed-out')],
    [{ kind: 'delay', ms: 4_000 }, all('signer/unavailable')],
    [{ kind: 'other-key' }, all('signer/wrong-signature')],
    [{ kind: 'swaps' }, ['signer/wrong-signature', 'ok', 'signer/wrong-signature']],
    [{ kind: 'half', of: 1 }, ['ok', 'signer/malformed-answer', 'signer/malformed-answer']],
    [{ kind: 'half', of: 0 }, all('signer/malformed-answer')],
    [{ kind: 'too-many' }, all('signer/malformed-answer')],
    [{ kind: 'not-base64' }, ['signer/malformed-answer', 'ok', 'ok']],
    [{ kind: 'malformed-json' }, all('signer/malformed-answer')],
    [{ kind: 'wrong-shape' }, all('signer/malformed-answer')],
    [{ kind: 'oversize' }, all('signer/malformed-answer')],
    [{ kind: 'html' }, all('signer/malformed-answer')],
    [{ kind: 'redirect' }, all('signer/unavailable')],
    [{ kind: 'hang-up' }, all('signer/unavailable')],
    [{ kind: 'server-error' }, all('signer/unavailable')],
    [{ kind: 'busy' }, all('signer/unavailable')],
    [{ kind: 'expired-sad' }, all('signer/authorization-expired')],
    [{ kind: 'forgets-hashes' }, all('signer/authorization-expired')],
    [{ kind: 'locked' }, all('signer/locked')],
    [{ kind: 'rejects-token' }, all('signer/not-permitted')],
  ])('%j', async (mood, expected) => {
    const signer = unwrap(await open());
    csc.mood = mood;
    const answers = await signAndVerify(signer, toSign(3), nodePrimitives);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(expected);
    csc.mood = { kind: 'good' };
    expect((await signAndVerify(signer, toSign(3), nodePrimitives)).every(({ ok }) => ok), 'the same batch, tried again').toBe(true);
  });

  test('after a refusal nobody is asked again', async () => {
    const signer = unwrap(await open()), before = csc.confirmations.length;
    csc.mood = { kind: 'refuses' };
    const answers = await signer.sign(toSign(12));
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(Array.from({ length: 12 }, () => 'signer/refused'));
    expect(csc.confirmations.length - before).toBe(1);
  });
});

describe('what can go wrong before', () => {
  test.each<readonly [CscMood, string]>([
    [{ kind: 'rejects-client' }, 'signer/not-permitted'], [{ kind: 'disabled' }, 'signer/locked'], [{ kind: 'revoked' }, 'signer/wrong-certificate'], [{ kind: 'wants-browser' }, 'signer/unsupported'], [{ kind: 'old-version' }, 'signer/unsupported'],
    [{ kind: 'weak-algorithm' }, 'signer/unsupported'], [{ kind: 'malformed-json' }, 'signer/malformed-answer'], [{ kind: 'hang-up' }, 'signer/unavailable'],
  ])('%j', async (mood, code) => {
    csc.mood = mood;
    expect(await open()).toMatchObject({ ok: false, error: { code } });
  });
  test('another certificate than the declared one', async () => {
    csc.mood = { kind: 'other-certificate' };
    expect(await open({ ...TEACHER, certificate: teacher.der })).toMatchObject({ ok: false, error: { code: 'signer/wrong-certificate' } });
  });
  test('another certificate that nobody declared signs nothing: the key is not its own', async () => {
    csc.mood = { kind: 'other-certificate' };
    const signer = unwrap(await open());
    expect((await signAndVerify(signer, toSign(1), nodePrimitives))[0]).toMatchObject({ ok: false, error: { code: 'signer/wrong-signature' } });
  });
  test.each<readonly [string, CredentialOrder]>([['no such holder', { userId: '009' }], ['several credentials, none named', { userId: '003' }], ['an unknown credential', { credentialId: 'x' }]])('%s', async (_case, order) => {
    expect(await open(order)).toMatchObject({ ok: false, error: { code: 'signer/not-permitted' } });
  });
  test.each(['http://ky.example.vn/csc/v2', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'không phải'])('nothing secret goes to %s', async (url) => {
    expect(await open(TEACHER, { url })).toMatchObject({ ok: false, error: { code: 'signer/not-permitted' } });
  });
  test('an answer never holds a secret', async () => {
    csc.mood = { kind: 'rejects-client' };
    expect(JSON.stringify(await open())).not.toContain(CSC_CLIENT.clientSecret);
  });
});

test.each([['signer/refused', true], ['signer/unavailable', true], ['signer/wrong-pin', true], ['signer/wrong-signature', false], ['signer/timestamp-unavailable', false], ['school/not-signable', false]])('%s stops a run: %s', (code, stops) => expect(stopsSigner(code)).toBe(stops));
