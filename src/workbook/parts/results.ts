import { type AssessmentPoint, curriculumAt, type Grade, type OverallResult, pointInWords } from '#domain';
import { HEADER_OF } from '../labels/fields.ts';
import type { RowSource, SheetFlags } from '../model.ts';
import type { Report } from '../problem.ts';
import type { DataRow, Table } from '../sheet/rows.ts';
import { readFlag, readResult } from '../values/assessment.ts';
import { type Draft, isCellKey, readCells, reportNotAtPoint } from './draft.ts';
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

/** Columns that the form of a grade cannot do without at a point. */
function requiredCells(point: AssessmentPoint, grade: Grade): readonly string[] {
  const { subjects, traits } = curriculumAt(point, grade);
  return [
    ...subjects.filter(({ optional }) => !optional).flatMap(({ code, tested }) => [`subject.${code}.level`, ...(tested ? [`subject.${code}.mark`] : [])]),
    ...traits.map((trait) => `trait.${trait}`),
  ];
}

const present = <T extends object>(object: T): { [key in keyof T]?: NonNullable<T[key]> } =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [key in keyof T]?: NonNullable<T[key]> };

const yearEndOf = (row: DataRow, who: string, report: Report): Omit<ResultRow, 'filled' | 'source'> => ({
  sheetFlags: present({ gradeCompleted: readFlag(row.cell('completed'), who, report), promoted: readFlag(row.cell('promoted'), who, report) }),
  ...present({ sheetResult: readResult(row.cell('rating'), who, report), notAssessed: readFlag(row.cell('notAssessed'), who, report) }),
});

/** TT 27/2020 Điều 9, 11: who completes and how is decided at the year end alone. */
function notYearEnd(row: DataRow, draft: Draft, who: string, report: Report): Pick<ResultRow, 'sheetFlags'> {
  for (const key of ['rating', 'completed', 'promoted']) reportNotAtPoint(draft, row.cell(key), who, report);
  return { sheetFlags: {} };
}

function readTable(table: Table, matching: Matching, drafts: ReadonlyMap<string, Draft>, results: Map<string, ResultRow>): void {
  const { report } = matching, keys = [...table.columns.keys()].filter(isCellKey);
  const grades = new Set<Grade>();
  for (const row of table.rows) {
    const pupil = matchPupil(row, 'results', matching, table.point);
    const draft = pupil && drafts.get(pupil.pupilId);
    if (!pupil || !draft) continue;
    const source = { file: row.place.file, sheet: row.place.sheet!, row: row.number };
    const before = results.get(pupil.pupilId);
    if (before) {
      report.problem('workbook/duplicate-pupil', identityPlace(row), { pupil: pupil.who, other: pupil.who, otherRow: before.source.row, otherSheet: before.source.sheet }, [before.source]);
      continue;
    }
    grades.add(draft.grade);
    if (pupil.status === 'left') report.problem('workbook/left-with-results', row.place, { pupil: pupil.who });
    const filled = readCells(draft, row, keys, pupil.who, report);
    results.set(pupil.pupilId, { filled, source, ...(table.point === 'yearEnd' ? yearEndOf(row, pupil.who, report) : notYearEnd(row, draft, pupil.who, report)) });
  }
  const missing = new Set([...grades].flatMap((grade) => requiredCells(table.point, grade)).filter((key) => !table.columns.has(key)));
  for (const key of missing) report.problem('workbook/missing-column', { file: table.sheet.file, sheet: table.sheet.name }, { label: HEADER_OF[key] ?? headerOfCell(key) });
}

/** Levels, marks, traits, rating and flags at one point, by pupil; the cells go into the drafts. */
export function readResults(tables: readonly Table[], matching: Matching, drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, ResultRow> {
  const results = new Map<string, ResultRow>();
  for (const table of tables) readTable(table, matching, drafts, results);
  return results;
}

/** A file of results was given and says nothing about a pupil who studies here. */
export function reportSilence(pupils: readonly { readonly pupilId: string; readonly who: string; readonly status?: string; readonly source: RowSource }[], results: ReadonlyMap<string, ResultRow>, point: AssessmentPoint, report: Report): void {
  for (const { pupilId, who, status, source } of pupils) {
    if (status !== 'left' && !results.has(pupilId)) report.problem('workbook/no-result-row', { file: source.file, sheet: source.sheet, row: source.row }, { pupil: who, point: pointInWords(point) });
  }
}
