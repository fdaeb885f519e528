import { ASSESSMENT_POINT_LABEL, type AssessmentPoint, curriculumAt, ethnicityName, RESULT_LABEL, SUBJECT_LABEL } from '#domain';
import type { ExportSheet } from '../model.ts';
import { firstGradeOf, type GradeGroup } from './grade-group.ts';
import { FLAG, type ListHead, type Years } from './model.ts';
import { alone, LEVEL, MARK, numberOf, SUBJECTS, text, traitColumn } from './results.ts';
import { titlesOf } from './sheet.ts';
import { type ResultColumn, threeLineSheet } from './three-lines.ts';

const yesNo = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'Có' : 'Không');

const OUTCOME: readonly ResultColumn[] = [
  alone('Đánh giá KQGD', ({ result }) => (result ? RESULT_LABEL[result] : ''), 20),
  alone('Khen thưởng', text('award'), 24),
  alone('Hoàn thành chương trình lớp học', ({ completed }) => yesNo(completed)),
  alone('Lên lớp', ({ promoted }) => (promoted ? 'Có' : '')),
];

function columnsOf(group: GradeGroup, point: AssessmentPoint): readonly ResultColumn[] {
  const { subjects, traits } = curriculumAt(point, firstGradeOf(group));
  return [
    alone('STT', (_, index) => index + 1, 6),
    alone('Họ và tên', ({ identity }) => identity.fullName, 28),
    alone('Ngày sinh', ({ identity }) => ({ day: identity.birthDate }), 11),
    alone('Nữ', ({ identity }) => (identity.gender === 2 ? FLAG : ''), 5),
    alone('Dân tộc', ({ identity }) => ethnicityName(identity.ethnicity)),
    alone('Khuyết tật', ({ identity, notAssessed }) => (notAssessed ? 'Không đánh giá' : identity.disability === undefined ? '' : FLAG)),
    ...subjects.flatMap(({ code, tested }): ResultColumn[] => [
      { header: [SUBJECTS, SUBJECT_LABEL[code], LEVEL], cell: text(`subject.${code}.level`) },
      ...(tested ? [{ header: [SUBJECTS, SUBJECT_LABEL[code], MARK], cell: numberOf(`subject.${code}.mark`) } as const] : []),
    ]),
    ...traits.map(traitColumn),
    ...(point === 'yearEnd' ? OUTCOME : []),
  ];
}

/** TT 27/2020 Phụ lục 2: Bảng tổng hợp kết quả đánh giá giáo dục of a class at a point, in the template of its grades. */
export const summarySheet = (
  name: string,
  group: GradeGroup,
  point: AssessmentPoint,
  head: ListHead & { readonly classroom: string },
  years: Years,
): ExportSheet =>
  threeLineSheet(
    name,
    [...titlesOf('BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC', head), `${ASSESSMENT_POINT_LABEL[point]} - Lớp ${head.classroom}`],
    columnsOf(group, point),
    years,
  );
