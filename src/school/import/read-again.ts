import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { type LayoutAnswer, rowKey, sheetKey } from '#workbook';
import type { Actor } from '../model.ts';
import { basisOf, idsInWrites } from '../postgres/import-basis.ts';
import { loadLayouts } from '../postgres/import-layouts.ts';
import { findImport, type ImportState, loadImportFiles, type StoredImport, updateImport } from '../postgres/imports.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import type { ImportAnswer } from './model.ts';
import { presentOf, readImport } from './read-import.ts';

const OVER: Readonly<Record<Exclude<ImportState, 'dryRun' | 'refused'>, string>> = {
  committed: 'đã ghi rồi',
  discarded: 'đã có lần nhập khác được ghi sau đó',
  undone: 'đã được hoàn tác',
};
export const isPending = (state: ImportState): state is 'dryRun' | 'refused' => state === 'dryRun' || state === 'refused';
export const notPending = (state: Exclude<ImportState, 'dryRun' | 'refused'>) =>
  err(refusal('school/import-not-committable', { why: OVER[state] }));

/** What is known of layouts: what the school remembers, and before that what was answered in this import. */
export async function mappingsOf(scope: SchoolScope, own: readonly LayoutAnswer[]): Promise<ReadonlyMap<string, LayoutAnswer>> {
  const remembered = (await loadLayouts(scope)).map(({ fingerprint, mapping }): LayoutAnswer => ({ fingerprint, ...mapping }));
  return new Map([...remembered, ...own].map((answer) => [answer.fingerprint, answer]));
}

interface Added {
  readonly answers?: readonly ImportAnswer[];
  readonly layouts?: readonly LayoutAnswer[];
  /** What speaks against the answers before the files are read, and after. */
  readonly check?: (run: StoredImport) => Refusal | undefined;
  readonly recheck?: (run: StoredImport) => Refusal | undefined;
}

/** Reads the files of a pending import with more answers (one given again is the new one) against the data as they now stand. */
export async function readAgain(
  scope: SchoolScope,
  who: Actor,
  importId: string,
  { answers: given = [], layouts: sheets = [], check, recheck }: Added,
): Promise<Result<StoredImport, Refusal>> {
  const run = await findImport(scope, importId, 'lock');
  if (run === undefined) return err(refusal('school/import-unknown'));
  if (!isPending(run.state)) return notPending(run.state);
  const wrong = check?.(run);
  if (wrong) return err(wrong);
  const files = await loadImportFiles(scope, importId);
  if (files.length === 0) return err(refusal('school/import-files-gone'));
  const answers = [
    ...new Map([...run.answers, ...given].map((answer) => ['row' in answer ? rowKey(answer) : sheetKey(answer), answer])).values(),
  ];
  const layouts = [...new Map([...run.layouts, ...sheets].map((answer) => [answer.fingerprint, answer])).values()];
  const { detail, writes, ...read } = await readImport(await presentOf(scope, run.schoolYear), {
    schoolCode: who.schoolCode,
    schoolYear: run.schoolYear,
    files,
    answers,
    mappings: await mappingsOf(scope, layouts),
  });
  const again: StoredImport = { ...run, ...read, answers, layouts, basis: await basisOf(scope, run.schoolYear, idsInWrites(writes)) };
  const lacking = recheck?.(again);
  if (lacking) return err(lacking);
  await updateImport(scope, again, { detail, writes });
  return ok(again);
}
