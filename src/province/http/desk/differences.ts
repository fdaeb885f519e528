import { cellLabel, curriculumOf, type HocBa, readCell, RESULT_LABEL } from '#domain';

interface Difference {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}
const FACTS: readonly (readonly [string, (hocBa: HocBa) => string])[] = [
  ['Họ và tên', (h) => h.pupil.fullName],
  ['Ngày sinh', (h) => h.pupil.birthDate],
  ['Số định danh', (h) => h.pupil.personalId ?? ''],
  ['Lớp', (h) => h.classroom],
  ['Đánh giá kết quả giáo dục', (h) => (h.yearEnd.overallResult ? RESULT_LABEL[h.yearEnd.overallResult] : '')],
  ['Khen thưởng', (h) => h.assessment.awards.join('; ')],
  ['Giáo viên chủ nhiệm', (h) => h.homeroomTeacher.fullName],
  ['Người ký của trường', (h) => h.schoolHead.fullName],
];
const REMARKS = [
  'remark.qualities',
  'remark.generalCompetencies',
  'remark.specificCompetencies',
  'health.heightCm',
  'health.weightKg',
  'health.note',
  'absence.excused',
  'absence.unexcused',
];

/** What changed between two versions, in words. */
export function differencesOf(before: HocBa, after: HocBa): readonly Difference[] {
  const { subjects, traits } = curriculumOf(after.assessment.grade);
  const cells = [
    ...subjects.flatMap(({ code }) => [`subject.${code}.level`, `subject.${code}.mark`, `subject.${code}.remark`]),
    ...traits.map((code) => `trait.${code}`),
    ...REMARKS,
  ];
  const all = [
    ...FACTS.map(([label, read]): Difference => ({ label, from: read(before), to: read(after) })),
    ...cells.map(
      (key): Difference => ({ label: cellLabel(key), from: readCell(before.assessment, key), to: readCell(after.assessment, key) }),
    ),
  ];
  return all.filter(({ from, to }) => from !== to);
}
