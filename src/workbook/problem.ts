import { describe, refusal } from '#domain';
import { type Normalisation, type Problem, type RefusedRow, rowKey, type RowMatch, type RowSource } from './model.ts';

/** A place in a workbook; `row` and `column` as Excel shows them. */
export interface Place {
  readonly file: string;
  readonly sheet?: string;
  readonly row?: number;
  readonly column?: string;
  readonly value?: string;
}

/** Codes that a person should read and that stop nothing. Every other code is an error. */
const WARNINGS: ReadonlySet<string> = new Set([
  'workbook/award-ticked',
  'workbook/lost-personal-id',
  'workbook/other-point-left-out',
  'workbook/formulas-read',
  'workbook/unread-column',
  'workbook/partial-results',
  'workbook/file-again',
  'workbook/sheet-skipped',
  'workbook/hidden-lines',
  'workbook/matched-otherwise',
  'workbook/matched-by-answer',
  'workbook/optional-column',
  'workbook/no-school-head',
  'workbook/classroom-empty',
  'workbook/name-spelling',
  'workbook/birth-date-differs',
  'workbook/age-doubt',
  'workbook/temporary-code',
  'workbook/personal-id-doubt',
  'workbook/nationality-assumed',
  'workbook/not-assessed',
  'workbook/no-result-row',
  'workbook/left-with-results',
  'workbook/outside-curriculum',
  'workbook/dates-differ',
  'workbook/same-person-doubt',
  'workbook/unknown-teaching',
]);

/** Errors whose place is a row and that are about more than the row: without it the rest could not be taken either. */
const ABOUT_MORE: ReadonlySet<string> = new Set([
  'workbook/unread-sheet',
  'workbook/no-homeroom-teacher',
  'workbook/duplicate-homeroom',
  'workbook/wrong-school',
]);

/** Gathers what a reading has to say. */
export interface Report {
  /** `also`: other rows that cannot be taken for the same reason. */
  readonly problem: (code: string, place: Place, params?: Readonly<Record<string, string | number>>, also?: readonly RowSource[]) => void;
  /** A problem another report has put into words. */
  readonly take: (problem: Problem, also?: readonly RowSource[]) => void;
  readonly match: (match: RowMatch) => void;
  readonly change: (place: Required<Pick<Place, 'file' | 'sheet' | 'row' | 'column'>>, from: string, to: string, rule: string) => void;
  /** Errors first, each in the order of reading. */
  readonly problems: () => readonly Problem[];
  readonly normalised: () => readonly Normalisation[];
  readonly matches: () => readonly RowMatch[];
  /** Rows with an error, by `rowKey`. */
  readonly refused: () => ReadonlyMap<string, RefusedRow>;
  readonly blocked: () => boolean;
}

const bySeverity = (a: Problem, b: Problem) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1);

export function createReport(): Report {
  const problems: Problem[] = [];
  const normalised: Normalisation[] = [];
  const matches: RowMatch[] = [];
  const refused = new Map<string, RefusedRow>();
  let blocked = false;
  const refuse = (row: RowSource, column: string | null, { code, message, remedy }: Pick<Problem, 'code' | 'message' | 'remedy'>) => {
    const key = rowKey(row);
    const before = refused.get(key)?.reasons ?? [];
    refused.set(key, { file: row.file, sheet: row.sheet, row: row.row, reasons: [...before, { column, code, message, remedy }] });
  };
  const take: Report['take'] = (problem, also = []) => {
    problems.push(problem);
    if (problem.severity === 'warning') return;
    const { file, sheet, row, column } = problem;
    if (sheet === null || row === null || ABOUT_MORE.has(problem.code)) blocked = true;
    else for (const one of [{ file, sheet, row }, ...also]) refuse(one, one.row === row ? column : null, problem);
  };
  return {
    problem(code, place, params = {}, also = []) {
      const cell = place.column && place.row ? `${place.column}${place.row}` : '';
      const text = describe(
        refusal(code, { ...params, file: place.file, sheet: place.sheet ?? '', cell, row: place.row ?? '', value: place.value ?? '' }),
      );
      take(
        {
          file: place.file,
          sheet: place.sheet ?? null,
          row: place.row ?? null,
          column: place.column ?? null,
          value: place.value ?? null,
          code,
          publicCode: text.publicCode,
          message: text.message,
          remedy: text.remedy,
          severity: WARNINGS.has(code) ? 'warning' : 'error',
        },
        also,
      );
    },
    take,
    change: ({ file, sheet, row, column }, from, to, rule) =>
      void normalised.push({ file, sheet, cell: `${column}${row}`, from, to, rule }),
    match: (match) => void matches.push(match),
    problems: () => problems.toSorted(bySeverity),
    normalised: () => normalised,
    matches: () => matches,
    refused: () => refused,
    blocked: () => blocked,
  };
}
