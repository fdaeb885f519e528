import type { Catalogue } from './refusal.ts';

/** HBS-8xx: the province's reports to the ministry and its own decisions. */
export const upward = {
  'upward/wave-not-over': {
    publicCode: 'HBS-801',
    message: 'Đợt {wave} chưa hết hạn nên chưa có học bạ đã chốt để báo cáo Bộ.',
    remedy: 'Báo cáo Bộ sau khi chốt: trước 10/7 với đợt 1, trước 25/8 với đợt 2.',
    retryable: false,
  },
  'upward/not-final': {
    publicCode: 'HBS-802',
    message: 'Học bạ {version} chưa có xác nhận chốt hợp lệ của Sở.',
    remedy: 'Chỉ báo cáo học bạ đã chốt, kèm đúng xác nhận của Sở.',
    retryable: false,
  },
  'upward/not-found': {
    publicCode: 'HBS-803',
    message: 'Không có mục này.',
    remedy: 'Kiểm tra lại mã, hoặc mở từ danh sách.',
    retryable: false,
  },
  'province/late-lane-closed': {
    publicCode: 'HBS-804',
    message: 'Đợt 2 đã hết hạn ngày {date} nên không cho nộp muộn được nữa.',
    remedy: 'Học bạ chưa nộp giữ trạng thái "còn thiếu"; báo cáo cấp có thẩm quyền.',
    retryable: false,
  },
  'province/late-lane-exists': {
    publicCode: 'HBS-805',
    message: 'Trường này đã được cho nộp muộn theo quyết định số {number} ngày {date}.',
    remedy: 'Không cần ghi thêm; trường nộp được đến hết hạn đợt 2.',
    retryable: false,
  },
  'province/log-empty': {
    publicCode: 'HBS-806',
    message: 'Nhật ký chưa có mục nào nên chưa có gì để gia hạn.',
    remedy: 'Gia hạn sau khi Sở đã tiếp nhận học bạ đầu tiên.',
    retryable: false,
  },
  'province/signer-not-found': {
    publicCode: 'HBS-807',
    message: 'Không có người ký này trong sổ đăng ký.',
    remedy: 'Tải lại trang Người ký rồi chọn lại.',
    retryable: false,
  },
  'province/signer-decided': {
    publicCode: 'HBS-808',
    message: 'Người ký {signer} đã có quyết định của Sở.',
    remedy: 'Tải lại trang để xem quyết định; muốn thôi công nhận, dùng mục Thôi công nhận.',
    retryable: false,
  },
  'province/signer-ended': {
    publicCode: 'HBS-809',
    message: 'Người ký {signer} chỉ được đăng ký đến hết ngày {date}.',
    remedy: 'Không cần làm gì thêm; nếu người này vẫn ký, trường gửi danh sách người ký mới.',
    retryable: false,
  },
  'province/signer-not-approved': {
    publicCode: 'HBS-810',
    message: 'Người ký {signer} chưa được Sở duyệt nên không có gì để thôi công nhận.',
    remedy: 'Với người đang chờ, chọn Không duyệt.',
    retryable: false,
  },
  'province/signer-final': {
    publicCode: 'HBS-811',
    message: 'Học bạ đã chốt mang chữ ký của {signer} được Sở tiếp nhận ngày {date}; học bạ đã chốt không thay đổi.',
    remedy: 'Chọn từ ngày {earliest} trở đi.',
    retryable: false,
  },
  'province/withdrawal-not-found': {
    publicCode: 'HBS-812',
    message: 'Không có lần thôi công nhận này.',
    remedy: 'Tải lại trang Người ký rồi chọn lại.',
    retryable: false,
  },
  'province/withdrawal-in-effect': {
    publicCode: 'HBS-813',
    message: 'Việc thôi công nhận đã có hiệu lực từ ngày {date} nên không huỷ được nữa.',
    remedy: 'Trường gửi danh sách người ký mới; Sở duyệt lại người này.',
    retryable: false,
  },
  'gateway/result-not-ready': {
    publicCode: 'HBS-106',
    message: 'Gói tin chưa có kết quả.',
    remedy: 'Hỏi lại sau ít giây.',
    retryable: true,
  },
  'gateway/evidence-not-found': {
    publicCode: 'HBS-109',
    message: 'Chưa có tệp bằng chứng của gói tin này.',
    remedy: 'Kiểm tra mã phiên bản; nếu gói tin vừa được tiếp nhận, hỏi lại sau ít phút.',
    retryable: true,
  },
  'gateway/message-not-found': {
    publicCode: 'HBS-107',
    message: 'Không có thông điệp này của đơn vị.',
    remedy: 'Kiểm tra mã thông điệp.',
    retryable: false,
  },
} as const satisfies Catalogue;
