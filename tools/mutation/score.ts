import type { MutantStatus } from '@stryker-mutator/api/core';

export interface Outcome {
  readonly folder: string;
  readonly status: MutantStatus;
}
export interface Score {
  readonly name: string;
  readonly mutants: number;
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly uncovered: number;
}

/** A mutant that makes a test run forever is noticed as one that makes it fail is. */
export const detected = ({ killed, timeout }: Score): number => killed + timeout;
export const percent = (score: Score): number => (score.mutants === 0 ? 100 : (100 * detected(score)) / score.mutants);

const count = (name: string, outcomes: readonly Outcome[]): Score => {
  const of = (...statuses: MutantStatus[]): number => outcomes.filter(({ status }) => statuses.includes(status)).length;
  return {
    name,
    mutants: outcomes.length,
    killed: of('Killed', 'RuntimeError'),
    timeout: of('Timeout'),
    survived: of('Survived'),
    uncovered: of('NoCoverage'),
  };
};

/** One row per folder by name, the whole last. */
export function scores(area: string, outcomes: readonly Outcome[]): readonly Score[] {
  const folders = [...new Set(outcomes.map(({ folder }) => folder))].sort();
  return [
    ...(folders.length > 1
      ? folders.map((folder) =>
          count(
            folder,
            outcomes.filter((one) => one.folder === folder),
          ),
        )
      : []),
    count(area, outcomes),
  ];
}

/** Half the width of the 95 % interval of Agresti and Coull, in points, when `score` is a sample out of `population`; 0 when it is all of it. */
export function margin(score: Score, population: number): number {
  const [n, p] = [score.mutants + 4, (detected(score) + 2) / (score.mutants + 4)];
  const unseen = population <= 1 ? 0 : (population - score.mutants) / (population - 1);
  return 196 * Math.sqrt(((p * (1 - p)) / n) * unseen);
}

/** The rows as a Markdown table, as they stand in docs/mutation.md. */
export const table = (rows: readonly Score[]): string =>
  [
    '| folder | mutants | killed | timeout | survived | reached by no test | score |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(
      (row) =>
        `| ${row.name} | ${row.mutants} | ${row.killed} | ${row.timeout} | ${row.survived} | ${row.uncovered} | ${percent(row).toFixed(1)} % |`,
    ),
  ].join('\n');
