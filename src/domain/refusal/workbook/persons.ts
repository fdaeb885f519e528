import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** Whom a row is about: pupils and staff matched with the lists, none twice. */
export const persons = {
  'workbook/unknown-pupil': row(
    'HBS-524',
    '{pupil} ở ô {cell} trang {sheet} không có trong danh sách học sinh.',
    'Kiểm tra mã học sinh; nếu em mới chuyển đến, thêm em vào danh sách học sinh rồi nhập lại.',
  ),
  'workbook/matched-otherwise': row(
    'HBS-524',
    'Dòng {row} trang {sheet} ghi "{name}" (mã: {code}): ghép với em {pupil} của danh sách theo {how}.',
    'Kiểm tra có đúng em này không; nếu không, điền mã học sinh đúng vào dòng này.',
  ),
  'workbook/ambiguous-pupil': row(
    'HBS-524',
    'Dòng {row} trang {sheet} ghi "{name}" (mã: {code}): không rõ là em nào trong danh sách. Có thể là: {candidates}.',
    'Điền mã học sinh của đúng em vào dòng này rồi nhập lại; phần mềm không tự chọn.',
  ),
  'workbook/matched-by-answer': row(
    'HBS-524',
    'Dòng {row} trang {sheet} được ghép với {pupil} theo trả lời của thầy cô.',
    'Đổi câu trả lời nếu chọn nhầm.',
  ),
  'workbook/maybe-known': row(
    'HBS-524',
    '{pupil} ở dòng {row} trang {sheet} có mã chưa gặp, nhưng giống em đang có trong dữ liệu: {candidates}.',
    'Trả lời em này là em đang có hay là em mới; nếu mã ghi sai, sửa mã trong tệp.',
  ),
  'workbook/duplicate-pupil': row(
    'HBS-525',
    '{pupil} có hai dòng: dòng {row} và dòng {otherRow} (trang {otherSheet}).',
    'Xóa dòng thừa rồi nhập lại.',
  ),
  'workbook/duplicate-personal-id': row(
    'HBS-525',
    'Số định danh cá nhân ở ô {cell} của {pupil} trùng với {other} (dòng {otherRow}).',
    'Kiểm tra giấy khai sinh hai em và sửa số định danh bị sai.',
  ),
  'workbook/same-person-doubt': row(
    'HBS-525',
    '{pupil} trùng họ tên và ngày sinh với {other} (dòng {otherRow}).',
    'Nếu là một em được nhập hai lần, xóa một dòng; nếu là hai em, không cần làm gì.',
  ),
  'workbook/duplicate-staff': row(
    'HBS-526',
    'Mã cán bộ ở ô {cell} của {pupil} trùng với {other} (dòng {otherRow}).',
    'Sửa mã cán bộ bị sai hoặc xóa dòng thừa.',
  ),
  'workbook/duplicate-homeroom': row(
    'HBS-526',
    'Lớp "{classroom}" có hai giáo viên chủ nhiệm: {pupil} và {other}.',
    'Giữ một người ở cột "Lớp chủ nhiệm".',
  ),
  'workbook/no-school-head': row(
    'HBS-527',
    'Danh sách giáo viên không có hiệu trưởng đang làm việc.',
    'Kiểm tra cột "Vị trí việc làm"; nếu phó hiệu trưởng được giao phụ trách, khai báo ủy quyền trước khi ký.',
  ),
  'workbook/classroom-empty': row(
    'HBS-527',
    '{pupil} chủ nhiệm lớp "{classroom}" nhưng danh sách học sinh không có em nào ở lớp đó.',
    'Kiểm tra mã lớp ở hai danh sách.',
  ),
  'workbook/unknown-teaching': row(
    'HBS-527',
    'Ô {cell}: không nhận ra môn "{subject}" trong "Môn dạy" của {pupil}; bỏ qua.',
    'Viết tên môn như trong mẫu học bạ nếu cần phân công giáo viên bộ môn.',
  ),
  'workbook/other-person': row(
    'HBS-528',
    'Dòng {row} trang {sheet} ghi {pupil}, nhưng trong dữ liệu mã này là của {known}: cả họ tên lẫn ngày sinh đều khác.',
    'Sửa mã học sinh trong tệp; nếu đúng là em này và lý lịch đang ghi sai, trả lời là em đang có.',
  ),
  'workbook/name-mismatch': row(
    'HBS-528',
    'Ô {cell} trang {sheet} ghi tên "{name}" nhưng mã học sinh ở dòng đó là của {pupil}.',
    'Kiểm tra có bị lệch dòng không; sửa mã học sinh hoặc họ tên cho khớp.',
  ),
  'workbook/name-spelling': row(
    'HBS-528',
    'Ô {cell} trang {sheet} viết tên "{name}", danh sách học sinh viết "{listed}" ({pupil}); lấy theo danh sách.',
    'Kiểm tra dấu của họ tên theo giấy khai sinh.',
  ),
  'workbook/birth-date-differs': row(
    'HBS-528',
    'Ô {cell} trang {sheet} ghi ngày sinh "{value}", danh sách học sinh ghi {listed} ({pupil}); lấy theo danh sách.',
    'Kiểm tra ngày sinh theo giấy khai sinh.',
  ),
  'workbook/no-identity': row(
    'HBS-529',
    'Dòng {row} trang {sheet} ({name}) không có "{label}" (ô {cell}).',
    'Điền mã; học sinh chưa có mã của ngành thì ghi đủ họ tên và ngày sinh trong danh sách học sinh, hệ thống đặt mã tạm.',
  ),
} as const satisfies Catalogue;
