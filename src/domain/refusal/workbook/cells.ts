import type { Catalogue } from '../refusal.ts';
import { row } from './row.ts';

/** What one cell says: formulas, empty cells, marks, levels, dates, codes, letters. */
export const cells = {
  'workbook/formulas-read': row(
    'HBS-508',
    'Trang tính {sheet} của tệp {file} có {count} ô công thức (ô đầu tiên {first}); phần mềm đọc giá trị Excel đã tính khi lưu tệp.',
    'Không cần làm gì nếu các ô đang hiện đúng; nếu không, mở tệp bằng Excel, bấm F9, lưu rồi nhập lại.',
  ),
  'workbook/formula-cell': row(
    'HBS-508',
    'Ô {cell} trang {sheet} ({label}) chứa công thức mà tệp không lưu giá trị đã tính.',
    'Chép vùng dữ liệu, dán lại dạng Giá trị (Paste Special → Values), lưu rồi nhập lại.',
  ),
  'workbook/error-cell': row(
    'HBS-508',
    'Ô {cell} ({label}) của {pupil} là giá trị lỗi của Excel: "{value}".',
    'Sửa ô này thành giá trị đúng rồi nhập lại.',
  ),
  'workbook/missing-value': row('HBS-529', 'Ô {cell} ({label}) của {pupil} để trống.', 'Điền ô này rồi nhập lại.'),
  'workbook/bad-mark': row(
    'HBS-530',
    'Ô {cell} ({label}) của {pupil} là "{value}": điểm kiểm tra định kỳ phải là số nguyên từ 0 đến 10.',
    'Sửa điểm theo bài kiểm tra; phần mềm không tự làm tròn.',
  ),
  'workbook/bad-subject-level': row(
    'HBS-531',
    'Ô {cell} ({label}) của {pupil} là "{value}": mức của môn học chỉ là T, H hoặc C.',
    'Sửa thành T (Hoàn thành tốt), H (Hoàn thành) hoặc C (Chưa hoàn thành).',
  ),
  'workbook/bad-quality-level': row(
    'HBS-531',
    'Ô {cell} ({label}) của {pupil} là "{value}": mức của phẩm chất, năng lực chỉ là T, Đ hoặc C.',
    'Sửa thành T (Tốt), Đ (Đạt) hoặc C (Cần cố gắng).',
  ),
  'workbook/bad-result': row(
    'HBS-531',
    'Ô {cell} ({label}) của {pupil} là "{value}": không phải một trong bốn mức đánh giá kết quả giáo dục.',
    'Sửa thành Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành; hoặc để trống, phần mềm tự tính.',
  ),
  'workbook/award-ticked': row(
    'HBS-531',
    'Ô {cell} ({label}) của {pupil} chỉ đánh dấu "{value}", không ghi khen thưởng gì; ô khen thưởng để trống.',
    'Ghi nội dung khen thưởng (ví dụ "Học sinh Xuất sắc") vào ô rồi nhập lại, hoặc ghi trên màn hình nhập kết quả.',
  ),
  'workbook/bad-flag': row(
    'HBS-531',
    'Ô {cell} ({label}) của {pupil} là "{value}": chỉ đánh dấu x hoặc để trống.',
    'Sửa thành x hoặc để trống.',
  ),
  'workbook/bad-date': row(
    'HBS-532',
    'Ô {cell} ({label}) của {pupil} là "{value}": không phải ngày dạng dd/mm/yyyy.',
    'Sửa thành ngày/tháng/năm với năm đủ 4 chữ số, ví dụ 18/07/2017.',
  ),
  'workbook/age-doubt': row(
    'HBS-532',
    'Ô {cell} ({value}): {pupil} {age} tuổi ở đầu năm học, ngoài khoảng 5 đến 16 của cấp tiểu học.',
    'Kiểm tra ngày sinh theo giấy khai sinh.',
  ),
  'workbook/temporary-code': row(
    'HBS-533',
    'Ô {cell}: {pupil} chưa có mã học sinh của Bộ, tạm dùng mã {code}.',
    'Nhập và xem học bạ được ngay; khi có mã của Bộ, nhập lại danh sách có mã hoặc thay mã trên trang lớp, rồi mới ký.',
  ),
  'workbook/bad-code': row(
    'HBS-533',
    'Ô {cell} ({label}) của {pupil} là "{value}": mã chỉ gồm chữ, số, dấu chấm, gạch, tối đa 20 ký tự.',
    'Chép lại mã từ cơ sở dữ liệu ngành, định dạng cột là Văn bản (Text).',
  ),
  'workbook/bad-personal-id': row(
    'HBS-533',
    'Ô {cell}: số định danh cá nhân của {pupil} là "{value}", không đủ 12 chữ số.',
    'Chép lại số từ giấy khai sinh, định dạng cột là Văn bản (Text); chưa có số thì để trống.',
  ),
  'workbook/lost-personal-id': row(
    'HBS-533',
    'Ô {cell}: số định danh cá nhân của {pupil} là "{value}", đã mất chữ số vì cột ở dạng số; không đọc ô này, số đang có (nếu có) giữ nguyên.',
    'Nếu hồ sơ của em chưa có số: chép lại từ giấy khai sinh vào cột dạng Văn bản (Text) rồi nhập lại.',
  ),
  'workbook/personal-id-doubt': row(
    'HBS-533',
    'Ô {cell}: số định danh {value} của {pupil} đáng ngờ: {doubt}.',
    'Đối chiếu giấy khai sinh; sửa số, giới tính hoặc ngày sinh nếu sai.',
  ),
  'workbook/bad-gender': row(
    'HBS-534',
    'Ô {cell} ({label}) của {pupil} là "{value}": giới tính chỉ ghi Nam hoặc Nữ.',
    'Sửa thành Nam hoặc Nữ.',
  ),
  'workbook/bad-status': row(
    'HBS-534',
    'Ô {cell} ({label}) của {pupil} là "{value}": không nhận ra trạng thái học sinh.',
    'Ghi Đang học, Chuyển đến, Chuyển đi hoặc Thôi học.',
  ),
  'workbook/bad-ethnicity': row(
    'HBS-534',
    'Ô {cell} ({label}) của {pupil} là "{value}": không có trong danh mục dân tộc.',
    'Ghi tên dân tộc theo danh mục 54 dân tộc, hoặc "Người nước ngoài".',
  ),
  'workbook/bad-nationality': row(
    'HBS-534',
    'Ô {cell} ({label}) của {pupil} là "{value}": không nhận ra quốc tịch.',
    'Ghi tên nước bằng tiếng Việt, ví dụ Việt Nam.',
  ),
  'workbook/nationality-assumed': row(
    'HBS-534',
    'Ô {cell}: quốc tịch của {pupil} để trống; ghi nhận là Việt Nam.',
    'Điền quốc tịch nếu em không phải người Việt Nam.',
  ),
  'workbook/bad-number': row(
    'HBS-535',
    'Ô {cell} ({label}) của {pupil} là "{value}": phải là số từ {from} đến {to}.',
    'Sửa số và đơn vị (chiều cao tính bằng cm, cân nặng bằng kg, ngày nghỉ là số nguyên).',
  ),
  'workbook/legacy-text': row(
    'HBS-536',
    'Ô {cell} ({label}) của {pupil} có ký tự lạ hoặc phông chữ cũ (TCVN3, VNI): "{value}".',
    'Chuyển ô này sang Unicode (ví dụ bằng UniKey: Công cụ → Chuyển mã) hoặc gõ lại.',
  ),
  'workbook/legacy-doubt': row(
    'HBS-536',
    'Ô {cell} ({label}) của {pupil}: không rõ chữ theo bảng mã nào. Theo Unicode là "{value}", theo {encoding} là "{reading}".',
    'Gõ lại ô này bằng Unicode (hoặc chuyển mã cả cột bằng UniKey: Công cụ → Chuyển mã) rồi nhập lại.',
  ),
} as const satisfies Catalogue;
