import {
  type AssessmentPoint,
  cellsAt,
  curriculumOf,
  type Grade,
  type Mark,
  pointInWords,
  type QualityLevel,
  SUBJECT_CODES,
  type SubjectCode,
  type SubjectLevel,
  type SubjectResult,
  type TraitCode,
  type YearAssessment,
} from '#domain';
import { remembered } from '../remembered.ts';
import type { Report } from '../problem.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import type { Cell, DataRow } from '../sheet/rows.ts';
import { readMark, readNumber, readQualityLevel, readSubjectLevel, type NumberRange } from '../values/assessment.ts';
import { flagIn } from '../values/flag.ts';
import { readText } from '../values/text.ts';

interface SubjectDraft {
  level?: SubjectLevel;
  mark?: Mark;
  remark?: string;
}

/** The cells of one pupil's year as they come in from several sheets, by the keys of the entry grid. */
export interface Draft {
  readonly grade: Grade;
  readonly point: AssessmentPoint;
  readonly subjects: Map<SubjectCode, SubjectDraft>;
  readonly traits: { [code in TraitCode]?: QualityLevel };
  readonly numbers: Map<string, number>;
  readonly texts: Map<string, string>;
}

export const emptyDraft = (grade: Grade, point: AssessmentPoint = 'yearEnd'): Draft => ({
  grade,
  point,
  subjects: new Map(),
  traits: {},
  numbers: new Map(),
  texts: new Map(),
});

const NUMBERS: Readonly<Record<string, NumberRange>> = {
  'health.heightCm': { from: 50, to: 220, decimals: 2, unit: 'cm' },
  'health.weightKg': { from: 8, to: 150, decimals: 2, unit: 'kg' },
  'absence.excused': { from: 0, to: 250, decimals: 0, unit: 'ngày' },
  'absence.unexcused': { from: 0, to: 250, decimals: 0, unit: 'ngày' },
};

/** The cells of subjects and traits that the form of a grade has: the subject is taught, tested, the competence belongs to the grade. */
function taughtCells(grade: Grade): ReadonlySet<string> {
  const { subjects, traits } = curriculumOf(grade);
  return new Set([
    ...subjects.flatMap(({ code, tested }) => ['level', 'remark', ...(tested ? ['mark'] : [])].map((part) => `subject.${code}.${part}`)),
    ...traits.map((trait) => `trait.${trait}`),
  ]);
}
const TAUGHT: Readonly<Record<Grade, ReadonlySet<string>>> = {
  1: taughtCells(1),
  2: taughtCells(2),
  3: taughtCells(3),
  4: taughtCells(4),
  5: taughtCells(5),
};

const isGraded = (key: string): boolean => /^(?:subject|trait)\./.test(key);

const compulsoryIn = (grade: Grade): ReadonlySet<SubjectCode> =>
  new Set(
    curriculumOf(grade)
      .subjects.filter(({ optional }) => !optional)
      .map(({ code }) => code),
  );
const COMPULSORY: Readonly<Record<Grade, ReadonlySet<SubjectCode>>> = {
  1: compulsoryIn(1),
  2: compulsoryIn(2),
  3: compulsoryIn(3),
  4: compulsoryIn(4),
  5: compulsoryIn(5),
};

/** Whether the form of that grade has the cell at all. */
export const inCurriculum = (key: string, grade: Grade): boolean => TAUGHT[grade].has(key) || !isGraded(key);

/** The cells of a point before the year end, by point and grade: made once, a sheet asks for every cell. */
const atPoint = remembered((pointAndGrade) => {
  const [point, grade] = pointAndGrade.split(' ') as [AssessmentPoint, string];
  return new Set(cellsAt(point, Number(grade) as Grade));
});

/** A mark where there is no test, a rating in the middle of the year: most likely the sheet is of another point, so the row is not taken. */
export function reportNotAtPoint({ point, grade }: Draft, cell: Cell | undefined, who: string, report: Report): void {
  if (cell && !isBlank(cell.raw))
    report.problem('workbook/not-at-point', cell.place, { label: cell.label, pupil: who, grade, point: pointInWords(point) });
}

/** Reads one cell into the draft; true when it held a value. */
type CellReader = (draft: Draft, cell: Cell, who: string, report: Report) => boolean;

/** A reader of values that keeps what it reads. */
const keeping =
  <T>(read: (cell: Cell, who: string, report: Report) => T | undefined, keep: (draft: Draft, value: T) => void): CellReader =>
  (draft, cell, who, report) => {
    const value = read(cell, who, report);
    if (value !== undefined) keep(draft, value);
    return value !== undefined;
  };

const readFilledText = (cell: Cell, who: string, report: Report): string | undefined => readText(cell, who, report) || undefined;
/** An award in words; a tick says that there is one and not which. */
const readAward = (cell: Cell, who: string, report: Report): string | undefined => {
  const text = readFilledText(cell, who, report);
  const ticked = text === undefined ? undefined : flagIn(text);
  if (ticked) report.problem('workbook/award-ticked', cell.place, { label: cell.label, pupil: who });
  return ticked === undefined ? text : undefined;
};
const SUBJECT_PARTS: Readonly<Record<string, (cell: Cell, who: string, report: Report) => SubjectDraft[keyof SubjectDraft]>> = {
  level: readSubjectLevel,
  mark: readMark,
  remark: readFilledText,
};

function subjectReader(code: SubjectCode, part: string): CellReader {
  return keeping(SUBJECT_PARTS[part]!, ({ subjects }, value) => {
    const own = subjects.get(code) ?? {};
    // The parts and their readers are one table, so the value is that of the part.
    (own as Record<string, unknown>)[part] = value;
    subjects.set(code, own);
  });
}

const readerOf = (key: string): CellReader => {
  const [area, code, part] = key.split('.') as [string, SubjectCode, string | undefined];
  const range = NUMBERS[key];
  if (area === 'subject') return subjectReader(code, part!);
  if (area === 'trait')
    return keeping(readQualityLevel, ({ traits }, level) => {
      traits[key.slice('trait.'.length) as TraitCode] = level;
    });
  return range
    ? keeping(
        (cell, who, report) => readNumber(cell, range, who, report),
        ({ numbers }, number) => numbers.set(key, number),
      )
    : keeping(key === 'award' ? readAward : readFilledText, ({ texts }, text) => texts.set(key, text));
};

/** Cells of the entry grid, told from the fields of a sheet by their keys. */
export const isCellKey = (key: string): boolean => /^(?:subject|trait|remark|health|absence)\.|^award$/.test(key);

/** A column of cells of the entry grid. */
export interface CellColumn {
  readonly key: string;
  readonly isGraded: boolean;
  readonly read: CellReader;
}

/** Those of the columns of a table that are cells of the entry grid: how a column is read is found out once, not for every row. */
export const cellColumns = (columns: ReadonlyMap<string, unknown>): readonly CellColumn[] =>
  [...columns.keys()].filter(isCellKey).map((key) => ({ key, isGraded: isGraded(key), read: readerOf(key) }));

/** Reads the cells of a row; tells how many held a value. A value for which the form has no place is reported and left out. */
export function readCells(draft: Draft, row: DataRow, columns: readonly CellColumn[], who: string, report: Report): number {
  const { grade, point } = draft;
  const taught = TAUGHT[grade];
  const own = point === 'yearEnd' ? undefined : atPoint(`${point} ${grade}`);
  let filled = 0;
  for (const { key, isGraded: graded, read } of columns) {
    const cell = row.cell(key)!;
    if (graded && !taught.has(key)) {
      if (!isBlank(cell.raw)) report.problem('workbook/outside-curriculum', cell.place, { label: cell.label, pupil: who, grade });
    } else if (own !== undefined && !own.has(key)) reportNotAtPoint(draft, cell, who, report);
    else if (read(draft, cell, who, report)) filled++;
  }
  return filled;
}

const some = <Key extends string, T>(key: Key, value: T | undefined) =>
  (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [k in Key]?: T };

/** The year as a value. A compulsory subject without any cell is there with nothing in it; an optional one is not studied. */
export function assembleYear(draft: Draft, notAssessed: boolean): YearAssessment {
  const { numbers, texts } = draft;
  const subjects: SubjectResult[] = [];
  const compulsory = COMPULSORY[draft.grade];
  for (const code of SUBJECT_CODES) {
    const cells = draft.subjects.get(code);
    if (cells || compulsory.has(code)) subjects.push({ subject: code, ...cells });
  }
  return {
    grade: draft.grade,
    notAssessed,
    subjects,
    traits: draft.traits,
    ...some('qualityRemark', texts.get('remark.qualities')),
    ...some('generalCompetencyRemark', texts.get('remark.generalCompetencies')),
    ...some('specificCompetencyRemark', texts.get('remark.specificCompetencies')),
    health: {
      ...some('heightCm', numbers.get('health.heightCm')),
      ...some('weightKg', numbers.get('health.weightKg')),
      ...some('note', texts.get('health.note')),
    },
    absence: { ...some('excused', numbers.get('absence.excused')), ...some('unexcused', numbers.get('absence.unexcused')) },
    awards: (texts.get('award') ?? '')
      .split(';')
      .map((award) => award.trim())
      .filter((award) => award !== ''),
  };
}
