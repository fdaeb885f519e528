import type { Catalogue } from './refusal.ts';

export const system = {
  'system/database-unreachable': {
    publicCode: 'HBS-901',
    message: 'Không kết nối được cơ sở dữ liệu {database}.',
    remedy: 'Kiểm tra máy chủ PostgreSQL có đang chạy và địa chỉ DATABASE_URL có đúng không, rồi khởi động lại.',
    retryable: true,
  },
  'system/database-version': {
    publicCode: null,
    message: 'Máy chủ PostgreSQL phiên bản {version} quá cũ.',
    remedy: 'Dùng PostgreSQL từ phiên bản 15 trở lên.',
    retryable: false,
  },
  'system/database-superuser': {
    publicCode: null,
    message:
      'Tài khoản cơ sở dữ liệu {login} có quyền quản trị; chương trình không chạy bằng tài khoản này vì dữ liệu các trường sẽ không còn được ngăn cách.',
    remedy: 'Chạy "hocba migrate" để tạo các tài khoản thường, rồi đặt DATABASE_URL của từng cấp bằng tài khoản có đuôi _app.',
    retryable: false,
  },
  'system/database-owner': {
    publicCode: null,
    message:
      'Tài khoản cơ sở dữ liệu {login} là chủ sở hữu các bảng; chương trình không chạy bằng tài khoản này vì nó có thể sửa bản ghi đã chốt.',
    remedy: 'Đặt DATABASE_URL của từng cấp bằng tài khoản có đuôi _app; tài khoản chủ sở hữu chỉ dùng cho "hocba migrate".',
    retryable: false,
  },
  'system/schema-outdated': {
    publicCode: null,
    message: 'Cơ sở dữ liệu cấp {tier} còn thiếu {missing} bước nâng cấp của phiên bản này.',
    remedy: 'Chạy "hocba migrate" rồi khởi động lại.',
    retryable: false,
  },
  'system/migration-changed': {
    publicCode: null,
    message: 'Bước nâng cấp cơ sở dữ liệu {migration} đã chạy trước đây nhưng nội dung tệp nay đã khác.',
    remedy: 'Cài lại đúng bản phát hành của chương trình; không sửa tệp nâng cấp đã phát hành.',
    retryable: false,
  },
  'system/migration-unknown': {
    publicCode: null,
    message: 'Cơ sở dữ liệu đã qua bước nâng cấp {migration} mà bản chương trình này không có.',
    remedy: 'Dùng bản chương trình mới hơn hoặc bằng bản đã nâng cấp cơ sở dữ liệu.',
    retryable: false,
  },
  'system/migration-out-of-order': {
    publicCode: null,
    message: 'Bước nâng cấp {migration} chưa chạy, nhưng cơ sở dữ liệu đã ở bước {newest}.',
    remedy: 'Cài lại đúng bản phát hành của chương trình; với dữ liệu thử, khởi động bằng "npm start -- --fresh".',
    retryable: false,
  },
  'system/embedded-missing': {
    publicCode: null,
    message: 'Không có PostgreSQL kèm theo cho hệ máy này ({platform}).',
    remedy: 'Chạy lại "npm ci", hoặc cài PostgreSQL từ phiên bản 15 và đặt DATABASE_URL.',
    retryable: false,
  },
  'system/embedded-failed': {
    publicCode: null,
    message: 'PostgreSQL kèm theo không khởi động được: {reason}',
    remedy: 'Xem tệp nhật ký {log}; kiểm tra ổ đĩa còn chỗ trống, hoặc dùng PostgreSQL của máy bằng DATABASE_URL.',
    retryable: true,
  },
  'system/data-folder-in-use': {
    publicCode: null,
    message: 'Thư mục dữ liệu {folder} đang được một chương trình khác sử dụng (tiến trình {pid}).',
    remedy: 'Tắt chương trình đang chạy, hoặc đặt HOCBA_DATA tới một thư mục khác.',
    retryable: true,
  },
  'system/data-folder-unreachable': {
    publicCode: null,
    message: 'PostgreSQL chạy dưới tài khoản thường không mở được thư mục dữ liệu {folder}.',
    remedy: 'Đặt HOCBA_DATA tới một thư mục mà mọi tài khoản đi qua được, ví dụ /var/lib/hoc-ba-so.',
    retryable: false,
  },
  'system/clock-backward': {
    publicCode: null,
    message: 'Đồng hồ diễn tập chỉ chạy tới: đang là {now}, không lùi về {wanted} được.',
    remedy: 'Chọn một thời điểm sau thời điểm hiện tại của đồng hồ diễn tập.',
    retryable: false,
  },
  'system/config-missing': {
    publicCode: null,
    message: 'Không có tệp cấu hình {file}.',
    remedy: 'Viết tệp theo docs/operations.md, hoặc chỉ ra bằng --config.',
    retryable: false,
  },
  'system/config-malformed': {
    publicCode: null,
    message: 'Tệp cấu hình {file} sai: {problem}.',
    remedy: 'Sửa tệp theo docs/operations.md rồi chạy lại.',
    retryable: false,
  },
  'system/config-section-missing': {
    publicCode: null,
    message: 'Tệp cấu hình không có phần "{section}" của tầng cần chạy.',
    remedy: 'Thêm phần đó theo docs/operations.md, hoặc bỏ tầng này khỏi --tiers.',
    retryable: false,
  },
  'system/database-url-missing': {
    publicCode: null,
    message: 'Chưa biết cơ sở dữ liệu của tầng {tier}.',
    remedy: 'Đặt DATABASE_URL_{tier}, hoặc DATABASE_URL sau khi đã chạy hocba migrate.',
    retryable: false,
  },
  'system/clock-real': {
    publicCode: null,
    message: 'Hệ thống chạy theo giờ thật; không có đồng hồ diễn tập để chuyển.',
    remedy: 'Chỉ chuyển giờ trên hệ thống diễn tập.',
    retryable: false,
  },
  'system/disk-full': {
    publicCode: 'HBS-902',
    message: 'Máy chủ hết chỗ lưu; yêu cầu này chưa được ghi.',
    remedy: 'Báo người quản trị máy chủ; gửi lại sau khi có thêm chỗ, không mất gì đã được xác nhận.',
    retryable: true,
  },
  'system/packet-not-judged': {
    publicCode: 'HBS-903',
    message: 'Hệ thống không kiểm tra xong gói tin này, dù đã thử lại.',
    remedy: 'Gửi lại gói tin trong một lô khác; nếu vẫn lỗi, gửi mã thông điệp cho bộ phận hỗ trợ của Sở.',
    retryable: true,
  },
  'system/unexpected': {
    publicCode: 'HBS-999',
    message: 'Hệ thống gặp lỗi chưa xác định.',
    remedy: 'Thử lại sau ít phút; nếu vẫn lỗi, gửi mã này cho bộ phận hỗ trợ.',
    retryable: true,
  },
} as const satisfies Catalogue;
