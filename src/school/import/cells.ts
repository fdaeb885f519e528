import { type Grade, readCell, type StaffId } from '#domain';
import type { PupilRow, RowSource } from '#workbook';
import { columnsOf } from '../desk/columns.ts';
import type { Cell, Cells, Frame, Supplementary } from '../model.ts';

/** Which sheet speaks about a cell. */
function isRemark(key: string): boolean {
  return key.endsWith('.remark') || /^(remark|health|absence)\./.test(key);
}

/** The cells of the entry grid of each grade: made once, an import asks for every pupil. */
const KEYS: Readonly<Record<Grade, readonly { readonly key: string; readonly remark: boolean }[]>> = {
  1: keysOf(1),
  2: keysOf(2),
  3: keysOf(3),
  4: keysOf(4),
  5: keysOf(5),
};
function keysOf(grade: Grade): readonly { readonly key: string; readonly remark: boolean }[] {
  return columnsOf(grade).map(({ key }) => ({ key, remark: isRemark(key) }));
}

/** The cells of the entry grid of a grade, in the order of the form. */
export const cellKeys = (grade: Grade): readonly string[] => KEYS[grade].map(({ key }) => key);

export const sourceText = (source: RowSource): string => `${source.file}, dòng ${source.row}`;

/** What a row of the workbooks says, cell by cell. An empty cell says nothing. */
export function cellsOfRow(row: PupilRow): ReadonlyMap<string, { value: string; source: string }> {
  const said = new Map<string, { value: string; source: string }>();
  const { results, remarks } = row.sources;
  const fromResults = results && sourceText(results);
  const fromRemarks = remarks && sourceText(remarks);
  for (const { key, remark } of KEYS[row.grade]) {
    const source = remark ? fromRemarks : fromResults;
    const value = source === undefined ? '' : readCell(row.assessment, key);
    if (source !== undefined && value !== '') said.set(key, { value, source });
  }
  return said;
}

const NEVER = (): number => 0;

export interface CellNews {
  readonly key: string;
  readonly before: string;
  readonly after: Cell;
}

/**
 * Lays what the workbook says over the cells. News is only what the workbook did not say before, so that the same file twice
 * changes nothing and never undoes what a teacher has edited since. `formerRevision` is the last one of a cell that is not there any more.
 */
export function mergeCells(
  cells: Cells,
  said: ReadonlyMap<string, { value: string; source: string }>,
  formerRevision: (key: string) => number = NEVER,
): { cells: Cells; news: readonly CellNews[] } {
  const merged: Record<string, Cell> = { ...cells };
  const news: CellNews[] = [];
  for (const [key, { value, source }] of said) {
    const cell = cells[key];
    if (cell?.imported === value) continue;
    const after: Cell =
      cell?.value === value
        ? { ...cell, imported: value }
        : { value, revision: (cell?.revision ?? formerRevision(key)) + 1, source, imported: value };
    merged[key] = after;
    if (cell?.value !== value) news.push({ key, before: cell?.value ?? '', after });
  }
  return { cells: merged, news };
}

/** Languages and subject teachers; what the results sheet did not speak about stays. */
export function frameOfRow(row: PupilRow, before: Frame | undefined): Frame {
  const languages: Record<string, string> = { ...before?.languages };
  const teachers: Record<string, { staffId: StaffId; fullName: string }> = { ...before?.teachers };
  for (const { subject, language, teacher } of row.assessment.subjects) {
    if (language !== undefined) languages[subject] = language;
    if (teacher !== undefined) teachers[subject] = teacher;
  }
  if (before?.wayDecided !== undefined) return { ...before, grade: row.grade, languages, teachers };
  // Without a results row nothing new is known about whether the pupil is assessed.
  const notAssessed = row.assessment.notAssessed || (row.sources.results === undefined && (before?.notAssessed ?? false));
  return { grade: row.grade, notAssessed, languages, teachers };
}

/** The summer rows of a pupil as the desk keeps them; `signer` is the head who decides on promotion. */
export function supplementaryOfRow(row: PupilRow, signer: string): Supplementary | undefined {
  const { supplementary } = row;
  if (supplementary === undefined) return undefined;
  const { decision } = supplementary;
  const [first] = row.sources.supplementary;
  return {
    date: supplementary.date,
    before: 'CHT',
    cells: Object.fromEntries(supplementary.cells.map(({ key, value }) => [key, value])),
    source: first === undefined ? '' : sourceText(first),
    ...(supplementary.gradeCompleted
      ? {}
      : { promotion: { promoted: supplementary.promoted, ...(decision === undefined ? {} : { decision: { ...decision, signer } }) } }),
  };
}
