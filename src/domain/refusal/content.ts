import type { Catalogue } from './refusal.ts';

/** HBS-4xx: what the record says, and how it stands in the registry. */
export const content = {
  'content/unknown-pupil': {
    publicCode: 'HBS-401',
    message: 'Em {pupil} (mã {pupilId}) không có trong danh sách học sinh trường đã gửi Sở.',
    remedy: 'Gửi lại danh sách học sinh (loại 130) có em này, hoặc sửa mã học sinh, rồi nộp lại.',
    retryable: false,
  },
  'content/not-enrolled': {
    publicCode: 'HBS-402',
    message: 'Em {pupil} không học lớp {classroom} của trường này theo danh sách đã gửi Sở.',
    remedy: 'Kiểm tra lớp và trạng thái của em; gửi lại danh sách học sinh (loại 130) nếu đã đổi.',
    retryable: false,
  },
  'content/grade-not-in-force': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil}: năm học {year} lớp {grade} chưa thực hiện Thông tư 27/2020/TT-BGDĐT nên chưa lập học bạ số.',
    remedy: 'Chỉ lập học bạ số cho các khối đã thực hiện Thông tư 27 trong năm học này; lớp còn lại dùng học bạ giấy.',
    retryable: false,
  },
  'content/not-taught': {
    publicCode: 'HBS-403',
    message: 'Ô {cell} không có ở lớp {grade}.',
    remedy: 'Bỏ giá trị ở ô này: môn, điểm hoặc năng lực đó không thuộc chương trình của lớp.',
    retryable: false,
  },
  'content/not-at-point': {
    publicCode: 'HBS-403',
    message: 'Ô {cell} không có ở lần đánh giá {point} của lớp {grade} (Điều 7 Thông tư 27/2020/TT-BGDĐT).',
    remedy: 'Bỏ giá trị ở ô này, hoặc chọn đúng lần đánh giá.',
    retryable: false,
  },
  'content/cells-missing': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil} còn {count} ô trống: {cells}.',
    remedy: 'Điền đủ các ô bắt buộc rồi ký và nộp lại.',
    retryable: false,
  },
  'content/rating-differs': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil} ghi kết quả giáo dục "{stated}" nhưng theo Điều 9 Thông tư 27/2020/TT-BGDĐT là "{computed}". {why}',
    remedy: 'Sửa ô sai hoặc dùng kết quả tính theo Điều 9, ký lại rồi nộp lại.',
    retryable: false,
  },
  'content/flag-inconsistent': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil}: {what} (Điều 11 Thông tư 27/2020/TT-BGDĐT).',
    remedy: 'Sửa phần hoàn thành chương trình và lên lớp cho khớp, ký lại rồi nộp lại.',
    retryable: false,
  },
  'content/award-differs': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil} ghi khen thưởng "{award}" nhưng kết quả giáo dục là "{result}" (Điều 13 Thông tư 27/2020/TT-BGDĐT).',
    remedy: 'Bỏ danh hiệu này hoặc ghi đúng danh hiệu của kết quả; khen thưởng đột xuất ghi bằng nội dung thành tích.',
    retryable: false,
  },
  'content/wrong-wave': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil} không thuộc đợt {wave}: {why}.',
    remedy: 'Nộp học bạ của em vào đúng đợt.',
    retryable: false,
  },
  'content/implausible': {
    publicCode: 'HBS-403',
    message: 'Học bạ của em {pupil}: {what}.',
    remedy: 'Đối chiếu giấy khai sinh và sổ của trường, sửa rồi ký và nộp lại.',
    retryable: false,
  },
  'content/bad-level': {
    publicCode: 'HBS-403',
    message: 'Ô {cell}: "{value}" không phải mức đánh giá.',
    remedy: 'Nhập {expected}.',
    retryable: false,
  },
  'content/bad-mark': {
    publicCode: 'HBS-403',
    message: 'Ô {cell}: "{value}" không phải điểm kiểm tra định kỳ.',
    remedy: 'Nhập số nguyên từ 0 đến 10 (Điều 7 Thông tư 27/2020/TT-BGDĐT).',
    retryable: false,
  },
  'content/bad-number': {
    publicCode: 'HBS-403',
    message: 'Ô {cell}: "{value}" không phải số hợp lệ.',
    remedy: 'Nhập lại bằng chữ số, ví dụ 132 hoặc 28,5.',
    retryable: false,
  },
  'content/cell-unknown': {
    publicCode: 'HBS-403',
    message: 'Không có ô {cell} trong học bạ.',
    remedy: 'Tải lại trang rồi nhập lại.',
    retryable: false,
  },
  'content/previous-year': {
    publicCode: 'HBS-404',
    message: 'Học bạ của em {pupil} không dẫn đúng học bạ đã chốt của năm học trước.',
    remedy: 'Lấy mã phiên bản và băm SHA-256 của học bạ năm trước từ xác nhận của Sở, lập lại rồi nộp.',
    retryable: false,
  },
  'content/lookup-code-taken': {
    publicCode: 'HBS-405',
    message: 'Mã tra cứu trong học bạ của em {pupil} không phải mã của em trong cơ sở dữ liệu của Sở.',
    remedy: 'Dùng đúng mã tra cứu đã cấp cho em; mỗi học sinh chỉ có một mã.',
    retryable: false,
  },
  'content/final': {
    publicCode: 'HBS-406',
    message: 'Học bạ của em {pupil} đã chốt, không ai thay đổi được nữa.',
    remedy: 'Sau khi chốt không sửa được (KH 1154/KH-SGDĐT, Phụ lục 2.1). Nếu có sai sót, gửi yêu cầu đính chính tới Sở để ghi nhận.',
    retryable: false,
  },
  'content/not-current': {
    publicCode: 'HBS-407',
    message: 'Học bạ của em {pupil} không nối đúng vào bản hiện hành ở Sở.',
    remedy: 'Bản thay thế phải nêu đúng bản đang hiện hành; sau khi bị trả lại hoặc thu hồi thì nộp mới, không nêu bản thay thế.',
    retryable: false,
  },
  'content/unknown-version': {
    publicCode: 'HBS-407',
    message: 'Sở không có phiên bản {version} của trường này.',
    remedy: 'Kiểm tra mã phiên bản trong biên nhận hoặc xác nhận của Sở.',
    retryable: false,
  },
  'content/not-on-supplementary-list': {
    publicCode: 'HBS-409',
    message: 'Em {pupil} không có trong danh sách đánh giá bổ sung (loại 140) nên không nộp đợt 2 được.',
    remedy: 'Danh sách đánh giá bổ sung phải gửi Sở trước hạn chốt đợt 1; liên hệ Sở nếu đã gửi mà thiếu em này.',
    retryable: false,
  },
  'content/already-admitted': {
    publicCode: 'HBS-410',
    message: 'Bản {version} của học bạ em {pupil} đã được tiếp nhận.',
    remedy: 'Không cần nộp lại; xem xác nhận của Sở.',
    retryable: false,
  },
  'content/older-version': {
    publicCode: 'HBS-411',
    message: 'Bản {version} của học bạ em {pupil} cũ hơn bản {newest} mà Sở đã có.',
    remedy: 'Nộp bản mới với số phiên bản lớn hơn mọi bản đã tiếp nhận.',
    retryable: false,
  },
} as const satisfies Catalogue;
