import { beforeAll, describe, expect, test } from 'vitest';
import { concatBytes, toBase64, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type Actor, makeActor } from '../../../../test/actors/authority.ts';
import { type Scripted, scriptedCsc } from '../../../../test/actors/scripted-csc.ts';
import { der } from '../../der/index.ts';
import type { HashToSign } from '../port.ts';
import { openCscSigner } from './index.ts';

const PIN = { type: 'Password', id: 'PIN' }, P256 = '1.2.840.10045.4.3.2', SHA256 = '2.16.840.1.101.3.4.2.1';
let teacher: Actor;
beforeAll(async () => { teacher = await makeActor({ subject: 'CN=Cô Hoa' }); });

const hashes = (count: number): readonly HashToSign[] => Array.from({ length: count }, (_, i) => ({ data: utf8(`${i}`), digest: nodePrimitives.digest('sha256', utf8(`${i}`)) }));
const [SAD, WAIT] = [{ says: { SAD: 's', expiresIn: 300 } }, { says: { handle: 'h' } }];
const value = concatBytes(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)), signed = (count: number, as: Uint8Array = value): Scripted => ({ says: { signatures: Array.from({ length: count }, () => toBase64(as)) } });
const ONE = { 'signatures/signHash': [signed(1)] };
const TIMES = { confirmationMs: 10_000, pollMs: 3_000 };

async function open(script: Readonly<Record<string, readonly Scripted[]>>, { multisign = 2, objects = [] as readonly object[], pin = undefined as (() => string) | undefined } = {}) {
  const scripted = scriptedCsc({
    info: [{ says: { specs: '2.0.0.2', methods: ['credentials/info', 'credentials/authorize', 'signatures/signHash'] } }],
    'credentials/info': [{ says: { key: { status: 'enabled', algo: [P256] }, cert: { certificates: [toBase64(teacher.der)] }, auth: { mode: 'explicit', objects }, multisign } }],
    'credentials/authorize': [SAD], 'signatures/signHash': [signed(multisign)], ...script,
  }, TIMES);
  const signer = unwrap(await openCscSigner(scripted.client, { credentialId: 'c', ...(pin !== undefined && { pin }) }));
  return { ...scripted, signer, asked: () => scripted.calls.slice(2) };
}
const codes = async (script: Readonly<Record<string, readonly Scripted[]>>, count = 1) => (await (await open(script)).signer.sign(hashes(count))).map((answer) => (answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`));

test('a batch is confirmed once, by its hashes, and signed by them (§11.6, §11.10)', async () => {
  const { signer, asked } = await open({}), two = hashes(2), digests = two.map(({ digest }) => toBase64(digest));
  expect(await signer.sign(two)).toEqual([{ ok: true, value }, { ok: true, value }]);
  expect(asked()).toEqual([
    { operation: 'credentials/authorize', body: { credentialID: 'c', numSignatures: 2, hashes: digests, hashAlgorithmOID: SHA256, description: 'Học bạ số: ký 2 văn bản' } },
    { operation: 'signatures/signHash', body: { credentialID: 'c', SAD: 's', hashes: digests, hashAlgorithmOID: SHA256, signAlgo: P256, operationMode: 'S' } },
  ]);
});
test.each([[undefined, [], undefined], [() => '1', [], undefined], [() => '246810', [PIN], [{ id: 'PIN', value: '246810' }]]])('a PIN is shown where the credential asks for it (%#)', async (pin, objects, authData) => {
  const { signer, asked } = await open({}, { pin, objects });
  await signer.sign(hashes(1));
  expect(asked()[0]!.body['authData']).toEqual(authData);
});

describe('while the holder has not decided (§11.7)', () => {
  test.each<[string, readonly Scripted[], readonly string[], number, number]>([
    ['at once', [SAD], ['ok'], 1, 3_000], ['after three questions', [WAIT, WAIT, SAD], ['ok'], 3, 9_000], ['never: not asked past the end', [WAIT], ['signer/timed-out: 10 giây'], 3, 9_000], ['refused', [WAIT, { fails: { code: 'signer/refused', detail: 'không' } }], ['signer/refused: không'], 2, 6_000],
  ])('%s', async (_, answers, expected, checks, at) => {
    const { signer, asked, clock } = await open({ ...ONE, 'credentials/authorize': [WAIT], 'credentials/authorizeCheck': answers });
    expect((await signer.sign(hashes(1))).map((answer) => (answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`))).toEqual(expected);
    expect(asked().filter(({ operation }) => operation === 'credentials/authorizeCheck').map(({ body }) => body)).toEqual(Array.from({ length: checks }, () => ({ handle: 'h' })));
    expect(clock.at).toBe(at);
  });
  test('up to the very end, and not past it', async () => {
    const { signer, clock, asked } = await open({ ...ONE, 'credentials/authorize': [WAIT], 'credentials/authorizeCheck': [WAIT, WAIT, SAD] });
    const { wait } = clock;
    // The second pause lasts a second longer: the third question is then due at the very end.
    clock.wait = (ms) => wait(clock.at === 3_000 ? ms + 1_000 : ms);
    expect(await signer.sign(hashes(1))).toEqual([{ ok: true, value }]);
    expect([clock.at, asked().filter(({ operation }) => operation === 'credentials/authorizeCheck').length]).toEqual([10_000, 3]);
  });
});

describe('more than one confirmation covers', () => {
  const fails: Scripted = { fails: { code: 'signer/refused', detail: 'không' } };
  test.each<[string, Readonly<Record<string, readonly Scripted[]>>, readonly string[], number]>([
    ['all confirmed', { 'signatures/signHash': [signed(2), signed(2), signed(1)] }, ['ok', 'ok', 'ok', 'ok', 'ok'], 3], ['the first refused: nobody is asked again', { 'credentials/authorize': [fails] }, Array(5).fill('signer/refused: không'), 1],
    ['the second refused: what was signed stays', { 'credentials/authorize': [SAD, fails] }, ['ok', 'ok', ...Array(3).fill('signer/refused: không')], 2], ['not signed though confirmed', { 'signatures/signHash': [signed(2), fails] }, ['ok', 'ok', ...Array(3).fill('signer/refused: không')], 2],
  ])('%s', async (_, script, expected, confirmations) => {
    const { signer, asked } = await open(script);
    expect((await signer.sign(hashes(5))).map((answer) => (answer.ok ? 'ok' : `${answer.error.code}: ${answer.error.detail}`))).toEqual(expected);
    expect(asked().filter(({ operation }) => operation === 'credentials/authorize')).toHaveLength(confirmations);
  });
});

describe('signatures that came (§11.10)', () => {
  test.each<[string, Scripted, readonly string[]]>([
    ['one too few', signed(1), ['ok', 'signer/malformed-answer: dịch vụ trả thiếu chữ ký']], ['one too many: they have no order', signed(3), Array(2).fill('signer/malformed-answer: 3/2 chữ ký')], ['one that is no base64', { says: { signatures: ['*', toBase64(value)] } }, ['signer/malformed-answer: chữ ký không phải base64', 'ok']],
  ])('%s', async (_, answer, expected) => expect(await codes({ 'signatures/signHash': [answer] }, 2)).toEqual(expected));

  const integer = (...octets: readonly number[]) => der.encode(2, Uint8Array.from(octets));
  const filled = (length: number, octet: number): readonly number[] => Array.from({ length }, () => octet);
  const scalar = (...octets: readonly number[]): readonly number[] => [...filled(32 - octets.length, 0), ...octets];
  test.each<[string, Uint8Array, readonly number[] | 'as it came']>([
    ['r and s of 32 octets', der.sequence(integer(...filled(32, 1)), integer(...filled(32, 2))), [...filled(32, 1), ...filled(32, 2)]],
    ['a sign octet before r', der.sequence(integer(0, ...filled(32, 0xff)), integer(...filled(32, 2))), [...filled(32, 0xff), ...filled(32, 2)]],
    ['short ones are filled up', der.sequence(integer(5), integer(1, 0)), [...scalar(5), ...scalar(1, 0)]],
    ['one longer than the curve', der.sequence(integer(...filled(33, 1)), integer(2)), 'as it came'], ['three of them', der.sequence(integer(1), integer(2), integer(3)), 'as it came'], ['no SEQUENCE at all', Uint8Array.of(1, 2, 3), 'as it came'],
  ])('an ECDSA-Sig-Value (RFC 3279 §2.2.3) becomes r ‖ s: %s', async (_, given, expected) => {
    const { signer } = await open({ 'signatures/signHash': [signed(1, given)] });
    expect(await signer.sign(hashes(1))).toEqual([{ ok: true, value: expected === 'as it came' ? given : Uint8Array.from(expected) }]);
  });
  test('a fault of our own is said of every hash, and none is lost', async () => expect(await codes({ 'signatures/signHash': [{ says: { signatures: 'x' } }] }, 3)).toEqual(Array(3).fill(expect.stringMatching(/^signer\/unavailable: /))));
});
