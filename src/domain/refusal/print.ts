import type { Catalogue } from './refusal.ts';

export const print = {
  'print/overflow': {
    publicCode: 'HBS-661',
    message: 'Nội dung ô "{cell}" của em {pupil} dài quá chỗ của mẫu học bạ, kể cả khi thu chữ nhỏ nhất.',
    remedy: 'Rút gọn nhận xét ở ô này (khoảng 290 ký tự là vừa) rồi in lại.',
    retryable: false,
  },
  'print/missing-glyph': {
    publicCode: 'HBS-662',
    message: 'Không in được học bạ của em {pupil}: có ký tự không thuộc bộ chữ của mẫu ({text}).',
    remedy: 'Xóa ký tự lạ (biểu tượng cảm xúc, chữ nước ngoài) trong nhận xét hoặc họ tên rồi in lại.',
    retryable: false,
  },
  'print/year-not-found': {
    publicCode: 'HBS-664',
    message: 'Không có học bạ năm học {schoolYear} của em {pupil} ở trường này.',
    remedy: 'Chọn một năm học em đã học ở trường; năm học ở trường khác thì lấy ở cổng tra cứu của Sở.',
    retryable: false,
  },
  'print/nobody': {
    publicCode: 'HBS-665',
    message: 'Không có học sinh nào để in ở các lớp đã chọn.',
    remedy: 'Chọn lớp có học sinh đang học.',
    retryable: false,
  },
  'print/busy': {
    publicCode: 'HBS-668',
    message: 'Trường đang có {running} lượt in chạy cùng lúc.',
    remedy: 'Đợi một lượt in xong, hoặc dừng bớt, rồi in lại.',
    retryable: true,
  },
  'print/run-unknown': {
    publicCode: 'HBS-666',
    message: 'Không có lượt in này, hoặc có lớp trong lượt in không thuộc phạm vi của bạn.',
    remedy: 'Mở lại danh sách các lượt in.',
    retryable: false,
  },
  'print/no-files': {
    publicCode: 'HBS-667',
    message: 'Lượt in này không còn tệp nào để tải: tệp chỉ giữ một ngày, hoặc chưa in xong em nào.',
    remedy: 'Đợi in xong rồi tải, hoặc in lại.',
    retryable: false,
  },
  'print/failed': {
    publicCode: 'HBS-663',
    message: 'Không tạo được bản in học bạ của em {pupil}.',
    remedy: 'Thử lại; nếu vẫn lỗi, gửi mã lỗi này cho bộ phận hỗ trợ.',
    retryable: true,
  },
  'print/sheet-missing-glyph': {
    publicCode: 'HBS-669',
    message: 'Không in được bảng của lớp {classroom}: có ký tự không thuộc bộ chữ của mẫu ({text}).',
    remedy: 'Xóa ký tự lạ trong họ tên hoặc nội dung khen thưởng rồi in lại.',
    retryable: false,
  },
  'print/sheet-failed': {
    publicCode: 'HBS-684',
    message: 'Không tạo được bản in của lớp {classroom}.',
    remedy: 'Thử lại; nếu vẫn lỗi, gửi mã lỗi này cho bộ phận hỗ trợ.',
    retryable: true,
  },
} as const satisfies Catalogue;
