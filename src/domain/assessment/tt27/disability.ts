import { SUBJECT_LABEL } from '../../codes/labels.ts';
import type { SubjectCode } from '../../record/codes.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import type { Grade } from '../../record/identifiers.ts';
import { type Curriculum, curriculumOf } from './curriculum.ts';

/**
 * TT 27/2020/TT-BGDĐT Điều 8. `inclusive`: with the other pupils, every cell by adjusted requirements or by the individual plan, and rated like them.
 * `specialClass`: a class for the disabled, periodic results in Toán and Tiếng Việt alone. `notAssessed`: no result is required (the flag of the national dataset).
 */
export const ASSESSMENT_WAYS = ['inclusive', 'specialClass', 'notAssessed'] as const;
export type AssessmentWay = (typeof ASSESSMENT_WAYS)[number];
export const ASSESSMENT_WAY_LABEL: Readonly<Record<AssessmentWay, string>> = {
  inclusive: 'Đánh giá như các em khác (học hoà nhập: theo yêu cầu đã điều chỉnh hoặc kế hoạch giáo dục cá nhân)',
  specialClass: 'Lớp dành cho người khuyết tật: chỉ Tiếng Việt và Toán',
  notAssessed: 'Không đánh giá',
};
export const assessmentWayOf = ({ notAssessed, specialClass }: Pick<YearAssessment, 'notAssessed' | 'specialClass'>): AssessmentWay =>
  specialClass ? 'specialClass' : notAssessed ? 'notAssessed' : 'inclusive';
/** How a way stands in a year: the form has one flag, `không đánh giá`, for both ways that have no result of Điều 9. */
export const flagsOf = (way: AssessmentWay): Pick<YearAssessment, 'notAssessed' | 'specialClass'> => ({
  notAssessed: way !== 'inclusive',
  ...(way === 'specialClass' ? { specialClass: true } : {}),
});

const IN_SPECIAL_CLASS: readonly SubjectCode[] = ['TV', 'TOAN'];

/** What a pupil of a special class is assessed in. */
export const specialClassCurriculum = (grade: Grade): Curriculum => ({
  subjects: curriculumOf(grade).subjects.filter(({ code }) => IN_SPECIAL_CLASS.includes(code)),
  traits: [],
});

/** Why a pupil has no result of Điều 9, with what there is instead. */
export function withoutResult({ specialClass, subjects }: YearAssessment): string {
  if (!specialClass) return 'Học sinh khuyết tật không đánh giá (Điều 8 Thông tư 27/2020/TT-BGDĐT).';
  const told = subjects
    .filter(({ subject }) => IN_SPECIAL_CLASS.includes(subject))
    .map(({ subject, level, mark }) => `${SUBJECT_LABEL[subject]} mức ${level}, điểm ${mark}`);
  return `Lớp dành cho người khuyết tật: chỉ đánh giá định kì Tiếng Việt và Toán, không xếp mức theo Điều 9 (Điều 8 Thông tư 27/2020/TT-BGDĐT). ${told.join('; ')}.`;
}
