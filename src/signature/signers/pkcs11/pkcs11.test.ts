import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type Actor, makeActor } from '../../../../test/actors/authority.ts';
import { simulatedToken, type TokenActor, type TokenMood } from '../../../../test/actors/pkcs11-token.ts';
import { makeSoftHsm, softHsmModule } from '../../../../test/actors/softhsm.ts';
import { type HashToSign, openTokenSigner, type Pkcs11Order, type Signer, signAndVerify } from '../index.ts';
import { openPkcs11Signer } from './pkcs11-signer.ts';

const PIN = '246810', TOKEN = 'Con dấu thử', KEY = 'con-dau';
const toSign = (count: number): readonly HashToSign[] => Array.from({ length: count }, (_, i) => utf8(`học bạ ${i}`)).map((data) => ({ data, digest: nodePrimitives.digest('sha256', data) }));
const outcomes = async (signer: Signer, count = 2) => (await signAndVerify(signer, toSign(count), nodePrimitives)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
let seal: Actor, person: Actor, stranger: Actor;
beforeAll(async () => { [seal, person, stranger] = await Promise.all([makeActor({ subject: 'CN=Trường', key: 'rsa-2048' }), makeActor({ subject: 'CN=Con dấu P-256' }), makeActor({ subject: 'CN=Người khác', key: 'rsa-2048' })]); });

describe('a simulated token', () => {
  let token: TokenActor;
  beforeEach(() => { token = simulatedToken({ label: TOKEN, pin: PIN, key: KEY, pkcs8: seal.pkcs8, certificate: seal.der, stranger: stranger.pkcs8 }); });
  const open = (change: Partial<Pkcs11Order> = {}) => openPkcs11Signer(async () => token, { token: TOKEN, key: KEY, pin: () => PIN, timeoutMs: 200, ...change });

  test('signs, in one session, with the certificate on it', async () => {
    const signer = unwrap(await open());
    expect([await outcomes(signer, 3), signer.algorithm, signer.certificates, signer.testOnly, token.sessions(), token.pins]).toEqual([['ok', 'ok', 'ok'], 'rsa-sha256', [seal.der], false, 1, [PIN]]);
  });
  test('signs for many at once, one after the other', async () => {
    const signer = unwrap(await open());
    expect((await Promise.all([outcomes(signer), outcomes(signer), outcomes(signer)])).flat()).toEqual(Array.from({ length: 6 }, () => 'ok'));
  });

  test.each<readonly [TokenMood, string]>([
    ['removed-while-signing', 'signer/token-removed'], ['session-lost', 'signer/unavailable'], ['out-of-order', 'signer/unavailable'], ['never-answers', 'signer/timed-out'], ['other-key', 'signer/wrong-signature'],
  ])('while signing: %s', async (mood, code) => {
    const signer = unwrap(await open());
    token.mood = mood;
    expect(await outcomes(signer, 3)).toEqual([code, code, code]);
    token.mood = 'good';
    expect(await outcomes(signer, 3), 'afterwards the run goes on').toEqual(['ok', 'ok', 'ok']);
  });
  test.each<readonly [TokenMood, string]>([
    ['removed', 'signer/token-removed'], ['locked', 'signer/locked'], ['no-key', 'signer/not-permitted'], ['two-keys', 'signer/not-permitted'], ['no-certificate', 'signer/wrong-certificate'], ['no-mechanism', 'signer/unsupported'],
  ])('when it is opened: %s', async (mood, code) => {
    token.mood = mood;
    expect(await open()).toMatchObject({ ok: false, error: { code } });
    expect(token.sessions()).toBe(0);
  });
  test('pulled out between two signatures and put in again', async () => {
    const signer = unwrap(await open());
    token.mood = 'removed-while-signing';
    await outcomes(signer);
    token.mood = 'removed';
    expect(await outcomes(signer)).toEqual(['signer/token-removed', 'signer/token-removed']);
    token.mood = 'good';
    expect(await outcomes(signer)).toEqual(['ok', 'ok']);
  });
  test('a wrong PIN is shown once: the token is not locked by trying again', async () => {
    let pin = PIN;
    const signer = unwrap(await open({ pin: () => pin }));
    token.mood = 'session-lost';
    await outcomes(signer);
    token.mood = 'good';
    pin = '000000';
    for (let i = 0; i < 5; i++) expect(await outcomes(signer)).toEqual(['signer/wrong-pin', 'signer/wrong-pin']);
    expect(token.pins).toEqual([PIN, '000000']);
    pin = PIN;
    expect(await outcomes(signer), 'with the PIN put right').toEqual(['ok', 'ok']);
  });
  test('another certificate than the key’s signs nothing', async () => expect(await outcomes(unwrap(await open({ certificates: [stranger.der] })))).toEqual(['signer/wrong-signature', 'signer/wrong-signature']));
  test('no PIN in what is said about it', async () => expect(JSON.stringify(await open({ pin: () => '135790' }))).not.toContain('135790'));
});

test('a module that is not there', async () => expect(await openTokenSigner('/no/such/module.so', { token: TOKEN, key: KEY, pin: () => PIN })).toMatchObject({ ok: false, error: { code: 'signer/unavailable' } }));

describe.runIf(softHsmModule !== undefined)('SoftHSM', () => {
  let hsm: ReturnType<typeof makeSoftHsm>;
  beforeAll(() => { hsm = makeSoftHsm(softHsmModule!, [{ label: TOKEN, pin: PIN, keys: { [KEY]: { pkcs8: seal.pkcs8, certificate: seal.der }, 'p-256': { pkcs8: person.pkcs8 }, 'chung-thu-khac': { pkcs8: stranger.pkcs8, certificate: seal.der } } }, { label: 'Chưa mở', pin: PIN, keys: { [KEY]: { pkcs8: seal.pkcs8 } } }]); });
  afterAll(() => hsm.remove());
  const open = (change: Partial<Pkcs11Order> = {}) => openTokenSigner(softHsmModule!, { token: TOKEN, key: KEY, pin: () => PIN, ...change });

  test.each<readonly [string, () => Partial<Pkcs11Order>, string]>([['RSA, PSS as it can', () => ({}), 'rsa-pss-sha256'], ['P-256, certificate from a file', () => ({ key: 'p-256', certificates: [person.der] }), 'ecdsa-sha256']])('%s', async (_case, change, algorithm) => {
    const signer = unwrap(await open(change()));
    expect([signer.algorithm, await outcomes(signer, 20)]).toEqual([algorithm, Array.from({ length: 20 }, () => 'ok')]);
  });
  test.each<readonly [string, () => Partial<Pkcs11Order>, string]>([
    ['a wrong PIN', () => ({ token: 'Chưa mở', pin: () => '111111' }), 'signer/wrong-pin'], ['another token', () => ({ token: 'Khác' }), 'signer/token-removed'], ['another key', () => ({ key: 'khác' }), 'signer/not-permitted'], ['a key without certificate', () => ({ key: 'p-256' }), 'signer/wrong-certificate'],
  ])('%s', async (_case, change, code) => expect(await open(change())).toMatchObject({ ok: false, error: { code } }));
  test('a certificate of another key', async () => expect(await outcomes(unwrap(await open({ key: 'chung-thu-khac' })))).toEqual(['signer/wrong-signature', 'signer/wrong-signature']));
});
