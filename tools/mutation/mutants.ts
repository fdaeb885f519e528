import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Location, Mutant } from '@stryker-mutator/api/core';
import type { Logger } from '@stryker-mutator/api/logging';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const SILENT: Logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};

/** What tells one mutant from every other, in any run over the same source: `src/a.ts:3:14-3:20 StringLiteral ""`. `path` is relative to the repository. */
export const keyOf = (
  path: string,
  { location: { start, end }, mutatorName, replacement }: Pick<Mutant, 'location' | 'mutatorName' | 'replacement'>,
): string => `${path}:${start.line}:${start.column}-${end.line}:${end.column} ${mutatorName} ${replacement}`;

/** Results count lines and columns from 1, the instrumenter and the checker from 0. */
export const fromZero = ({ start, end }: Location): Location => ({
  start: { line: start.line - 1, column: start.column - 1 },
  end: { line: end.line - 1, column: end.column - 1 },
});

/** The source a location spans; lines and columns from 0. */
export function excerpt(lines: readonly string[], { start, end }: Location): string {
  return lines
    .slice(start.line, end.line + 1)
    .map((line, i, all) => line.slice(i === 0 ? start.column : 0, i === all.length - 1 ? end.column : undefined))
    .join('\n');
}

/**
 * Text for people: a string with a letter beyond ASCII (Vietnamese sentences and names), one of several words (what a refusal says of a place in a
 * file: `integer is not in its shortest form`), or the message of an error that is thrown. Its wording is read in review; codes, OIDs, names of
 * elements and namespaces are ASCII and one word, and stay in.
 */
export const isForPeople = (original: string, before: string): boolean =>
  /[^\P{L}A-Za-z]/u.test(original) || /[A-Za-z],? [A-Za-z]/.test(original) || /\bnew \w*Error\($/.test(before.trimEnd());

/** Every mutant of the files that counts, as keys. */
export async function mutantsOf(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const files = paths.map((name) => ({ name, mutate: true, content: readFileSync(join(root, name), 'utf8') }));
  const { mutants } = await new Instrumenter(SILENT).instrument(files, { plugins: null, excludedMutations: [], ignorers: [] });
  const lines = new Map(files.map(({ name, content }) => [name, content.split('\n')]));
  return mutants.flatMap((mutant) => {
    const text = lines.get(mutant.fileName)!;
    const { start } = mutant.location;
    return mutant.mutatorName === 'StringLiteral' && isForPeople(excerpt(text, mutant.location), text[start.line]!.slice(0, start.column))
      ? []
      : [keyOf(mutant.fileName, mutant)];
  });
}

/** The same `count` of the keys for the same seed, each as likely as any other. */
export function sampleOf(keys: readonly string[], count: number, seed: number): readonly string[] {
  const rank = (key: string): string => createHash('sha256').update(`${seed} ${key}`).digest('hex');
  return keys
    .map((key) => [rank(key), key] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, key]) => key);
}
