import { afterAll, describe, expect, test } from 'vitest';
import type { Result } from '#kernel';
import type { Deed, Task } from '../../test/actors/workers/troubled.ts';
import { openWorkers, type WorkFailure } from './index.ts';

type Answer = { readonly value: number };
const MODULE = new URL('../../test/actors/workers/troubled.ts', import.meta.url);
const open = (timeoutMs: number) => openWorkers<{ readonly factor: number }, Task, Answer>(MODULE, { threads: 2, timeoutMs });
const pool = open(20_000), hasty = open(2_000);
afterAll(() => Promise.all([pool.close(), hasty.close()]));

const tasks = (count: number, deeds: Readonly<Record<number, Deed>> = {}): readonly Task[] => Array.from({ length: count }, (_, number) => ({ deed: deeds[number] ?? 'double', number }));
const told = (outcome: Result<Answer, WorkFailure>): number | string => (outcome.ok ? outcome.value.value : outcome.error.kind);
async function run(items: Iterable<Task> | AsyncIterable<Task>, setting = { factor: 2 }, on = pool): Promise<readonly (number | string)[]> {
  const answers: (number | string)[] = [];
  for await (const outcome of on.answers(setting, items)) answers.push(told(outcome));
  return answers;
}
const doubled = (count: number) => Array.from({ length: count }, (_, i): number | string => i * 2);

describe('a pool of threads', () => {
  test('answers in order, for any number of items', async () => {
    for (const count of [0, 1, 7, 8, 9, 100]) expect(await run(tasks(count))).toEqual(doubled(count));
  });
  test('each call has its own setting', async () => {
    const [two, three] = await Promise.all([run(tasks(40)), run(tasks(40), { factor: 3 })]);
    expect([two.at(-1), three.at(-1)]).toEqual([78, 117]);
  });
  test.each([['throw', 'crashed'], ['exit', 'crashed'], ['hoard', 'crashed']] as const)('an item that comes to “%s” has no answer (%s), and every other has its own', async (deed, failure) => {
    expect(await run(tasks(20, { 5: deed }))).toEqual(doubled(20).with(5, failure));
  }, 60_000);
  test('one that never ends is given up', async () => expect(await run(tasks(20, { 5: 'endless' }), { factor: 2 }, hasty)).toEqual(doubled(20).with(5, 'timed-out')));
  test('several of them, in a row and at the end', async () => {
    expect(await run(tasks(18, { 3: 'exit', 4: 'throw', 17: 'exit' }))).toEqual(doubled(18).with(3, 'crashed').with(4, 'crashed').with(17, 'crashed'));
  });
  test('a source is read no further than there is room for', async () => {
    let read = 0;
    async function* endless() { for (;;) yield { deed: 'double', number: read++ } as const; }
    const answers = pool.answers({ factor: 2 }, endless());
    for (let i = 0; i < 8; i++) await answers.next();
    expect(read).toBeLessThanOrEqual(2 * 2 * 8 + 8);
    await answers.return();
    expect(await run(tasks(3))).toEqual(doubled(3));
  });
  test('closing ends what is under way: that is no answer about it', async () => {
    const own = open(30_000);
    expect(await run(tasks(1), { factor: 2 }, own)).toEqual([0]);
    const outcome = expect(run([{ deed: 'endless', number: 0 }], { factor: 2 }, own)).rejects.toThrow('closed');
    await new Promise(setImmediate);
    await own.close();
    await outcome;
  });
  test('a module that cannot be loaded is our fault and no answer', async () => {
    await expect(run(tasks(1), { factor: 2 }, openWorkers(new URL('../../test/actors/workers/missing.ts', import.meta.url), { threads: 1 }))).rejects.toThrow(/missing/);
  });
});
