import {
  GENERAL_COMPETENCY_CODES,
  QUALITY_CODES,
  SPECIFIC_COMPETENCY_CODES,
  type SubjectCode,
  type TraitCode,
} from '../../record/codes.ts';
import type { Grade } from '../../record/identifiers.ts';

export interface CurriculumSubject {
  readonly code: SubjectCode;
  /** Optional subjects count when the pupil studies them. */
  readonly optional: boolean;
  /** Has a year-end test, and so a Điểm KTĐK (TT 27/2020 Điều 7 khoản 1). */
  readonly tested: boolean;
}
export interface Curriculum {
  readonly subjects: readonly CurriculumSubject[];
  readonly traits: readonly TraitCode[];
}

type Kind = Omit<CurriculumSubject, 'code'> | undefined;
const tested: Kind = { optional: false, tested: true };
const untested: Kind = { optional: false, tested: false };
const optional: Kind = { optional: true, tested: false };
const none: Kind = undefined;
/** TT 32/2018/TT-BGDĐT (subjects by grade) and TT 27/2020 Điều 7 (which have a year-end test), in the row order of the form. Columns: lớp 1, 2, 3, 4, 5. */
const TABLE: readonly (readonly [SubjectCode, Kind, Kind, Kind, Kind, Kind])[] = [
  ['TV', tested, tested, tested, tested, tested],
  ['TOAN', tested, tested, tested, tested, tested],
  ['NN1', optional, optional, tested, tested, tested],
  ['LSDL', none, none, none, tested, tested],
  ['KH', none, none, none, tested, tested],
  ['TH', none, none, tested, tested, tested],
  ['CN', none, none, tested, tested, tested],
  ['DD', untested, untested, untested, untested, untested],
  ['TNXH', untested, untested, untested, none, none],
  ['GDTC', untested, untested, untested, untested, untested],
  ['AN', untested, untested, untested, untested, untested],
  ['MT', untested, untested, untested, untested, untested],
  ['HDTN', untested, untested, untested, untested, untested],
  ['TDT', optional, optional, optional, optional, optional],
];
/** Tin học and Công nghệ begin in lớp 3, and so do the competences of these names. */
const FROM_GRADE_3: readonly TraitCode[] = ['NL.CONGNGHE', 'NL.TINHOC'];
const TRAITS: readonly TraitCode[] = [...QUALITY_CODES, ...GENERAL_COMPETENCY_CODES, ...SPECIFIC_COMPETENCY_CODES];

const curriculum = (grade: Grade): Curriculum => ({
  subjects: TABLE.flatMap((row) => {
    const kind = row[grade] as Kind;
    return kind === undefined ? [] : [{ code: row[0], ...kind }];
  }),
  traits: TRAITS.filter((code) => grade >= 3 || !FROM_GRADE_3.includes(code)),
});
const BY_GRADE: Readonly<Record<Grade, Curriculum>> = {
  1: curriculum(1),
  2: curriculum(2),
  3: curriculum(3),
  4: curriculum(4),
  5: curriculum(5),
};

/** What is taught and assessed in a grade, in the order of the form. */
export const curriculumOf = (grade: Grade): Curriculum => BY_GRADE[grade];
