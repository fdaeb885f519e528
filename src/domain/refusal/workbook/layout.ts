import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** Which sheets and columns are recognised. */
export const layout = {
  'workbook/unknown-layout': row(
    'HBS-510',
    'Không nhận ra tệp {file}: không có hàng tiêu đề nào của danh sách giáo viên, danh sách học sinh, kết quả, nhận xét hay đánh giá bổ sung.',
    'Kiểm tra có chọn nhầm tệp không; giữ nguyên hàng tiêu đề của mẫu xuất từ cơ sở dữ liệu ngành.',
  ),
  'workbook/unread-sheet': row(
    'HBS-510',
    'Trang tính {sheet} của tệp {file} có mã học sinh (dòng {row}) nhưng không nhận ra hàng tiêu đề, nên không đọc được.',
    'Trả lời bảng “Cột trong tệp là gì” cho trang tính này, hoặc khôi phục hàng tiêu đề theo mẫu; không dùng thì chọn bỏ qua.',
  ),
  'workbook/missing-column': row(
    'HBS-511',
    'Trang tính {sheet} của tệp {file} thiếu cột "{label}".',
    'Nếu tệp có cột này dưới tên khác, chọn cột ở bảng “Cột trong tệp là gì”; nếu không có, thêm cột (vị trí nào cũng được) rồi nhập lại.',
  ),
  'workbook/optional-column': row(
    'HBS-511',
    'Trang tính {sheet} của tệp {file} không có cột "{label}"; các ô này để trống.',
    'Không cần làm gì nếu nhà trường điền sau trên màn hình; nếu không, thêm cột rồi nhập lại.',
  ),
  'workbook/column-asked': row(
    'HBS-511',
    'Cột {letters} "{label}" trang {sheet} của tệp {file} có kết quả đánh giá, nhưng chưa rõ là môn, năng lực hay phẩm chất nào.',
    'Trả lời bảng “Cột trong tệp là gì”: chọn mục của cột này, hoặc để “không đọc” nếu không phải kết quả.',
  ),
  'workbook/unread-column': row(
    'HBS-511',
    'Cột {letters} "{label}" trang {sheet} của tệp {file} không được đọc, dù giá trị giống kết quả đánh giá.',
    'Không cần làm gì nếu cột này không phải kết quả; nếu phải, chọn mục của cột ở bảng “Cột trong tệp là gì”.',
  ),
  'workbook/partial-results': row(
    'HBS-511',
    'Lần nhập này không có cột nào cho {labels} của lớp {grade} ({point}); tệp {file} chỉ có một phần kết quả.',
    'Không cần làm gì nếu phần còn lại nhập sau; các ô này giữ nguyên như đang có.',
  ),
  'workbook/doubled-column': row(
    'HBS-511',
    'Trang tính {sheet} của tệp {file} có hai cột cùng là "{label}".',
    'Chọn cột đúng ở bảng “Cột trong tệp là gì”, hoặc xóa, đổi tên một trong hai cột.',
  ),
  'workbook/hidden-lines': row(
    'HBS-512',
    'Trang tính {sheet} của tệp {file} có {count} dòng, cột đang ẩn; phần mềm vẫn đọc như các dòng, cột khác.',
    'Bỏ ẩn để kiểm tra; xóa những dòng không muốn nhập.',
  ),
  'workbook/merged-cell': row(
    'HBS-512',
    'Ô {cell} ({label}) nằm trong một ô gộp theo chiều ngang, không rõ giá trị thuộc cột nào.',
    'Bỏ gộp ô và điền từng ô.',
  ),
  'workbook/layout-asked': row(
    'HBS-514',
    'Trang tính {sheet} của tệp {file} có cách trình bày chưa gặp: chưa rõ cột nào là gì nên chưa đọc.',
    'Trả lời bảng “Cột trong tệp là gì”; phần mềm nhớ cho các tệp sau có cùng tiêu đề. Không dùng trang này thì chọn bỏ qua.',
  ),
  'workbook/lying-table': row(
    'HBS-514',
    'Trang tính {sheet} của tệp {file} xếp mỗi học sinh một cột và mỗi môn một dòng, nên chưa đọc được.',
    'Trong Excel: chọn cả bảng, Sao chép, rồi Dán đặc biệt (Paste Special) với Chuyển vị (Transpose) sang trang mới để mỗi em một dòng, lưu và nhập lại. Không dùng trang này thì chọn bỏ qua.',
  ),
  'workbook/sheet-skipped': row(
    'HBS-514',
    'Trang tính {sheet} của tệp {file} được bỏ qua theo trả lời của thầy cô.',
    'Đổi câu trả lời nếu cần đọc trang này.',
  ),
} as const satisfies Catalogue;
