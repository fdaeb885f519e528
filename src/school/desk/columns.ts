import {
  cellLabel,
  curriculumOf,
  type Grade,
  QUALITY_CODES,
  GENERAL_COMPETENCY_CODES,
  SUBJECT_LABEL,
  TRAIT_LABEL,
  type TraitCode,
} from '#domain';
import type { ClassPage } from '#contract';

export type GridColumn = ClassPage['columns'][number];

const REMARKS = [
  ['remark.qualities', 'Phẩm chất'],
  ['remark.generalCompetencies', 'Năng lực chung'],
  ['remark.specificCompetencies', 'Năng lực đặc thù'],
] as const;
const YEAR_CELLS = [
  ['health.heightCm', 'Sức khoẻ', 'Chiều cao', 'number'],
  ['health.weightKg', 'Sức khoẻ', 'Cân nặng', 'number'],
  ['health.note', 'Sức khoẻ', 'Sức khoẻ', 'text'],
  ['absence.excused', 'Ngày nghỉ', 'Có phép', 'number'],
  ['absence.unexcused', 'Ngày nghỉ', 'Không phép', 'number'],
  ['award', 'Khen thưởng', 'Khen thưởng', 'text'],
] as const;

const traitGroup = (code: TraitCode): string =>
  (QUALITY_CODES as readonly string[]).includes(code)
    ? 'Phẩm chất'
    : (GENERAL_COMPETENCY_CODES as readonly string[]).includes(code)
      ? 'Năng lực chung'
      : 'Năng lực đặc thù';

/** The columns of the entry grid of a grade, in the order of the form of Thông tư 27/2020: subjects, traits, remarks, the rest of the year. */
export function columnsOf(grade: Grade): readonly GridColumn[] {
  const { subjects, traits } = curriculumOf(grade);
  const subjectColumns = subjects.flatMap(({ code, optional, tested }): GridColumn[] => {
    const name = SUBJECT_LABEL[code];
    const level = {
      key: `subject.${code}.level`,
      tab: 'subjects',
      longLabel: cellLabel(`subject.${code}.level`),
      kind: 'subjectLevel',
      required: !optional,
    } as const;
    if (!tested) return [{ ...level, group: '', label: name }];
    return [
      { ...level, group: name, label: 'Mức' },
      {
        key: `subject.${code}.mark`,
        tab: 'subjects',
        group: name,
        label: 'Điểm',
        longLabel: cellLabel(`subject.${code}.mark`),
        kind: 'mark',
        required: !optional,
      },
    ];
  });
  const traitColumns = traits.map(
    (code): GridColumn => ({
      key: `trait.${code}`,
      tab: 'traits',
      group: traitGroup(code),
      label: TRAIT_LABEL[code],
      longLabel: cellLabel(`trait.${code}`),
      kind: 'qualityLevel',
      required: true,
    }),
  );
  const remarkColumns = [
    ...subjects.map(
      ({ code }): GridColumn => ({
        key: `subject.${code}.remark`,
        tab: 'remarks',
        group: 'Môn học',
        label: SUBJECT_LABEL[code],
        longLabel: cellLabel(`subject.${code}.remark`),
        kind: 'text',
        required: false,
      }),
    ),
    ...REMARKS.map(
      ([key, label]): GridColumn => ({
        key,
        tab: 'remarks',
        group: 'Phẩm chất – Năng lực',
        label,
        longLabel: cellLabel(key),
        kind: 'text',
        required: false,
      }),
    ),
  ];
  const yearColumns = YEAR_CELLS.map(
    ([key, group, label, kind]): GridColumn => ({ key, tab: 'year', group, label, longLabel: cellLabel(key), kind, required: false }),
  );
  return [...subjectColumns, ...traitColumns, ...remarkColumns, ...yearColumns];
}
