import { RESULT_LABEL } from '#domain';
import { type ExportSheet, type ListColumn, type ListHead, listSheet, orderColumn, titlesOf } from '#workbook';
import { countStates, type Examined } from '../desk/examine.ts';
import type { Classroom, StaffMember } from '../model.ts';
import { resultOf } from '../record/outcome.ts';
import { homeroomTeacherOf } from '../record/staff.ts';
import type { RecordState } from '../record/state.ts';

/** The words of the screens for the states of a record. */
const WORDS: Readonly<Record<RecordState, string>> = {
  incomplete: 'Chưa đủ dữ liệu',
  review: 'Cần xác nhận',
  ready: 'Sẵn sàng ký',
  signingHomeroomTeacher: 'Chờ GVCN ký',
  signingSchoolHead: 'Chờ hiệu trưởng ký',
  signingOrgSignature: 'Chờ đóng dấu',
  issued: 'Đã phát hành',
  submitted: 'Đã nộp',
  refused: 'Bị trả lại',
  admitted: 'Đã tiếp nhận',
  withdrawn: 'Đã thu hồi',
  finalized: 'Đã chốt',
  reported: 'Đã báo cáo Bộ',
  left: 'Đã chuyển đi',
};
const STATES = Object.keys(WORDS) as readonly RecordState[];

export interface ClassState {
  readonly classroom: Classroom;
  readonly pupils: readonly Examined[];
}

/** How far each class is: pupils by state. */
export function classesSheet(head: ListHead, classes: readonly ClassState[], staff: readonly StaffMember[]): ExportSheet {
  const columns: readonly ListColumn<ClassState>[] = [
    orderColumn,
    { header: 'Lớp', width: 8, cell: ({ classroom }) => classroom.classroom },
    { header: 'Khối', width: 6, cell: ({ classroom }) => classroom.grade },
    { header: 'Giáo viên chủ nhiệm', width: 28, cell: ({ classroom }) => homeroomTeacherOf(classroom, staff)?.fullName ?? '' },
    { header: 'Số học sinh', cell: ({ pupils }) => pupils.filter(({ outcome }) => !outcome.left).length },
    { header: 'Số ô còn thiếu', cell: ({ pupils }) => pupils.reduce((sum, { outcome }) => sum + outcome.missing.length, 0) },
    ...STATES.map(
      (state): ListColumn<ClassState> => ({ header: WORDS[state], width: 16, cell: ({ pupils }) => countStates(pupils)[state] ?? 0 }),
    ),
  ];
  return listSheet('Các lớp', titlesOf('TÌNH TRẠNG HỌC BẠ THEO LỚP', head), columns, classes);
}

const RECORDS: readonly ListColumn<Examined>[] = [
  orderColumn,
  { header: 'Lớp', width: 8, cell: ({ file }) => file.year.classroom },
  { header: 'Mã học sinh', cell: ({ file }) => file.year.identity.pupilId },
  { header: 'Họ tên', width: 28, cell: ({ file }) => file.year.identity.fullName },
  { header: 'Ngày sinh', cell: ({ file }) => ({ day: file.year.identity.birthDate }) },
  { header: 'Tình trạng', width: 20, cell: ({ state }) => WORDS[state] },
  { header: 'Kết quả', width: 20, cell: ({ outcome }) => RESULT_LABEL[resultOf(outcome.final)!] ?? '' },
  { header: 'Số ô còn thiếu', cell: ({ outcome }) => outcome.missing.length },
  { header: 'Lý do bị trả lại', width: 60, cell: ({ life }) => life.refusals.map(({ code, message }) => `${code} ${message}`).join('; ') },
];

/** Where the record of each pupil stands. */
export const recordsSheet = (head: ListHead, classes: readonly ClassState[]): ExportSheet =>
  listSheet(
    'Từng học sinh',
    titlesOf('TÌNH TRẠNG HỌC BẠ TỪNG HỌC SINH', head),
    RECORDS,
    classes.flatMap(({ pupils }) => pupils),
  );
