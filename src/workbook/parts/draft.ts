import { type AssessmentPoint, cellsAt, curriculumOf, type Grade, type Mark, pointInWords, type QualityLevel, SUBJECT_CODES, type SubjectCode, type SubjectLevel, type SubjectResult, type TraitCode, type YearAssessment } from '#domain';
import type { Report } from '../problem.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import type { Cell, DataRow } from '../sheet/rows.ts';
import { readMark, readNumber, readQualityLevel, readSubjectLevel, type NumberRange } from '../values/assessment.ts';
import { flagIn } from '../values/flag.ts';
import { readText } from '../values/text.ts';

interface SubjectDraft { level?: SubjectLevel; mark?: Mark; remark?: string }

/** The cells of one pupil's year as they come in from several sheets, by the keys of the entry grid. */
export interface Draft {
  readonly grade: Grade;
  readonly point: AssessmentPoint;
  readonly subjects: Map<SubjectCode, SubjectDraft>;
  readonly traits: { [code in TraitCode]?: QualityLevel };
  readonly numbers: Map<string, number>;
  readonly texts: Map<string, string>;
}

export const emptyDraft = (grade: Grade, point: AssessmentPoint = 'yearEnd'): Draft => ({ grade, point, subjects: new Map(), traits: {}, numbers: new Map(), texts: new Map() });

const NUMBERS: Readonly<Record<string, NumberRange>> = {
  'health.heightCm': { from: 50, to: 220, decimals: 2, unit: 'cm' },
  'health.weightKg': { from: 8, to: 150, decimals: 2, unit: 'kg' },
  'absence.excused': { from: 0, to: 250, decimals: 0, unit: 'ngày' },
  'absence.unexcused': { from: 0, to: 250, decimals: 0, unit: 'ngày' },
};

/** The cells of subjects and traits that the form of a grade has: the subject is taught, tested, the competence belongs to the grade. */
function taughtCells(grade: Grade): ReadonlySet<string> {
  const { subjects, traits } = curriculumOf(grade);
  return new Set([...subjects.flatMap(({ code, tested }) => ['level', 'remark', ...(tested ? ['mark'] : [])].map((part) => `subject.${code}.${part}`)), ...traits.map((trait) => `trait.${trait}`)]);
}
const TAUGHT: Readonly<Record<Grade, ReadonlySet<string>>> = { 1: taughtCells(1), 2: taughtCells(2), 3: taughtCells(3), 4: taughtCells(4), 5: taughtCells(5) };

/** Whether the form of that grade has the cell at all. */
export const inCurriculum = (key: string, grade: Grade): boolean => TAUGHT[grade].has(key) || !/^(?:subject|trait)\./.test(key);

function readSubjectCell(draft: Draft, code: SubjectCode, part: string, cell: Cell, who: string, report: Report): boolean {
  const value = part === 'level' ? readSubjectLevel(cell, who, report) : part === 'mark' ? readMark(cell, who, report) : readText(cell, who, report) || undefined;
  if (value !== undefined) draft.subjects.set(code, { ...draft.subjects.get(code), [part]: value });
  return value !== undefined;
}

/** A mark where there is no test, a rating in the middle of the year: most likely the sheet is of another point, so the row is not taken. */
export function reportNotAtPoint({ point, grade }: Draft, cell: Cell | undefined, who: string, report: Report): void {
  if (cell && !isBlank(cell.raw)) report.problem('workbook/not-at-point', cell.place, { label: cell.label, pupil: who, grade, point: pointInWords(point) });
}

/** Reads one cell into the draft; true when it held a value. A value for which the form has no place is reported and left out. */
function readInto(draft: Draft, key: string, cell: Cell, who: string, report: Report): boolean {
  const [area, code, part] = key.split('.') as [string, string, string | undefined];
  if (!inCurriculum(key, draft.grade)) {
    if (!isBlank(cell.raw)) report.problem('workbook/outside-curriculum', cell.place, { label: cell.label, pupil: who, grade: draft.grade });
    return false;
  }
  if (draft.point !== 'yearEnd' && !cellsAt(draft.point, draft.grade).includes(key)) {
    reportNotAtPoint(draft, cell, who, report);
    return false;
  }
  if (area === 'subject') return readSubjectCell(draft, code as SubjectCode, part!, cell, who, report);
  if (area === 'trait') {
    const level = readQualityLevel(cell, who, report);
    if (level) draft.traits[key.slice('trait.'.length) as TraitCode] = level;
    return level !== undefined;
  }
  const range = NUMBERS[key];
  if (range) {
    const number = readNumber(cell, range, who, report);
    if (number !== undefined) draft.numbers.set(key, number);
    return number !== undefined;
  }
  const text = readText(cell, who, report);
  if (key === 'award' && text !== '' && flagIn(text) !== undefined) {
    if (flagIn(text)) report.problem('workbook/award-ticked', cell.place, { label: cell.label, pupil: who });
    return false;
  }
  if (text !== '') draft.texts.set(key, text);
  return text !== '';
}

/** Cells of the entry grid, told from the fields of a sheet by their keys. */
export const isCellKey = (key: string): boolean => /^(?:subject|trait|remark|health|absence)\.|^award$/.test(key);

/** Reads cells of the entry grid; tells how many held a value. */
export function readCells(draft: Draft, row: DataRow, keys: readonly string[], who: string, report: Report): number {
  let filled = 0;
  for (const key of keys) if (readInto(draft, key, row.cell(key)!, who, report)) filled++;
  return filled;
}

const some = <Key extends string, T>(key: Key, value: T | undefined) => (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [k in Key]?: T };

/** The year as a value. A compulsory subject without any cell is there with nothing in it; an optional one is not studied. */
export function assembleYear(draft: Draft, notAssessed: boolean): YearAssessment {
  const { numbers, texts } = draft;
  const taught = new Map(curriculumOf(draft.grade).subjects.map((subject) => [subject.code, subject]));
  const subjects: readonly SubjectResult[] = SUBJECT_CODES.flatMap((code) => {
    const cells = draft.subjects.get(code), subject = taught.get(code);
    return cells || (subject && !subject.optional) ? [{ subject: code, ...cells }] : [];
  });
  return {
    grade: draft.grade,
    notAssessed,
    subjects,
    traits: draft.traits,
    ...some('qualityRemark', texts.get('remark.qualities')),
    ...some('generalCompetencyRemark', texts.get('remark.generalCompetencies')),
    ...some('specificCompetencyRemark', texts.get('remark.specificCompetencies')),
    health: { ...some('heightCm', numbers.get('health.heightCm')), ...some('weightKg', numbers.get('health.weightKg')), ...some('note', texts.get('health.note')) },
    absence: { ...some('excused', numbers.get('absence.excused')), ...some('unexcused', numbers.get('absence.unexcused')) },
    awards: (texts.get('award') ?? '').split(';').map((award) => award.trim()).filter((award) => award !== ''),
  };
}
