import type { ExportSheet } from '../model.ts';
import type { ListedStaff, ListHead } from './model.ts';
import { type ListColumn, listSheet, orderColumn, titlesOf } from './sheet.ts';

const COLUMNS: readonly ListColumn<ListedStaff>[] = [
  orderColumn,
  { header: 'Mã cán bộ', cell: ({ staffId }) => staffId },
  { header: 'Họ tên', width: 28, cell: ({ fullName }) => fullName },
  { header: 'Trạng thái CB', width: 16, cell: ({ working }) => (working ? 'Đang làm việc' : 'Đã nghỉ việc') },
  { header: 'Vị trí việc làm', width: 24, cell: ({ position }) => position },
  { header: 'Lớp chủ nhiệm', cell: ({ homeroomClassrooms }) => homeroomClassrooms.join(', ') },
];

/** The staff as the sector database lists them. */
export const staffSheet = (head: ListHead, staff: readonly ListedStaff[]): ExportSheet =>
  listSheet('CSDL_GiaoVien', titlesOf('DANH SÁCH GIÁO VIÊN, NHÂN VIÊN', head), COLUMNS, staff);
