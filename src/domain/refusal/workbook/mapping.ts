import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** What a person said about the layout of a file and what does not fit the file. */
export const mapping = {
  'workbook/mapping-bad-constant': row(
    'HBS-515',
    'Giá trị "{value}" không dùng được làm "{label}" chung cho mọi dòng của trang {sheet}.',
    'Sửa giá trị (ví dụ lớp 1A1, khối 1, trạng thái Đang học), hoặc bỏ giá trị chung.',
  ),
  'workbook/mapping-constant-many-sheets': row(
    'HBS-515',
    '{count} trang tính có cùng tiêu đề nên không đặt chung một giá trị "{label}" được.',
    'Ghi lớp vào tên trang tính, tên tệp hoặc dòng tiêu đề của từng trang, hoặc nhập từng tệp một.',
  ),
  'workbook/mapping-subject-many-sheets': row(
    'HBS-515',
    '{count} trang tính có cùng các tiêu đề, và cột "{header}" không nói là của môn nào, nên không chọn chung "{label}" được.',
    'Đặt tên mỗi trang tính là tên môn (Toán, Tiếng Việt…) hoặc ghi "Môn: Toán" ở dòng tiêu đề của trang, rồi nhập lại; hoặc nhập từng trang một.',
  ),
  'workbook/mapping-bad-header': row(
    'HBS-515',
    'Hàng tiêu đề từ dòng {from} đến dòng {to} không có ở phần đầu của trang {sheet}.',
    'Chọn dòng đầu và dòng cuối của tiêu đề trong các dòng được liệt kê, nhiều nhất {max} dòng.',
  ),
  'workbook/mapping-no-sheet': row(
    'HBS-515',
    'Không trang tính nào của lần nhập này có các tiêu đề của câu trả lời {fingerprint}.',
    'Chạy thử lại tệp để lấy các câu hỏi hiện tại rồi trả lời.',
  ),
  'workbook/mapping-unknown-column': row('HBS-515', 'Trang tính {sheet} không có cột "{header}".', 'Ghi tên cột đúng như câu hỏi đã nêu.'),
  'workbook/mapping-unknown-field': row(
    'HBS-515',
    'Cột "{header}" của trang tính {sheet} không thể là "{field}" trong một trang loại này.',
    'Chọn trong danh sách các nội dung của loại trang tính, hoặc chọn loại khác.',
  ),
  'workbook/mapping-doubled-column': row(
    'HBS-515',
    'Câu trả lời về trang tính {sheet} nêu cột "{header}" hai lần.',
    'Mỗi cột chỉ chọn một nội dung.',
  ),
  'workbook/mapping-doubled-field': row(
    'HBS-515',
    'Trang tính {sheet}: hai cột "{header}" và "{other}" cùng được chọn là "{label}".',
    'Giữ một cột cho mỗi nội dung; cột còn lại chọn "không dùng".',
  ),
  'workbook/mapping-missing-field': row(
    'HBS-515',
    'Với câu trả lời này chưa đọc được trang tính: {why}',
    'Chọn cột cho các nội dung còn thiếu; tệp không có cột ấy thì thêm cột vào tệp, hoặc bỏ qua trang tính.',
  ),
} as const satisfies Catalogue;
