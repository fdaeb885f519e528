import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** What the files are about together: lists that are there, school, school year, point of assessment, classrooms. */
export const set = {
  'workbook/no-pupils-list': row(
    'HBS-513',
    'Lần nhập này không có danh sách học sinh (C1-HocSinh).',
    'Chọn thêm tệp danh sách học sinh xuất từ cơ sở dữ liệu ngành.',
  ),
  'workbook/no-staff-list': row(
    'HBS-513',
    'Lần nhập này không có danh sách giáo viên (CSDL_GiaoVien).',
    'Chọn thêm tệp danh sách giáo viên xuất từ cơ sở dữ liệu ngành.',
  ),
  'workbook/file-again': row(
    'HBS-513',
    'Tệp {file} giống hệt tệp {other}; chỉ đọc {other}.',
    'Không cần làm gì nếu chọn trùng; nếu định chọn tệp khác, chọn lại tệp đúng.',
  ),
  'workbook/same-file-two-points': row(
    'HBS-513',
    'Tệp {file} và tệp {other} giống hệt nhau, nhưng tên ghi hai lần đánh giá khác nhau ({point} và {otherPoint}).',
    'Xuất lại tệp của lần đánh giá bị nhầm, hoặc bỏ tệp thừa, rồi nhập lại.',
  ),
  'workbook/same-file-twice': row(
    'HBS-513',
    'Hai tệp khác nhau cùng tên {file}, nên không rõ lỗi ở tệp nào khi báo.',
    'Đổi tên một trong hai tệp rồi nhập lại.',
  ),
  'workbook/wrong-school': row(
    'HBS-520',
    'Tệp {file} mang mã trường {found}, khác trường đang nhập {expected}.',
    'Chọn đúng tệp của trường, hoặc đăng nhập đúng trường.',
  ),
  'workbook/two-schools': row(
    'HBS-520',
    'Tiêu đề tệp {file} là "{found}", còn tệp khác trong cùng lần nhập là "{other}".',
    'Mỗi lần nhập chỉ chọn tệp của một trường.',
  ),
  'workbook/wrong-school-year': row(
    'HBS-521',
    'Tiêu đề trang {sheet} của tệp {file} là năm học {found}, khác năm học đang nhập {expected}.',
    'Chọn đúng tệp của năm học này.',
  ),
  'workbook/point-unclear': row(
    'HBS-521',
    'Chưa rõ trang tính {sheet} của tệp {file} là kết quả của lần đánh giá nào ({points}): tiêu đề cột, dòng tiêu đề, tên trang tính và tên tệp không nói hoặc nói khác nhau.',
    'Chọn lần đánh giá của trang tính này ở màn hình nhập, hoặc ghi rõ trong dòng tiêu đề hay tên tệp (GK1, CK1, GK2, Cuối năm) rồi nhập lại.',
  ),
  'workbook/not-at-point': row(
    'HBS-521',
    'Ô {cell} ({label}) của {pupil} có giá trị "{value}" nhưng lần đánh giá {point} của lớp {grade} không có mục này (Điều 7 Thông tư 27/2020/TT-BGDĐT).',
    'Xoá ô nếu điền nhầm; nếu tệp là của lần đánh giá khác, sửa tiêu đề, tên trang tính hoặc tên tệp rồi nhập lại.',
  ),
  'workbook/other-point': row(
    'HBS-521',
    'Trang tính {sheet} của tệp {file} là nhận xét {point}; học bạ chỉ ghi nhận xét cuối năm học nên phần mềm không đọc trang này.',
    'Bỏ trang tính này, chọn tệp nhận xét cuối năm học. Nếu đây đúng là nhận xét cuối năm, sửa tiêu đề, tên trang tính hoặc tên tệp cho đúng rồi nhập lại.',
  ),
  'workbook/other-point-left-out': row(
    'HBS-521',
    'Trang tính {sheet} của tệp {file} có nhận xét của kỳ đánh giá khác ({point}); phần đó bị bỏ qua, chỉ đọc nhận xét cuối năm học.',
    'Không cần làm gì; kiểm tra nhận xét cuối năm đã đúng cột, đúng trang.',
  ),
  'workbook/unknown-grade': row(
    'HBS-522',
    'Không xác định được khối lớp của {pupil} từ lớp "{classroom}" (ô {cell}).',
    'Sửa mã lớp cho bắt đầu bằng khối (1 đến 5), hoặc thêm cột "Khối" khớp với mã lớp.',
  ),
  'workbook/unknown-classroom': row(
    'HBS-522',
    'Lớp "{classroom}" của {pupil} (trang {sheet}, dòng {row}) không có trong danh sách học sinh; danh sách ghi lớp {listed}.',
    'Sửa mã lớp ở một trong hai nơi cho khớp.',
  ),
  'workbook/no-homeroom-teacher': row(
    'HBS-522',
    'Lớp "{classroom}" ({count} em, đầu tiên là {pupil}, ô {cell}) không có giáo viên chủ nhiệm trong danh sách giáo viên.',
    'Sửa mã lớp nếu gõ nhầm, hoặc điền cột "Lớp chủ nhiệm" của giáo viên phụ trách lớp này.',
  ),
  'workbook/classroom-mismatch': row(
    'HBS-523',
    '{pupil}: trang {sheet} dòng {row} ghi lớp "{classroom}", danh sách học sinh ghi lớp {listed}.',
    'Sửa mã lớp ở một trong hai nơi cho khớp.',
  ),
} as const satisfies Catalogue;
