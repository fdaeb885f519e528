import { availableParallelism } from 'node:os';
import { err, ok, type Result } from '#kernel';
import { Crew, type WorkFailure } from './crew.ts';

export type { WorkFailure };

export interface WorkerOptions {
  /** One processor stays with the thread that asks, unless there is only one. */
  readonly threads?: number;
  /** Longest time for a handful of items, then for one alone. */
  readonly timeoutMs?: number;
}

export interface Workers<Setting, Item, Answer> {
  /**
   * The answers, in the order of the items, whatever order the threads finish in. Items are taken from the source only as places become free. An item that
   * ends its thread or takes too long is tried once more alone, and then it alone has no answer. Throws when the module cannot be started, or after `close`.
   */
  answers(setting: Setting, items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Result<Answer, WorkFailure>, void>;
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>;
}

/** Items that travel together: a message costs about as much as a small item. */
const AT_ONCE = 8;
/** Handfuls under way for each thread, so that none waits for the next. */
const AHEAD = 2;
const TIMEOUT_MS = 60_000;

/** Threads that run `prepare` of a module (`Prepare` of ./thread.ts). They are started when there is work. */
export function openWorkers<Setting, Item, Answer>(
  module: URL,
  { threads = Math.max(1, availableParallelism() - 1), timeoutMs = TIMEOUT_MS }: WorkerOptions = {},
): Workers<Setting, Item, Answer> {
  const crews = Array.from({ length: threads }, () => new Crew(module, timeoutMs));
  const free = [...crews];
  const waiting: ((crew: Crew) => void)[] = [];
  let closed = false;

  async function ask(setting: Setting, items: readonly Item[]): Promise<Result<readonly Answer[], WorkFailure>> {
    const crew = free.pop() ?? (await new Promise<Crew>((resolve) => waiting.push(resolve)));
    try {
      // What a closed pool leaves undone is no failure of the items.
      if (closed) throw new Error('the workers are closed');
      return (await crew.ask(setting, items)) as Result<readonly Answer[], WorkFailure>;
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(crew);
      else next(crew);
    }
  }

  async function answer(setting: Setting, items: readonly Item[]): Promise<readonly Result<Answer, WorkFailure>[]> {
    const together = await ask(setting, items);
    if (together.ok) return together.value.map((one) => ok(one));
    const alone: Result<Answer, WorkFailure>[] = [];
    for (const item of items) {
      const again = await ask(setting, [item]);
      alone.push(again.ok ? ok(again.value[0]!) : err(again.error));
    }
    return alone;
  }

  return {
    async *answers(setting, items) {
      const underWay: Promise<readonly Result<Answer, WorkFailure>[]>[] = [];
      const send = (some: readonly Item[]): void => {
        const answered = answer(setting, some);
        // Whoever waits for it hears of a failure; until then it is nobody's.
        answered.catch(() => undefined);
        underWay.push(answered);
      };
      let handful: Item[] = [];
      for await (const item of items) {
        handful.push(item);
        if (handful.length < AT_ONCE) continue;
        send(handful);
        handful = [];
        if (underWay.length >= threads * AHEAD) yield* await underWay.shift()!;
      }
      if (handful.length > 0) send(handful);
      for (const answered of underWay) yield* await answered;
    },
    async close() {
      closed = true;
      await Promise.all(crews.map((crew) => crew.stop()));
    },
  };
}
