import { type MessagePort, parentPort, workerData } from 'node:worker_threads';

/**
 * What a worker module exports as `prepare`: given what is the same for many items, the function that answers one of them. Setting, items and answers
 * travel between threads, so they are plain values.
 */
export type Prepare<Setting, Item, Answer> = (setting: Setting) => (item: Item) => Answer;

/** From the pool: a setting when it changes, then items. */
export interface Order {
  readonly setting?: { readonly value: unknown };
  readonly items: readonly unknown[];
}
/** To the pool: that the module is loaded, then one per order. `failed` is an exception, in words. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answers'; readonly answers: readonly unknown[] }
  | { readonly kind: 'failed'; readonly why: string };

/** The program of a thread: one order after the other, for as long as the pool wants it. */
async function serve(port: MessagePort, module: string): Promise<void> {
  const { prepare } = (await import(module)) as { readonly prepare: Prepare<unknown, unknown, unknown> };
  let answer: ((item: unknown) => unknown) | undefined;
  const obey = ({ setting, items }: Order): Reply => {
    try {
      if (setting !== undefined) answer = prepare(setting.value);
      return { kind: 'answers', answers: items.map((item) => answer!(item)) };
    } catch (error) {
      return { kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  port.on('message', (order: Order) => port.postMessage(obey(order)));
  port.postMessage({ kind: 'ready' } satisfies Reply);
}

if (parentPort !== null) await serve(parentPort, workerData as string);
