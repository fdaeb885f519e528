import type { ExportSheet } from '../model.ts';
import { type GradeGroup, SUBJECT_HEADER, subjectsOf } from './grade-group.ts';
import type { ListedYear, ListHead, Years } from './model.ts';
import { numberOf } from './results.ts';
import { type ListColumn, listSheet, orderColumn, titlesOf } from './sheet.ts';

const remark = (name: string, key: string): ListColumn<ListedYear> => ({
  header: `Nhận xét: ${name}`,
  width: 40,
  cell: ({ values }) => values.get(key) ?? '',
});

const columnsOf = (group: GradeGroup): readonly ListColumn<ListedYear>[] => [
  orderColumn,
  { header: 'Mã lớp', width: 8, cell: ({ classroom }) => classroom },
  { header: 'Mã học sinh', cell: ({ identity }) => identity.pupilId },
  { header: 'Họ tên', width: 28, cell: ({ identity }) => identity.fullName },
  { header: 'Chiều cao (cm)', cell: numberOf('health.heightCm') },
  { header: 'Cân nặng (kg)', cell: numberOf('health.weightKg') },
  { header: 'Sức khỏe', cell: ({ values }) => values.get('health.note') ?? '' },
  { header: 'Nghỉ có phép', cell: numberOf('absence.excused') },
  { header: 'Nghỉ không phép', cell: numberOf('absence.unexcused') },
  ...subjectsOf(group).map(({ code }) => remark(SUBJECT_HEADER[code], `subject.${code}.remark`)),
  remark('Phẩm chất', 'remark.qualities'),
  remark('Năng lực chung', 'remark.generalCompetencies'),
  remark('Năng lực đặc thù', 'remark.specificCompetencies'),
];

/** Health, attendance and remarks in the layout of the sector. */
export const remarksSheet = (name: string, group: GradeGroup, head: ListHead, years: Years): ExportSheet =>
  listSheet(name, titlesOf('NHẬN XÉT, SỨC KHỎE, CHUYÊN CẦN CUỐI NĂM HỌC', head), columnsOf(group), years);
