import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { err, ok, type Result, toBase64, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { type Actor, makeActor } from '../../../../test/actors/authority.ts';
import type { HashToSign, SignerFailure } from '../port.ts';
import { helperSigner } from './helper-signer.ts';

const WAIT_MS = 180_000, VALUE = Uint8Array.of(1, 2, 3);
let teacher: Actor;
beforeAll(async () => { teacher = await makeActor({ subject: 'CN=Cô Hoa', key: 'rsa-2048' }); });
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const toSign = (...texts: readonly string[]): readonly HashToSign[] => texts.map((text) => ({ data: utf8(text), digest: nodePrimitives.digest('sha256', utf8(text)), shown: `Em ${text}` }));
const hashOf = (text: string) => toBase64(nodePrimitives.digest('sha256', utf8(text)));
const open = (waitMs?: number) => {
  const signer = unwrap(helperSigner([teacher.der], waitMs === undefined ? {} : { waitMs }));
  return { signer, desk: signer.desk! };
};
/** What has been answered so far. */
function watch(answers: Promise<readonly Result<Uint8Array, SignerFailure>[]>): { readonly codes: () => readonly string[] | undefined } {
  let said: readonly string[] | undefined;
  void answers.then((all) => { said = all.map((one) => (one.ok ? 'ok' : one.error.code)); });
  return { codes: () => said };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a device that only the signer’s browser reaches', () => {
  test('signs by RSA with SHA-256, and is a real one', () => expect(open().signer).toMatchObject({ certificates: [teacher.der], algorithm: 'rsa-sha256', testOnly: false }));
  test.each<[string, () => Promise<readonly Uint8Array[]>, string]>([
    ['no certificate', async () => [], 'signer/wrong-certificate'], ['one that cannot be read', async () => [Uint8Array.of(1)], 'signer/wrong-certificate'], ['a key helpers cannot use', async () => [(await makeActor({ subject: 'CN=Cô Hoa' })).der], 'signer/unsupported'],
  ])('%s', async (_, certificates, code) => expect(helperSigner(await certificates())).toMatchObject({ ok: false, error: { code } }));

  test('what is to be signed lies on the desk, as it is shown, until the page brings its value', async () => {
    const { signer, desk } = open(), answers = signer.sign(toSign('An', 'Bình'));
    expect(desk.waiting()).toEqual([{ hash: hashOf('An'), shown: 'Em An' }, { hash: hashOf('Bình'), shown: 'Em Bình' }]);
    expect(desk.give(hashOf('Bình'), ok(VALUE))).toBe(true);
    expect(desk.waiting()).toEqual([{ hash: hashOf('An'), shown: 'Em An' }]);
    expect(desk.give(hashOf('An'), err({ code: 'signer/refused', detail: 'không ký' }))).toBe(true);
    expect(desk.waiting()).toEqual([]);
    expect(await answers).toEqual([{ ok: false, error: { code: 'signer/refused', detail: 'không ký' } }, { ok: true, value: VALUE }]);
  });
  test('a hash that does not wait is not taken, one that waited not twice', async () => {
    const { signer, desk } = open();
    void signer.sign(toSign('An'));
    expect([desk.give(hashOf('Bình'), ok(VALUE)), desk.give(hashOf('An'), ok(VALUE)), desk.give(hashOf('An'), ok(VALUE))]).toEqual([false, true, false]);
  });
  test('without a name to show', () => {
    const { signer, desk } = open();
    void signer.sign([{ data: utf8('An'), digest: Uint8Array.of(1) }]);
    expect(desk.waiting()).toEqual([{ hash: 'AQ==', shown: '' }]);
  });
  test('laid out again, the first run is told', async () => {
    const { signer, desk } = open(), first = signer.sign(toSign('An')), second = signer.sign(toSign('An'));
    expect(await first).toMatchObject([{ ok: false, error: { code: 'signer/unavailable' } }]);
    desk.give(hashOf('An'), ok(VALUE));
    expect(await second).toEqual([{ ok: true, value: VALUE }]);
  });
});

describe('how long hashes wait without a sign of life', () => {
  test.each([[undefined, WAIT_MS], [900, 900]])('waitMs %s: %s', async (given, ms) => {
    const { signer, desk } = open(given), run = watch(signer.sign(toSign('An', 'Bình')));
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(run.codes()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(run.codes()).toEqual(['signer/timed-out', 'signer/timed-out']);
    expect([desk.waiting(), vi.getTimerCount()]).toEqual([[], 0]);
  });
  test.each<[string, (desk: ReturnType<typeof open>['desk']) => unknown]>([['a look at the desk', (desk) => desk.waiting()], ['a value', (desk) => desk.give(hashOf('Bình'), ok(VALUE))], ['a value of something else', (desk) => desk.give('x', ok(VALUE))]])('%s is one', async (_, sign) => {
    const { signer, desk } = open(), run = watch(signer.sign(toSign('An', 'Bình')));
    await vi.advanceTimersByTimeAsync(WAIT_MS - 1);
    sign(desk);
    await vi.advanceTimersByTimeAsync(WAIT_MS - 1);
    expect(run.codes()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(run.codes()![0]).toBe('signer/timed-out');
  });
  test('with nothing on the desk nobody waits', async () => {
    const { signer, desk } = open(), run = watch(signer.sign(toSign('An')));
    desk.give(hashOf('An'), ok(VALUE));
    await settle();
    desk.waiting();
    expect([run.codes(), vi.getTimerCount()]).toEqual([['ok'], 0]);
  });
});
