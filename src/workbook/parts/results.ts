import { type AssessmentPoint, curriculumAt, type Grade, type OverallResult, pointInWords } from '#domain';
import { HEADER_OF } from '../labels/fields.ts';
import type { RowSource, SheetFlags } from '../model.ts';
import type { Report } from '../problem.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import type { DataRow, Table } from '../sheet/rows.ts';
import { readFlag, readResult } from '../values/assessment.ts';
import { contradicted, type Spoken } from './again.ts';
import { cellColumns, type Draft, isCellKey, readCells, reportNotAtPoint } from './draft.ts';
import type { Matching } from './find-pupil.ts';
import { identityPlace, matchPupil } from './match-pupil.ts';
import { headerOfCell } from './cell-header.ts';

export interface ResultRow {
  /** Cells of levels, marks and traits that hold a value. */
  readonly filled: number;
  readonly sheetResult?: OverallResult;
  readonly sheetFlags: SheetFlags;
  readonly notAssessed?: boolean;
  readonly source: RowSource;
}

/** Columns of results that are no cells of the entry grid. */
const IN_RESULTS: ReadonlySet<string> = new Set(['completed', 'promoted', 'rating', 'notAssessed']);

/** Columns that the form of a grade cannot do without at a point: subjects, and competencies with qualities, which programs export apart. */
function blocksOf(point: AssessmentPoint, grade: Grade): readonly (readonly string[])[] {
  const { subjects, traits } = curriculumAt(point, grade);
  return [
    subjects
      .filter(({ optional }) => !optional)
      .flatMap(({ code, tested }) => [`subject.${code}.level`, ...(tested ? [`subject.${code}.mark`] : [])]),
    traits.map((trait) => `trait.${trait}`),
  ];
}

const yearEndOf = (row: DataRow, who: string, report: Report): Omit<ResultRow, 'filled' | 'source'> => {
  const gradeCompleted = readFlag(row.cell('completed'), who, report);
  const promoted = readFlag(row.cell('promoted'), who, report);
  const sheetResult = readResult(row.cell('rating'), who, report);
  const notAssessed = readFlag(row.cell('notAssessed'), who, report);
  return {
    sheetFlags: { ...(gradeCompleted === undefined ? {} : { gradeCompleted }), ...(promoted === undefined ? {} : { promoted }) },
    ...(sheetResult === undefined ? {} : { sheetResult }),
    ...(notAssessed === undefined ? {} : { notAssessed }),
  };
};

/** TT 27/2020 Điều 9, 11: who completes and how is decided at the year end alone. */
function notYearEnd(row: DataRow, draft: Draft, who: string, report: Report): Pick<ResultRow, 'sheetFlags'> {
  for (const key of ['rating', 'completed', 'promoted']) reportNotAtPoint(draft, row.cell(key), who, report);
  return { sheetFlags: {} };
}

/** Columns in which a row says something of its pupil. */
const tellingKeys = ({ columns }: Table): readonly string[] => [...columns.keys()].filter((key) => isCellKey(key) || IN_RESULTS.has(key));

interface Reading extends ResultRow {
  readonly rows: readonly Spoken[];
}

function readTable(
  table: Table,
  matching: Matching,
  drafts: ReadonlyMap<string, Draft>,
  results: Map<string, Reading>,
): ReadonlySet<Grade> {
  const { report } = matching;
  const columns = cellColumns(table.columns);
  const telling = tellingKeys(table);
  const grades = new Set<Grade>();
  for (const row of table.rows) {
    const pupil = matchPupil(row, 'results', matching, table.point);
    const draft = pupil && drafts.get(pupil.pupilId);
    if (!pupil || !draft) continue;
    const source = { file: row.place.file, sheet: row.place.sheet!, row: row.number };
    const before = results.get(pupil.pupilId);
    const other = contradicted(before?.rows ?? [], table, row, telling);
    if (other) {
      report.problem(
        'workbook/duplicate-pupil',
        identityPlace(row),
        { pupil: pupil.who, other: pupil.who, otherRow: other.row, otherSheet: other.sheet },
        [other],
      );
      continue;
    }
    if (!grades.has(draft.grade) && telling.some((key) => !isBlank(row.cell(key)!.raw))) grades.add(draft.grade);
    if (pupil.status === 'left') report.problem('workbook/left-with-results', row.place, { pupil: pupil.who });
    const filled = readCells(draft, row, columns, pupil.who, report);
    const yearEnd = table.point === 'yearEnd' ? yearEndOf(row, pupil.who, report) : notYearEnd(row, draft, pupil.who, report);
    results.set(pupil.pupilId, {
      ...before,
      ...yearEnd,
      sheetFlags: { ...before?.sheetFlags, ...yearEnd.sheetFlags },
      filled: (before?.filled ?? 0) + filled,
      source: before?.source ?? source,
      rows: [...(before?.rows ?? []), [table, row]],
    });
  }
  return grades;
}

/**
 * Columns that no table of a grade has. A table with most of the subjects, or of the competencies and qualities, has lost the others; one with a few is of
 * one subject, and the rest comes another day.
 */
function reportMissing(read: readonly { readonly table: Table; readonly grades: ReadonlySet<Grade> }[], report: Report): void {
  for (const [point, tables] of Map.groupBy(read, ({ table }) => table.point)) {
    const lost = new Map<Table, Set<string>>();
    for (const grade of new Set(tables.flatMap(({ grades }) => [...grades]))) {
      const own = tables.filter(({ grades }) => grades.has(grade)).map(({ table }) => table);
      const absent: string[] = [];
      for (const block of blocksOf(point, grade)) {
        const missing = block.filter((key) => !own.some(({ columns }) => columns.has(key)));
        const whole = own.filter(({ columns }) => block.filter((key) => columns.has(key)).length * 2 >= block.length);
        for (const table of whole) lost.set(table, new Set([...(lost.get(table) ?? []), ...missing]));
        if (whole.length === 0) absent.push(...missing);
      }
      if (absent.length > 0)
        report.problem(
          'workbook/partial-results',
          { file: own[0]!.sheet.file, sheet: own[0]!.sheet.name },
          { grade, point: pointInWords(point), labels: inShort(absent) },
        );
    }
    for (const [table, keys] of lost)
      for (const key of keys)
        report.problem(
          'workbook/missing-column',
          { file: table.sheet.file, sheet: table.sheet.name },
          { label: HEADER_OF[key] ?? headerOfCell(key) },
        );
  }
}

const LISTED = 3;
const inShort = (keys: readonly string[]): string => {
  const names = keys
    .slice(0, LISTED)
    .map((key) => `"${HEADER_OF[key] ?? headerOfCell(key)}"`)
    .join(', ');
  return keys.length > LISTED ? `${names} và ${keys.length - LISTED} mục nữa` : names;
};

/** Levels, marks, traits, rating and flags at one point, by pupil; the cells go into the drafts. */
export function readResults(
  tables: readonly Table[],
  matching: Matching,
  drafts: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, ResultRow> {
  const results = new Map<string, Reading>();
  reportMissing(
    tables.map((table) => ({ table, grades: readTable(table, matching, drafts, results) })),
    matching.report,
  );
  return results;
}

/** A file of results was given and says nothing about a pupil who studies here. */
export function reportSilence(
  pupils: readonly { readonly pupilId: string; readonly who: string; readonly status?: string; readonly source: RowSource }[],
  results: ReadonlyMap<string, ResultRow>,
  point: AssessmentPoint,
  report: Report,
): void {
  for (const { pupilId, who, status, source } of pupils) {
    if (status !== 'left' && !results.has(pupilId))
      report.problem(
        'workbook/no-result-row',
        { file: source.file, sheet: source.sheet, row: source.row },
        { pupil: who, point: pointInWords(point) },
      );
  }
}
