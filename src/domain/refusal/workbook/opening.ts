import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** Whether a file can be opened at all: its format, size, safety and encoding. */
export const opening = {
  'workbook/not-xlsx': row(
    'HBS-501',
    'Tệp {file} không phải là tệp Excel dạng .xlsx hoặc bảng dạng .csv.',
    'Mở tệp bằng Excel hoặc LibreOffice, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi nhập lại.',
  ),
  'workbook/other-spreadsheet': row(
    'HBS-501',
    'Tệp {file} là {what}, không phải Excel dạng .xlsx (đuôi của tên tệp không nói lên điều này).',
    'Mở tệp bằng Excel hoặc LibreOffice (chọn Có nếu được hỏi vì đuôi tệp không khớp; tệp Numbers thì mở bằng Numbers), chọn Lưu thành (Save As) hoặc Xuất ra dạng Excel Workbook (.xlsx) rồi nhập tệp mới.',
  ),
  'workbook/no-spreadsheet': row(
    'HBS-501',
    'Tệp {file} là {what}, không phải bảng tính.',
    'Chọn lại tệp; từ phần mềm của trường, xuất dữ liệu ra Excel (.xlsx) hoặc .csv thay cho bản để in, để xem.',
  ),
  'workbook/packed-files': row(
    'HBS-501',
    'Tệp {file} là {what} chứa các tệp khác.',
    'Giải nén (nhấp chuột phải → Extract All), rồi chọn các tệp .xlsx ở trong.',
  ),
  'workbook/old-xls': row(
    'HBS-501',
    'Tệp {file} là dạng Excel 97–2003 (.xls), phần mềm không đọc.',
    'Mở tệp, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi nhập lại.',
  ),
  'workbook/empty-file': row(
    'HBS-502',
    'Tệp {file} trống, không có ô nào có dữ liệu.',
    'Kiểm tra lại tệp vừa chọn; xuất lại từ cơ sở dữ liệu ngành nếu cần.',
  ),
  'workbook/no-rows': row(
    'HBS-502',
    'Trang tính {sheet} của tệp {file} chỉ có tiêu đề, không có dòng dữ liệu nào.',
    'Điền dữ liệu hoặc bỏ tệp này khỏi lần nhập.',
  ),
  'workbook/password-protected': row(
    'HBS-503',
    'Tệp {file} có mật khẩu mở tệp.',
    'Mở tệp, vào Tệp → Thông tin → Bảo vệ sổ làm việc, xóa mật khẩu, lưu rồi nhập lại.',
  ),
  'workbook/too-large': row(
    'HBS-504',
    'Tệp {file} quá lớn hoặc giải nén ra quá lớn so với dữ liệu của một trường; phần mềm không mở.',
    'Xóa các dòng, cột trống thừa ở cuối trang tính và các hình ảnh, lưu lại; hoặc chia tệp theo khối lớp.',
  ),
  'workbook/too-many-files': row(
    'HBS-504',
    'Một lần nhập nhận tối đa {files} tệp, tổng cộng {megabytes} MB.',
    'Chia thành nhiều lần nhập.',
  ),
  'workbook/unsafe-content': row(
    'HBS-505',
    'Tệp {file} có cấu trúc không an toàn (tên tệp lạ trong gói nén, phần chồng lên nhau hoặc khai báo XML bị cấm); phần mềm không mở.',
    'Mở tệp bằng Excel, lưu thành một tệp .xlsx mới rồi nhập lại. Nếu không rõ nguồn gốc tệp, đừng dùng.',
  ),
  'workbook/damaged': row(
    'HBS-506',
    'Tệp {file} bị hỏng, không đọc được hết.',
    'Mở tệp bằng Excel, để Excel sửa, lưu lại rồi nhập lại; hoặc xuất lại từ nguồn.',
  ),
  'workbook/macros': row(
    'HBS-507',
    'Tệp {file} có macro (chương trình chạy trong Excel); phần mềm không mở.',
    'Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx, không có macro) rồi nhập lại. Nếu không rõ nguồn gốc tệp, đừng dùng.',
  ),
  'workbook/external-links': row(
    'HBS-507',
    'Tệp {file} có liên kết lấy dữ liệu từ tệp khác; phần mềm không mở, vì số liệu học bạ không được phụ thuộc tệp khác.',
    'Mở tệp bằng Excel, vào Dữ liệu → Sửa liên kết → Ngắt liên kết (Data → Edit Links → Break Link), kiểm tra lại số liệu, lưu rồi nhập lại.',
  ),
  'workbook/unknown-encoding': row(
    'HBS-509',
    'Không xác định được bảng mã chữ của tệp {file} (không phải UTF-8, UTF-16, Windows-1258 hay phông chữ cũ đọc ra được tiếng Việt).',
    'Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng "CSV UTF-8" hoặc Excel Workbook (.xlsx) rồi nhập lại.',
  ),
  'workbook/lost-letters': row(
    'HBS-509',
    'Tệp {file} đã mất dấu tiếng Việt khi lưu: nhiều chữ có dấu thành dấu hỏi (ví dụ "Nguy?n"). Không khôi phục được.',
    'Lấy lại tệp gốc, chọn Lưu thành (Save As) dạng "CSV UTF-8" hoặc Excel Workbook (.xlsx) rồi nhập lại.',
  ),
} as const satisfies Catalogue;
