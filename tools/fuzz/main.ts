import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { minimise } from './minimise.ts';
import { Random } from './random.ts';
import type { Accepted, Target } from './target.ts';

/** One is loaded only when it is asked for. The share is of the inputs when no target is named: the cheap ones take more. */
const TARGETS: Readonly<Record<string, { readonly share: number; readonly load: () => Promise<Target> }>> = {
  xml: { share: 0.5, load: async () => (await import('./xml.ts')).xmlTarget() },
  der: { share: 0.3, load: async () => (await import('./der.ts')).derTarget() },
  packet: { share: 0.07, load: async () => (await import('./packet.ts')).packetTarget() },
  foreign: { share: 0.1, load: async () => (await import('./foreign.ts')).foreignTarget() },
  pdf: { share: 0.03, load: async () => (await import('./pdf.ts')).pdfTarget() },
};
const USAGE = 'Cách gọi: npm run fuzz -- [--inputs N] [--seconds S] [--seed K] [--target xml|packet|der|foreign|pdf] [--out THƯ_MỤC]\n';
const SLOW_MS = 1000;
const KEPT_MAX = 20;

interface Tally {
  inputs: number;
  accepted: number;
  compared: number;
  crashes: number;
  slow: number;
  disagreements: number;
  slowestMs: number;
  seconds: number;
}
interface Order {
  readonly inputs: number;
  readonly seconds: number;
  readonly seed: number;
  readonly out: string;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Runs one target to its number of inputs or its time, whichever comes first. */
async function runTarget(target: Target, order: Order): Promise<Tally> {
  const random = new Random(order.seed);
  const tally: Tally = { inputs: 0, accepted: 0, compared: 0, crashes: 0, slow: 0, disagreements: 0, slowestMs: 0, seconds: 0 };
  const started = performance.now();
  let waiting: Accepted[] = [];
  let kept = 0;
  let told = started;
  const keep = (kind: string, input: Uint8Array, why: string, stillFails: (bytes: Uint8Array) => boolean): void => {
    if (kept++ >= KEPT_MAX) return;
    const name = `${target.name}-${order.seed}-${kept}-${kind}`;
    mkdirSync(order.out, { recursive: true });
    const small = minimise(input, stillFails);
    writeFileSync(join(order.out, `${name}.bin`), small);
    writeFileSync(join(order.out, `${name}.txt`), `${why}\n${input.length} → ${small.length} octets\n`);
    say(`${target.name}: ${kind} (seed ${order.seed}, input ${tally.inputs}): ${why.split('\n')[0]!} → ${join(order.out, name)}.bin`);
  };
  const compare = (): void => {
    const answers = target.ask(waiting);
    tally.compared += waiting.length;
    for (const [i, why] of answers.entries()) {
      if (why === undefined) continue;
      tally.disagreements++;
      keep('disagreement', waiting[i]!.input, why, (bytes) => {
        const { accepted } = quietly(target, bytes);
        return accepted !== undefined && target.ask([accepted])[0] !== undefined;
      });
    }
    waiting = [];
  };
  while (tally.inputs < order.inputs && performance.now() - started < order.seconds * 1000) {
    const input = target.generate(random);
    const from = performance.now();
    tally.inputs++;
    let took = 0;
    try {
      const { accepted, wrong } = target.run(input);
      took = performance.now() - from;
      if (accepted !== undefined) {
        tally.accepted++;
        waiting.push(accepted);
      }
      if (wrong !== undefined) {
        tally.disagreements++;
        keep('wrong', input, wrong, (bytes) => quietly(target, bytes).wrong !== undefined);
      }
    } catch (fault) {
      took = performance.now() - from;
      tally.crashes++;
      keep('crash', input, fault instanceof Error ? (fault.stack ?? fault.message) : String(fault), (bytes) => crashes(target, bytes));
    }
    tally.slowestMs = Math.max(tally.slowestMs, took);
    if (took > SLOW_MS) {
      tally.slow++;
      keep('slow', input, `${Math.round(took)} ms`, () => false);
    }
    if (waiting.length >= target.batch) compare();
    if (from - told > 30_000) {
      told = from;
      say(`${target.name}: ${tally.inputs} …`);
    }
  }
  compare();
  tally.seconds = (performance.now() - started) / 1000;
  await target.close();
  return tally;
}

function crashes(target: Target, bytes: Uint8Array): boolean {
  try {
    target.run(bytes);
    return false;
  } catch {
    return true;
  }
}
function quietly(target: Target, bytes: Uint8Array): ReturnType<Target['run']> {
  try {
    return target.run(bytes);
  } catch {
    return {};
  }
}

function readOrder(): { readonly names: readonly string[]; readonly order: Order } | string {
  try {
    const { values } = parseArgs({
      options: {
        inputs: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
        target: { type: 'string' },
        out: { type: 'string', default: join(tmpdir(), 'hocba-fuzz') },
      },
    });
    const number = (text: string | undefined, usual: number): number =>
      text === undefined ? usual : /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    const order = {
      inputs: number(values.inputs, values.seconds === undefined ? 100_000 : Number.POSITIVE_INFINITY),
      seconds: number(values.seconds, Number.POSITIVE_INFINITY),
      seed: number(values.seed, 1),
      out: values.out,
    };
    if (Number.isNaN(order.inputs + order.seed) || Number.isNaN(order.seconds)) return 'Số không đọc được.';
    if (values.target !== undefined && !Object.hasOwn(TARGETS, values.target)) return `Không có đích "${values.target}".`;
    return { names: values.target === undefined ? Object.keys(TARGETS) : [values.target], order };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const asked = readOrder();
if (typeof asked === 'string') {
  say(`${asked}\n${USAGE}`);
  process.exitCode = 64;
} else {
  const { names, order } = asked;
  const rows: string[] = [
    `${'target'.padEnd(9)}${['inputs', 'accepted', 'compared', 'crashes', 'slow', 'disagree', 'slowest ms', 'per second'].map((name) => name.padStart(12)).join('')}   (seed ${order.seed})`,
  ];
  let bad = 0;
  let total = 0;
  for (const name of names) {
    const share = names.length === 1 ? 1 : TARGETS[name]!.share;
    const tally = await runTarget(await TARGETS[name]!.load(), {
      ...order,
      inputs: Number.isFinite(order.inputs) ? Math.ceil(order.inputs * share) : order.inputs,
      seconds: order.seconds * share,
    });
    total += tally.inputs;
    bad += tally.crashes + tally.slow + tally.disagreements;
    rows.push(
      `${name.padEnd(9)}${[tally.inputs, tally.accepted, tally.compared, tally.crashes, tally.slow, tally.disagreements, Math.round(tally.slowestMs), Math.round(tally.inputs / tally.seconds)].map((value) => String(value).padStart(12)).join('')}`,
    );
  }
  process.stdout.write(`${rows.join('\n')}\n${total} inputs tried\n`);
  process.exitCode = bad > 0 ? 1 : 0;
}
