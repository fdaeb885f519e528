import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LogLevel, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { AREAS, isArea, LEFT_OUT } from './areas.ts';
import { fromZero, keyOf, mutantsOf, sampleOf } from './mutants.ts';
import { margin, percent, scores, table } from './score.ts';

const WANTED_PERCENT = 85;
const USAGE = `Cách gọi: npm run mutation -- ${AREAS.join('|')} [--files GLOB] [--sample N] [--seed S]\n`;
const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

interface Order {
  readonly area: string;
  readonly files: string;
  readonly sample: number;
  readonly seed: number;
}
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The order of the command line, or undefined when it is none. `--files` is relative to the area: `calendar/**`. */
function orderOf(args: readonly string[]): Order | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { files: { type: 'string', default: '**' }, sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
    });
    const [sample, seed] = [values.sample === undefined ? Number.POSITIVE_INFINITY : Number(values.sample), Number(values.seed)];
    return positionals.length === 1 && isArea(positionals[0]) && sample >= 1 && Number.isSafeInteger(seed)
      ? { area: positionals[0]!, files: values.files, sample, seed }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Source files of the area, tests and what cannot be measured left out. */
const filesOf = ({ area, files }: Order): readonly string[] =>
  globSync('**/*.ts', { cwd: join(ROOT, 'src', area) })
    .filter((path) => !path.endsWith('.test.ts') && matchesGlob(path, files))
    .map((path) => `src/${area}/${path}`)
    .filter((path) => !matchesGlob(path, LEFT_OUT))
    .sort();

/** What Stryker is asked: one mutant at a time, in a copy of the tree outside of it. Endless loops are found by counting; the clock is generous, so that a busy machine kills nothing. */
const optionsFor = (chosen: readonly string[], paths: readonly string[], work: string): PartialStrykerOptions => ({
  testRunner: 'vitest',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 600_000,
  timeoutFactor: 3,
  dryRunTimeoutMinutes: 60,
  mutate: [...paths],
  plugins: ['@stryker-mutator/vitest-runner', ...['chosen.ts', 'found.ts'].map((file) => join(ROOT, 'tools', 'mutation', file))],
  checkers: ['chosen'],
  chosen,
  vitest: { configFile: 'tools/mutation/vitest.config.ts', related: true },
  // Stryker rewrites tsconfig files with the JavaScript interface of TypeScript, which TypeScript 7 no longer has; Node and vitest need no rewriting.
  tsconfigFile: 'none',
  tempDirName: work,
  ignorePatterns: ['dist', 'web', 'docs'],
  allowConsoleColors: false,
  logLevel: 'warn' as LogLevel,
  reporters: ['found'],
  warnings: { unknownOptions: false, preprocessorErrors: true, unserializableOptions: true, slow: false },
});

async function run(order: Order): Promise<number> {
  const all = await mutantsOf(ROOT, filesOf(order));
  if (all.length === 0) {
    say(`Không có gì để biến đổi trong src/${order.area}/${order.files}.`);
    return 2;
  }
  const chosen = sampleOf(all, order.sample, order.seed);
  say(`src/${order.area}/${order.files}: ${chosen.length}/${all.length} mutants.`);
  const wanted = new Set(chosen);
  const work = mkdtempSync(join(tmpdir(), 'hocba-mutation-'));
  process.env['HOCBA_MUTATION_AREA'] = order.area;
  try {
    const results = (
      await new Stryker(optionsFor(chosen, [...new Set(chosen.map((key) => key.slice(0, key.indexOf(':'))))], work)).runMutationTest()
    ).filter((mutant) => wanted.has(keyOf(relative(ROOT, mutant.fileName), { ...mutant, location: fromZero(mutant.location) })));
    const rows = scores(
      order.area,
      results.map(({ fileName, status }) => ({ folder: dirname(relative(join(ROOT, 'src'), fileName)), status })),
    );
    const whole = rows.at(-1)!;
    const spread = margin(whole, all.length);
    process.stdout.write(
      `\n${table(rows)}\n\n${percent(whole).toFixed(1)} %${spread > 0 ? ` ± ${spread.toFixed(1)}, sample ${chosen.length} of ${all.length}, seed ${order.seed}` : ''}\n`,
    );
    return percent(whole) >= WANTED_PERCENT ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const order = orderOf(process.argv.slice(2));
if (order === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}
process.chdir(ROOT);
// Hours of full load: whatever else the machine does comes first.
setPriority(constants.priority.PRIORITY_LOW);
process.exit(
  await run(order).catch((fault: unknown) => {
    // Stryker has said why; most often a test fails without any mutant.
    say(`Không chạy được: ${fault instanceof Error ? fault.message : String(fault)}`);
    return 70;
  }),
);
