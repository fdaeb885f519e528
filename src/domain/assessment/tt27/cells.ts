import { cleanText, err, ok, type Result } from '#kernel';
import { SUBJECT_LABEL, TRAIT_LABEL } from '../../codes/labels.ts';
import { type Mark, QUALITY_LEVELS, SUBJECT_LEVELS, type SubjectCode, type TraitCode } from '../../record/codes.ts';
import type { SubjectResult, YearAssessment } from '../../record/hoc-ba.ts';
import { type Refusal, refusal } from '../../refusal/refusal.ts';
import { type Curriculum, curriculumOf } from './curriculum.ts';
import { specialClassCurriculum } from './disability.ts';

/** Name of one cell of a pupil's year: `subject.TOAN.mark`, `trait.PC.NHANAI`, `remark.qualities`, `health.heightCm`, `absence.excused`, `award`. */
export type CellKey = string;

const REMARKS = {
  qualities: 'qualityRemark',
  generalCompetencies: 'generalCompetencyRemark',
  specificCompetencies: 'specificCompetencyRemark',
} as const;
const YEAR_LABELS = {
  'remark.qualities': 'Nhận xét phẩm chất',
  'remark.generalCompetencies': 'Nhận xét năng lực chung',
  'remark.specificCompetencies': 'Nhận xét năng lực đặc thù',
  'health.heightCm': 'Chiều cao (cm)',
  'health.weightKg': 'Cân nặng (kg)',
  'health.note': 'Sức khỏe',
  'absence.excused': 'Số ngày nghỉ có phép',
  'absence.unexcused': 'Số ngày nghỉ không phép',
  award: 'Khen thưởng',
} as const;
const SUBJECT_PARTS = { level: 'Mức đạt được', mark: 'Điểm KTĐK', remark: 'Nhận xét' } as const;

type Parsed =
  | { readonly kind: 'subject'; readonly subject: SubjectCode; readonly part: keyof typeof SUBJECT_PARTS }
  | { readonly kind: 'trait'; readonly trait: TraitCode }
  | { readonly kind: 'remark'; readonly property: (typeof REMARKS)[keyof typeof REMARKS] }
  | { readonly kind: 'health'; readonly property: 'heightCm' | 'weightKg' | 'note' }
  | { readonly kind: 'absence'; readonly property: 'excused' | 'unexcused' }
  | { readonly kind: 'award' };
type Known = Parsed & { readonly label: string };

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[];
const ofYear = (key: keyof typeof YEAR_LABELS, parsed: Parsed): readonly [CellKey, Known] => [key, { ...parsed, label: YEAR_LABELS[key] }];

/** Every cell there is, by its name. */
const CELLS: ReadonlyMap<CellKey, Known> = new Map<CellKey, Known>([
  ...keysOf(SUBJECT_LABEL).flatMap((subject) =>
    keysOf(SUBJECT_PARTS).map((part): [CellKey, Known] => [
      `subject.${subject}.${part}`,
      { kind: 'subject', subject, part, label: `${SUBJECT_LABEL[subject]} – ${SUBJECT_PARTS[part]}` },
    ]),
  ),
  ...keysOf(TRAIT_LABEL).map((trait): [CellKey, Known] => [`trait.${trait}`, { kind: 'trait', trait, label: TRAIT_LABEL[trait] }]),
  ...keysOf(REMARKS).map((name) => ofYear(`remark.${name}`, { kind: 'remark', property: REMARKS[name] })),
  ...(['heightCm', 'weightKg', 'note'] as const).map((property) => ofYear(`health.${property}`, { kind: 'health', property })),
  ...(['excused', 'unexcused'] as const).map((property) => ofYear(`absence.${property}`, { kind: 'absence', property })),
  ofYear('award', { kind: 'award' }),
]);

/** `Toán – Điểm KTĐK`: how a cell is called when speaking to people. */
export const cellLabel = (key: CellKey): string => CELLS.get(key)?.label ?? key;

/** The text of a cell; empty text is an empty cell. */
export function readCell(assessment: YearAssessment, key: CellKey): string {
  const cell = CELLS.get(key);
  const value = cell === undefined ? undefined : valueOf(assessment, cell);
  return value === undefined ? '' : String(value);
}

function valueOf(assessment: YearAssessment, cell: Parsed): string | number | undefined {
  switch (cell.kind) {
    case 'subject':
      return assessment.subjects.find(({ subject }) => subject === cell.subject)?.[cell.part];
    case 'trait':
      return assessment.traits[cell.trait];
    case 'remark':
      return assessment[cell.property];
    case 'health':
      return assessment.health[cell.property];
    case 'absence':
      return assessment.absence[cell.property];
    case 'award':
      return assessment.awards.length === 0 ? undefined : assessment.awards.join('; ');
  }
}

/**
 * Puts a text into a cell; empty text empties it. Unambiguous spellings are understood: t/h/c, đ/d/D/Ð as Đ in the T/Đ/C scale, `9,0` as 9.
 * Refused with the cell in `where`: `content/bad-level`, `content/bad-mark` (TT 27/2020 Điều 7: a whole number 0 to 10), `content/bad-number`, `content/not-taught`, `content/cell-unknown`.
 */
export function writeCell(assessment: YearAssessment, key: CellKey, typed: string): Result<YearAssessment, Refusal> {
  const cell = CELLS.get(key);
  if (cell === undefined) return err(refusal('content/cell-unknown', { cell: key }));
  const text = cleanText(typed);
  switch (cell.kind) {
    case 'subject':
      return writeSubject(assessment, cell.subject, cell.part, text, key);
    case 'trait': {
      if (!curriculumOf(assessment.grade).traits.includes(cell.trait))
        return text === ''
          ? ok(assessment)
          : err(refusal('content/not-taught', { cell: cellLabel(key), grade: assessment.grade }, cellLabel(key)));
      const value = asQualityLevel(text);
      if (text !== '' && value === undefined)
        return err(refusal('content/bad-level', { cell: cellLabel(key), value: text, expected: 'T, Đ hoặc C' }, cellLabel(key)));
      return ok({ ...assessment, traits: withValue(assessment.traits, cell.trait, value) });
    }
    case 'remark':
      return ok(withValue(assessment, cell.property, text === '' ? undefined : text));
    case 'health': {
      if (cell.property === 'note')
        return ok({ ...assessment, health: withValue(assessment.health, 'note', text === '' ? undefined : text) });
      const value =
        text === '' ? undefined : asNumber(text, cell.property === 'heightCm' ? 60 : 8, cell.property === 'heightCm' ? 220 : 150, true);
      return value === null
        ? err(refusal('content/bad-number', { cell: cellLabel(key), value: text }, cellLabel(key)))
        : ok({ ...assessment, health: withValue(assessment.health, cell.property, value) });
    }
    case 'absence': {
      const value = text === '' ? undefined : asNumber(text, 0, 366, false);
      return value === null
        ? err(refusal('content/bad-number', { cell: cellLabel(key), value: text }, cellLabel(key)))
        : ok({ ...assessment, absence: withValue(assessment.absence, cell.property, value) });
    }
    case 'award':
      return ok({
        ...assessment,
        awards:
          text === ''
            ? []
            : text
                .split(';')
                .map((award) => award.trim())
                .filter((award) => award !== ''),
      });
  }
}

function writeSubject(
  assessment: YearAssessment,
  subject: SubjectCode,
  part: 'level' | 'mark' | 'remark',
  text: string,
  key: CellKey,
): Result<YearAssessment, Refusal> {
  const taught = curriculumOf(assessment.grade).subjects.find(({ code }) => code === subject);
  if (!taught || (part === 'mark' && !taught.tested)) {
    return text === ''
      ? ok(assessment)
      : err(refusal('content/not-taught', { cell: cellLabel(key), grade: assessment.grade }, cellLabel(key)));
  }
  const value = part === 'level' ? asSubjectLevel(text) : part === 'mark' ? asMark(text) : text === '' ? undefined : text;
  if (text !== '' && value === undefined) {
    return err(
      part === 'level'
        ? refusal('content/bad-level', { cell: cellLabel(key), value: text, expected: 'T, H hoặc C' }, cellLabel(key))
        : refusal('content/bad-mark', { cell: cellLabel(key), value: text }, cellLabel(key)),
    );
  }
  const there = assessment.subjects.some((row) => row.subject === subject);
  const subjects: readonly SubjectResult[] = there ? assessment.subjects : [...assessment.subjects, { subject }];
  return ok({ ...assessment, subjects: subjects.map((row) => (row.subject === subject ? withValue(row, part, value) : row)) });
}

/** A copy with the property set, or without it when the value is undefined. */
function withValue<T extends object, K extends PropertyKey>(holder: T, name: K, value: unknown): T {
  const copy = { ...holder } as Record<PropertyKey, unknown>;
  if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy as T;
}

const asSubjectLevel = (text: string) => SUBJECT_LEVELS.find((level) => level === text.toUpperCase());
const asQualityLevel = (text: string) => QUALITY_LEVELS.find((level) => level === (/^[đdðĐDÐ]$/.test(text) ? 'Đ' : text.toUpperCase()));
const asMark = (text: string): Mark | undefined =>
  /^(?:[0-9]|10)(?:[.,]0+)?$/.test(text) ? (Number.parseInt(text, 10) as Mark) : undefined;

/** The number, or null when it is none within the bounds. */
function asNumber(text: string, min: number, max: number, decimals: boolean): number | null {
  if (!(decimals ? /^\d{1,3}(?:[.,]\d{1,2})?$/ : /^\d{1,3}$/).test(text)) return null;
  const value = Number(text.replace(',', '.'));
  return value >= min && value <= max ? value : null;
}

/** The cells that a result needs and that are empty, in the order of the form. A pupil who is not assessed lacks nothing; one of a special class needs Toán and Tiếng Việt. */
export function missingCells(assessment: YearAssessment): readonly CellKey[] {
  if (assessment.notAssessed && !assessment.specialClass) return [];
  return missingIn(assessment.specialClass ? specialClassCurriculum(assessment.grade) : curriculumOf(assessment.grade), assessment);
}

/** The cells of a curriculum that are empty; an optional subject lacks none until something stands in it. */
export function missingIn({ subjects, traits }: Curriculum, assessment: YearAssessment): readonly CellKey[] {
  const missingSubjects = subjects.flatMap(({ code, optional, tested }) => {
    const row = assessment.subjects.find(({ subject }) => subject === code);
    if (optional && (row === undefined || (row.level === undefined && row.mark === undefined && row.remark === undefined))) return [];
    return [
      ...(row?.level === undefined ? [`subject.${code}.level`] : []),
      ...(tested && row?.mark === undefined ? [`subject.${code}.mark`] : []),
    ];
  });
  return [...missingSubjects, ...traits.filter((code) => assessment.traits[code] === undefined).map((code) => `trait.${code}`)];
}
