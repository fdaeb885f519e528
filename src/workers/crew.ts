import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '#kernel';
import type { Order, Reply } from './thread.ts';

/** Why there is no answer: the thread ended or threw (`why` says what, for whoever runs the system), or it did not answer in time. */
export type WorkFailure = { readonly kind: 'crashed'; readonly why: string } | { readonly kind: 'timed-out' };
/** What a thread can be heard to do. */
type News = Reply | { readonly kind: 'ended'; readonly why: string } | { readonly kind: 'timed-out' };

const THREAD = new URL('./thread.ts', import.meta.url);
/** A hostile document may ask for more; then its thread ends and the process lives on. */
const HEAP_MB = 512;

/** A thread and whoever waits for its next word. */
class Thread {
  readonly #worker: Worker;
  #listener: ((news: News) => void) | undefined;
  #ended: News | undefined;

  constructor(module: string) {
    this.#worker = new Worker(THREAD, { workerData: module, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    this.#worker.on('message', (reply: Reply) => this.#tell(reply));
    this.#worker.on('error', (error: Error) => this.#end(error.stack ?? error.message));
    this.#worker.on('exit', (code) => this.#end(`the thread ended with code ${code}`));
  }

  #end(why: string): void {
    this.#ended ??= { kind: 'ended', why };
    this.#tell(this.#ended);
  }
  #tell(news: News): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.(news);
  }

  /** The next thing it says, or that it says nothing in time. Only a thread that is waited for keeps the process alive. */
  async hear(timeoutMs: number): Promise<News> {
    if (this.#ended !== undefined) return this.#ended;
    this.#worker.ref();
    const timer = setTimeout(() => this.#tell({ kind: 'timed-out' }), timeoutMs);
    const news = await new Promise<News>((resolve) => {
      this.#listener = resolve;
    });
    clearTimeout(timer);
    this.#worker.unref();
    return news;
  }
  say(order: Order): void {
    this.#worker.postMessage(order);
  }
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** A machine may be very busy; a module that is not loaded by then never will be. */
const START_MS = 120_000;

/** One place at the work: a thread that is started when it is needed, and anew after it has failed. */
export class Crew {
  readonly #module: string;
  readonly #timeoutMs: number;
  #thread: Thread | undefined;
  #setting: unknown;

  constructor(module: URL, timeoutMs: number) {
    this.#module = module.href;
    this.#timeoutMs = timeoutMs;
  }

  /** Answers of all items, or why there are none. Throws only when the module cannot be started at all. One call at a time. */
  async ask(setting: unknown, items: readonly unknown[]): Promise<Result<readonly unknown[], WorkFailure>> {
    const thread = this.#thread ?? (await this.#start());
    thread.say({ ...(setting !== this.#setting && { setting: { value: setting } }), items });
    const news = await thread.hear(this.#timeoutMs);
    if (news.kind === 'answers') {
      this.#setting = setting;
      return ok(news.answers);
    }
    await this.stop();
    return err(news.kind === 'timed-out' ? news : { kind: 'crashed', why: news.kind === 'ready' ? news.kind : news.why });
  }

  async #start(): Promise<Thread> {
    const thread = new Thread(this.#module);
    this.#thread = thread;
    const news = await thread.hear(START_MS);
    if (news.kind === 'ready') return thread;
    await this.stop();
    throw new Error(`the worker ${this.#module} does not start: ${'why' in news ? news.why : news.kind}`);
  }

  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#setting = undefined;
    await thread?.stop();
  }
}
