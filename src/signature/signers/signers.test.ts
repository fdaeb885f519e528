import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok, toHex, unwrap, utf8 } from '#kernel';
import type { SignatureAlgorithm } from '#signature';
import { nodePrimitives } from '#signature/node';
import { generateKey } from '../../apps/demo/pki/keys.ts';
import { makeActor, type Actor } from '../../../test/actors/authority.ts';
import { openKeyStore, signAndVerify, softSigner, type HashToSign, type Signer } from './index.ts';

const toSign = (...texts: readonly string[]): readonly HashToSign[] => texts.map((text) => ({ data: utf8(text), digest: nodePrimitives.digest('sha256', utf8(text)) }));
let teacher: Actor, school: Actor;
beforeAll(async () => { [teacher, school] = await Promise.all([makeActor({ subject: 'CN=Cô Hoa' }), makeActor({ subject: 'CN=Trường', key: 'rsa-2048' })]); });

describe('a signer with a key in memory', () => {
  test.each<readonly [() => Actor, SignatureAlgorithm | undefined, SignatureAlgorithm, number]>([
    [() => teacher, undefined, 'ecdsa-sha256', 64], [() => school, undefined, 'rsa-sha256', 256], [() => school, 'rsa-pss-sha256', 'rsa-pss-sha256', 256],
  ])('signs and says how (%#)', async (who, asked, algorithm, length) => {
    const signer = softSigner(who().pkcs8, [who().der], asked);
    expect(signer).toMatchObject({ algorithm, testOnly: true });
    const answers = await signAndVerify(signer, toSign('một', 'hai'), nodePrimitives, who().der);
    expect(answers.map((answer) => (answer.ok ? answer.value.length : answer.error))).toEqual([length, length]);
  });

  test.each<readonly [keyType: 'rsa' | 'P-256' | 'P-384' | 'P-521', asked: SignatureAlgorithm | undefined, algorithm: SignatureAlgorithm]>([
    ['rsa', 'rsa-sha256', 'rsa-sha256'], ['rsa', 'rsa-sha384', 'rsa-sha384'], ['rsa', 'rsa-sha512', 'rsa-sha512'], ['rsa', 'rsa-pss-sha256', 'rsa-pss-sha256'], ['rsa', 'rsa-pss-sha384', 'rsa-pss-sha384'], ['rsa', 'rsa-pss-sha512', 'rsa-pss-sha512'],
    ['P-256', undefined, 'ecdsa-sha256'], ['P-384', undefined, 'ecdsa-sha384'], ['P-521', undefined, 'ecdsa-sha512'], ['P-256', 'ecdsa-sha512', 'ecdsa-sha512'],
  ])('%s, asked for %s: %s, which verifies', async (kind, asked, algorithm) => {
    const { privateKey, publicKey } = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: kind });
    const signer = softSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), [], asked), data = utf8('một');
    expect(signer.algorithm).toBe(algorithm);
    const [answer] = await signer.sign([{ data, digest: new Uint8Array() }]);
    expect(nodePrimitives.verify(algorithm, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), data, unwrap(answer!))).toBe(true);
  });
  test('a key of another kind signs nothing', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => softSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), [])).toThrow('RSA key or one on a NIST curve');
  });

  test('takes PEM as well', async () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(teacher.pkcs8).toString('base64')}\n-----END PRIVATE KEY-----\n`;
    expect((await signAndVerify(softSigner(pem, [teacher.der]), toSign('một'), nodePrimitives))[0]).toMatchObject({ ok: true });
  });

  test('an algorithm that does not fit the key is our mistake', () => {
    expect(() => softSigner(teacher.pkcs8, [teacher.der], 'rsa-sha256')).toThrow('the algorithm fits the key');
  });
});

describe('nothing unverified comes back', () => {
  const good = () => softSigner(teacher.pkcs8, [teacher.der]);
  const answering = (sign: Signer['sign'], certificates = [teacher.der]): Signer => ({ certificates, algorithm: 'ecdsa-sha256', testOnly: true, sign });

  test('another key than the certificate’s', async () => {
    const stranger = softSigner(await generateKey('ec-p256'), [teacher.der]);
    expect((await signAndVerify(stranger, toSign('một'), nodePrimitives))[0]).toMatchObject({ ok: false, error: { code: 'signer/wrong-signature' } });
  });
  test('signatures in the wrong order', async () => {
    const swapped = answering(async (hashes) => [...await good().sign(hashes)].reverse());
    const answers = await signAndVerify(swapped, toSign('một', 'hai', 'ba'), nodePrimitives);
    expect(answers.map((answer) => answer.ok)).toEqual([false, true, false]);
  });
  test('half a batch, and a refusal in it', async () => {
    const half = answering(async (hashes) => [(await good().sign(hashes))[0]!, err({ code: 'signer/refused', detail: 'từ chối' })]);
    const answers = await signAndVerify(half, toSign('một', 'hai', 'ba'), nodePrimitives);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(['ok', 'signer/refused', 'signer/unavailable']);
  });
  test.each([new Uint8Array(0), new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array(1000)])('a signature of nonsense (%#)', async (bytes) => {
    expect((await signAndVerify(answering(async () => [ok(bytes)]), toSign('một'), nodePrimitives))[0]).toMatchObject({ ok: false, error: { code: 'signer/wrong-signature' } });
  });
  test.each<readonly [string, readonly Uint8Array[]]>([['none', []], ['an unreadable one', [Uint8Array.of(1)]]])('a signer with %s for certificate', async (_, certificates) => {
    expect((await signAndVerify(answering(good().sign, [...certificates]), toSign('một'), nodePrimitives))[0]).toMatchObject({ ok: false, error: { code: 'signer/wrong-certificate' } });
  });
  test('another certificate than the one the document names', async () => {
    let asked = false;
    const signer = answering(async (hashes) => { asked = true; return good().sign(hashes); });
    expect((await signAndVerify(signer, toSign('một'), nodePrimitives, school.der))[0]).toMatchObject({ ok: false, error: { code: 'signer/wrong-certificate' } });
    expect(asked).toBe(false);
  });
  test('a digest that is not the data’s is our mistake', async () => {
    const [first, second] = toSign('một', 'hai');
    await expect(signAndVerify(good(), [{ data: first!.data, digest: second!.digest }], nodePrimitives)).rejects.toThrow('the digest to sign belongs to the data');
  });
});

describe('the key folder', () => {
  let folder: string;
  beforeAll(async () => { folder = join(await mkdtemp(join(tmpdir(), 'hocba-keys-')), 'keys'); });
  afterAll(() => rm(join(folder, '..'), { recursive: true }));

  test('gives back what was kept, to a later opener too', async () => {
    await (await openKeyStore(folder)).save('seal', school.pkcs8);
    const store = await openKeyStore(folder);
    const loaded = await store.load('seal');
    expect(loaded.ok && toHex(loaded.value)).toBe(toHex(school.pkcs8));
    expect(await store.names()).toEqual(['seal']);
    expect(await store.load('other')).toEqual(err('key-store/missing'));
  });
  test('nothing on disk is readable by others or in the clear', async () => {
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    const text = await readFile(join(folder, 'seal.p8'), 'utf8');
    expect(text).toContain('ENCRYPTED PRIVATE KEY');
    expect(text).not.toContain(Buffer.from(school.pkcs8).toString('base64').slice(0, 60));
  });
  test('a replaced key is the new one, and no draft stays', async () => {
    const store = await openKeyStore(folder);
    await store.save('seal', teacher.pkcs8);
    const loaded = await store.load('seal');
    expect(loaded.ok && toHex(loaded.value)).toBe(toHex(teacher.pkcs8));
    expect((await readdir(folder)).sort()).toEqual(['seal.p8', 'store.key']);
  });
  test.each(['a', 'A.b-c_9', '9', 'x'.repeat(100)])('the name %j is one', async (name) => expect(await (await openKeyStore(folder)).load(name)).toEqual(err('key-store/missing')));
  test('names are those of keys alone, in order', async () => {
    const store = await openKeyStore(join(folder, '..', 'named'));
    for (const name of ['b', 'a.p8', 'a']) await store.save(name, teacher.pkcs8);
    await writeFile(join(folder, '..', 'named', 'ghi-chu.txt'), '');
    expect(await store.names()).toEqual(['a', 'a.p8', 'b']);
  });
  test('a key that cannot be put in its place leaves no draft behind', async () => {
    const store = await openKeyStore(folder);
    await mkdir(join(folder, 'taken.p8'));
    await expect(store.save('taken', teacher.pkcs8)).rejects.toThrow('EISDIR');
    await rm(join(folder, 'taken.p8'), { recursive: true });
    expect((await readdir(folder)).sort()).toEqual(['seal.p8', 'store.key']);
  });
  test('what is no key is not kept', async () => {
    const store = await openKeyStore(folder);
    await expect(store.save('x', utf8('rác'))).rejects.toThrow();
    expect(await store.load('x')).toEqual(err('key-store/missing'));
  });
  test('half a secret is none', async () => {
    const half = join(folder, '..', 'half');
    await mkdir(half);
    await writeFile(join(half, 'store.key'), 'x'.repeat(42), { mode: 0o600 });
    await expect(openKeyStore(half)).rejects.toThrow('whole secret');
  });
  test.each(['../seal', '', '.hidden', 'a/b', 'a\0b', 'x'.repeat(101), 'a b', '-a'])('the name %j is refused', async (name) => {
    await expect((await openKeyStore(folder)).load(name)).rejects.toThrow('a key name');
  });
  test('a damaged key is said to be unreadable', async () => {
    await writeFile(join(folder, 'bad.p8'), 'rác');
    expect(await (await openKeyStore(folder)).load('bad')).toEqual(err('key-store/unreadable'));
  });
  test.runIf(process.platform !== 'win32')('a secret that others can read is not used', async () => {
    await chmod(join(folder, 'store.key'), 0o644);
    await expect(openKeyStore(folder)).rejects.toThrow('readable by its owner alone');
  });
  test('two openers of a new folder share one secret', async () => {
    const fresh = join(folder, '..', 'fresh');
    const [a, b] = await Promise.all([openKeyStore(fresh), openKeyStore(fresh)]);
    await a.save('k', teacher.pkcs8);
    expect((await b.load('k')).ok).toBe(true);
  });
});
