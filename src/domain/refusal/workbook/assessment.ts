import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** Whether results fit the pupil, the curriculum and each other; supplementary assessment and the decision of the school head. */
export const assessment = {
  'workbook/outside-curriculum': row(
    'HBS-540',
    'Ô {cell} ({label}) của {pupil} có giá trị "{value}" nhưng mẫu học bạ lớp {grade} không có mục này; không ghi vào học bạ.',
    'Xóa ô nếu điền nhầm.',
  ),
  'workbook/not-assessed': row(
    'HBS-541',
    '{pupil} ({disability}) không có kết quả nào ở dòng {row} trang {sheet}: ghi nhận là học sinh khuyết tật không đánh giá.',
    'Hiệu trưởng xác nhận; nếu em được đánh giá, điền kết quả rồi nhập lại.',
  ),
  'workbook/not-assessed-conflict': row(
    'HBS-541',
    '{pupil} được đánh dấu không đánh giá nhưng dòng {row} trang {sheet} có kết quả.',
    'Bỏ dấu không đánh giá, hoặc xóa các kết quả của em.',
  ),
  'workbook/no-result-row': row(
    'HBS-542',
    '{pupil} đang học (dòng {row} của danh sách) nhưng không có dòng nào trong tệp kết quả {point}.',
    'Thêm kết quả của em vào tệp, hoặc điền trên màn hình nhập điểm.',
  ),
  'workbook/left-with-results': row(
    'HBS-542',
    '{pupil} đã chuyển đi hoặc thôi học nhưng vẫn có dòng {row} ở trang {sheet}; dòng này không dùng.',
    'Sửa trạng thái trong danh sách học sinh nếu em vẫn học ở trường.',
  ),
  'workbook/unknown-item': row(
    'HBS-550',
    'Ô {cell} của {pupil} là "{value}": không rõ là môn học hay năng lực, phẩm chất nào của lớp {grade}.',
    'Ghi như tiêu đề của bảng kết quả, ví dụ "Toán"; nếu là năng lực, ghi "Năng lực: Khoa học".',
  ),
  'workbook/item-unclear': row(
    'HBS-550',
    'Ô {cell} ({label}) trang {sheet} là "{value}": không rõ là môn học hay năng lực, phẩm chất nào.',
    'Ghi như tiêu đề của bảng kết quả, ví dụ "Toán"; tên chung của môn và năng lực thì ghi rõ "Môn Khoa học" hoặc "Năng lực: Khoa học".',
  ),
  'workbook/item-blank': row(
    'HBS-550',
    'Ô {cell} ({label}) trang {sheet} trống: không rõ dòng này là kết quả của môn học, năng lực hay phẩm chất nào.',
    'Điền tên môn học, năng lực hoặc phẩm chất; dòng thừa thì xóa.',
  ),
  'workbook/no-place-for-item': row(
    'HBS-550',
    'Ô {cell} ({label}) trang {sheet} có giá trị "{value}", nhưng "{item}" là năng lực hoặc phẩm chất: học bạ chỉ ghi mức đạt được.',
    'Xóa giá trị của ô này; nhận xét chung ghi ở cột "Nhận xét: Phẩm chất", "Nhận xét: Năng lực".',
  ),
  'workbook/point-of-row-unclear': row(
    'HBS-521',
    'Ô {cell} ({label}) trang {sheet} là "{value}": không rõ là lần đánh giá nào trong năm.',
    'Ghi GK1, CK1, GK2 hoặc Cuối năm.',
  ),
  'workbook/duplicate-item': row('HBS-550', '{pupil} có hai dòng đánh giá bổ sung cho "{item}".', 'Giữ một dòng cho mỗi nội dung.'),
  'workbook/supplementary-conflict': row(
    'HBS-551',
    'Các dòng đánh giá bổ sung của {pupil} ghi cột "{label}" khác nhau.',
    'Ghi cùng một giá trị ở mọi dòng của em.',
  ),
  'workbook/missing-decision': row(
    'HBS-552',
    '{pupil} thiếu số hoặc ngày quyết định của hiệu trưởng (ô {cell}).',
    'Điền đủ số và ngày quyết định cho em được lên lớp khi chưa hoàn thành chương trình lớp học.',
  ),
  'workbook/dates-differ': row(
    'HBS-552',
    'Các dòng đánh giá bổ sung của {pupil} có ngày khác nhau; lấy ngày muộn nhất.',
    'Kiểm tra ngày đánh giá bổ sung.',
  ),
} as const satisfies Catalogue;
