import type { Catalogue } from './refusal.ts';

/** The way in, before anybody reads what was sent: HBS-1xx. */
export const transport = {
  'transport/route-not-found': {
    publicCode: 'HBS-110',
    message: 'Không có địa chỉ này.',
    remedy: 'Kiểm tra lại đường dẫn; danh sách địa chỉ có ở /openapi.json.',
    retryable: false,
  },
  'transport/input-invalid': {
    publicCode: 'HBS-111',
    message: 'Trường "{field}" không hợp lệ: {problem}.',
    remedy: 'Sửa trường này theo mô tả ở /openapi.json rồi gửi lại.',
    retryable: false,
  },
  'transport/body-malformed': {
    publicCode: 'HBS-112',
    message: 'Nội dung gửi lên không đọc được.',
    remedy: 'Gửi đúng kiểu nội dung đã khai trong Content-Type.',
    retryable: false,
  },
  'transport/media-type': {
    publicCode: 'HBS-113',
    message: 'Kiểu nội dung này không được nhận ở đây.',
    remedy: 'Gửi gói tin bằng application/xml, tệp bằng multipart/form-data, còn lại bằng application/json.',
    retryable: false,
  },
  'transport/body-too-large': {
    publicCode: 'HBS-104',
    message: 'Nội dung gửi lên lớn quá mức cho phép.',
    remedy: 'Chia nhỏ rồi gửi nhiều lần: mỗi gói tin nhiều nhất 60 học bạ và 20 MB.',
    retryable: false,
  },
  'transport/too-many-requests': {
    publicCode: 'HBS-114',
    message: 'Quá nhiều yêu cầu trong một thời gian ngắn.',
    remedy: 'Đợi ít phút rồi thử lại.',
    retryable: true,
  },
  'transport/server-busy': {
    publicCode: 'HBS-115',
    message: 'Máy chủ đang bận hoặc đang khởi động lại.',
    remedy: 'Đợi ít phút rồi thử lại; việc đã được xác nhận không bị mất.',
    retryable: true,
  },
  'transport/sender-mismatch': {
    publicCode: 'HBS-102',
    message: 'Thông điệp ghi đơn vị gửi {sender} nhưng kết nối này là của đơn vị {client}.',
    remedy: 'Mỗi trường chỉ gửi học bạ của trường mình, bằng mã kết nối và con dấu của mình.',
    retryable: false,
  },
  'transport/duplicate-id': {
    publicCode: 'HBS-103',
    message: 'Mã thông điệp {messageId} đã dùng cho một nội dung khác.',
    remedy: 'Tạo mã thông điệp mới cho mỗi nội dung mới; chỉ gửi lại đúng nội dung cũ với mã cũ.',
    retryable: false,
  },
  'transport/after-cut-off': {
    publicCode: 'HBS-105',
    message: 'Học bạ của em {pupil} đến sau hạn chốt đợt {wave} ({date}).',
    remedy: 'Sau hạn chỉ nhận khi Sở có quyết định cho nộp muộn; liên hệ Sở.',
    retryable: false,
  },
} as const satisfies Catalogue;
