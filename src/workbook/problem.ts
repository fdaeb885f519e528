import { describe, refusal } from '#domain';
import { LIMITS } from './limits.ts';
import type { Normalisation, Problem } from './model.ts';

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
  'workbook/other-point-left-out', 'workbook/hidden-lines', 'workbook/matched-otherwise', 'workbook/optional-column', 'workbook/no-school-head', 'workbook/classroom-empty', 'workbook/name-spelling', 'workbook/birth-date-differs', 'workbook/age-doubt', 'workbook/temporary-code',
  'workbook/personal-id-doubt', 'workbook/nationality-assumed', 'workbook/not-assessed', 'workbook/no-result-row', 'workbook/left-with-results', 'workbook/outside-curriculum',
  'workbook/dates-differ', 'workbook/same-person-doubt', 'workbook/unknown-teaching',
]);

/** Gathers what a reading has to say. */
export interface Report {
  readonly problem: (code: string, place: Place, params?: Readonly<Record<string, string | number>>) => void;
  readonly change: (place: Required<Pick<Place, 'file' | 'sheet' | 'row' | 'column'>>, from: string, to: string, rule: string) => void;
  readonly problems: () => readonly Problem[];
  readonly normalised: () => readonly Normalisation[];
}

const bySeverity = (a: Problem, b: Problem) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1);

export function createReport(): Report {
  const problems: Problem[] = [];
  const normalised: Normalisation[] = [];
  return {
    problem(code, place, params = {}) {
      const cell = place.column && place.row ? `${place.column}${place.row}` : '';
      const text = describe(refusal(code, { ...params, file: place.file, sheet: place.sheet ?? '', cell, row: place.row ?? '', value: place.value ?? '' }));
      problems.push({
        file: place.file, sheet: place.sheet ?? null, row: place.row ?? null, column: place.column ?? null, value: place.value ?? null,
        code, publicCode: text.publicCode, message: text.message, remedy: text.remedy, severity: WARNINGS.has(code) ? 'warning' : 'error',
      });
    },
    change: ({ file, sheet, row, column }, from, to, rule) => void normalised.push({ file, sheet, cell: `${column}${row}`, from, to, rule }),
    /** Errors first, each in the order of reading; a hopeless file does not flood the screen. */
    problems: () => problems.toSorted(bySeverity).slice(0, LIMITS.problems),
    normalised: () => normalised,
  };
}
