import { ethnicityName, nationalityName } from '#domain';
import type { PupilStatus } from '../../model.ts';
import type { ExportSheet } from '../model.ts';
import type { ListedYear, ListHead, Years } from './model.ts';
import { type ListColumn, listSheet, orderColumn, titlesOf } from './sheet.ts';

const STATUS: Readonly<Record<PupilStatus, string>> = { studying: 'Đang học', arrived: 'Chuyển đến', left: 'Chuyển đi' };
const GENDER: readonly string[] = ['', 'Nam', 'Nữ'];

/** The columns of C1-HocSinh, in its order. */
const COLUMNS: readonly ListColumn<ListedYear>[] = [
  orderColumn,
  { header: 'Mã lớp', width: 8, cell: ({ classroom }) => classroom },
  { header: 'Mã học sinh', cell: ({ identity }) => identity.pupilId },
  { header: 'Họ tên', width: 28, cell: ({ identity }) => identity.fullName },
  { header: 'Ngày sinh', cell: ({ identity }) => ({ day: identity.birthDate }) },
  { header: 'Giới tính', width: 9, cell: ({ identity }) => GENDER[identity.gender] ?? '' },
  { header: 'Trạng thái HS', cell: ({ status }) => STATUS[status] },
  { header: 'Ngày nhập trạng thái', cell: ({ statusDate }) => (statusDate ? { day: statusDate } : null) },
  { header: 'Dân tộc', cell: ({ identity }) => ethnicityName(identity.ethnicity) },
  { header: 'Quốc tịch', cell: ({ identity }) => nationalityName(identity.nationality) },
  { header: 'Loại khuyết tật', cell: ({ identity }) => identity.disability ?? '' },
  { header: 'Số định danh cá nhân', width: 18, cell: ({ identity }) => identity.personalId ?? '' },
  { header: 'Nơi sinh', width: 24, cell: ({ identity }) => identity.birthPlace ?? '' },
  { header: 'Quê quán', width: 24, cell: ({ identity }) => identity.queQuan ?? '' },
  { header: 'Chỗ ở hiện nay', width: 32, cell: ({ identity }) => identity.residence ?? '' },
  { header: 'Họ tên cha', width: 24, cell: ({ identity }) => identity.fatherName ?? '' },
  { header: 'Họ tên mẹ', width: 24, cell: ({ identity }) => identity.motherName ?? '' },
  { header: 'Họ tên người giám hộ', width: 24, cell: ({ identity }) => identity.guardianName ?? '' },
  { header: 'Số đăng bộ', cell: ({ identity }) => identity.registerNumber ?? '' },
  // The grade belongs to the pupil's year: a combined class (lớp ghép) has several, and its name tells none.
  { header: 'Khối', width: 6, cell: ({ grade }) => grade },
];

/** The pupils as the sector database lists them. */
export const pupilsSheet = (name: string, head: ListHead, years: Years): ExportSheet =>
  listSheet(name, titlesOf('DANH SÁCH HỌC SINH', head), COLUMNS, years);
