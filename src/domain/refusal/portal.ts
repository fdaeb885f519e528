import type { Catalogue } from './refusal.ts';

/** Identity (70x, 71x) and portal (72x to 79x). What guards a secret is told in one sentence for all its causes. */
export const portal = {
  'identity/wrong-credentials': {
    publicCode: 'HBS-701',
    message: 'Tên đăng nhập hoặc mật khẩu không đúng, hoặc đã thử sai quá nhiều lần.',
    remedy: 'Kiểm tra lại rồi thử lại; nếu đã sai nhiều lần, đợi 15 phút hoặc nhờ quản trị đặt lại mật khẩu.',
    retryable: false,
  },
  'identity/session-needed': {
    publicCode: 'HBS-702',
    message: 'Phiên làm việc không còn hoặc đã hết hạn.',
    remedy: 'Đăng nhập lại; dữ liệu đã lưu không mất.',
    retryable: false,
  },
  'identity/role-not-allowed': {
    publicCode: 'HBS-703',
    message: 'Vai trò của bạn không được làm việc này.',
    remedy: 'Đăng nhập bằng tài khoản có quyền, hoặc nhờ người được phân công.',
    retryable: false,
  },
  'identity/foreign-request': {
    publicCode: 'HBS-704',
    message: 'Yêu cầu không đến từ trang của chương trình nên không được thực hiện.',
    remedy: 'Tải lại trang rồi làm lại từ trong chương trình.',
    retryable: false,
  },
  'identity/client-token-needed': {
    publicCode: 'HBS-101',
    message: 'Thiếu mã truy cập, hoặc mã đã hết hạn.',
    remedy: 'Lấy mã mới ở điểm cấp mã truy cập (client credentials) rồi gửi kèm Authorization: Bearer.',
    retryable: false,
  },
  'identity/wrong-client-secret': {
    publicCode: 'HBS-101',
    message: 'Mã đơn vị hoặc khóa bí mật của phần mềm không đúng, hoặc đã thử sai quá nhiều lần.',
    remedy: 'Kiểm tra cấu hình phần mềm; nếu khóa đã bị thu hồi, nhờ quản trị cấp khóa mới.',
    retryable: false,
  },
  'identity/username-taken': {
    publicCode: 'HBS-707',
    message: 'Tên đăng nhập {username} đã có người dùng.',
    remedy: 'Chọn tên khác.',
    retryable: false,
  },
  'identity/password-weak': {
    publicCode: 'HBS-708',
    message: 'Mật khẩu cần ít nhất {length} ký tự và không trùng tên đăng nhập.',
    remedy: 'Chọn mật khẩu dài hơn, ví dụ vài từ không liên quan nhau.',
    retryable: false,
  },
  'identity/role-foreign': {
    publicCode: 'HBS-709',
    message: 'Vai trò {role} không thuộc cấp này.',
    remedy: 'Chọn vai trò của cấp đang quản trị.',
    retryable: false,
  },
  'identity/account-not-found': {
    publicCode: 'HBS-710',
    message: 'Không có tài khoản {username}.',
    remedy: 'Kiểm tra lại tên đăng nhập.',
    retryable: false,
  },
  'identity/second-factor-needed': {
    publicCode: 'HBS-711',
    message: 'Tài khoản này có lớp bảo vệ thứ hai: cần thêm mã của ứng dụng xác thực.',
    remedy: 'Mở ứng dụng xác thực trên điện thoại và nhập mã sáu chữ số; nếu không có điện thoại, nhập một mã dự phòng.',
    retryable: false,
  },
  'identity/second-factor-wrong': {
    publicCode: 'HBS-711',
    message: 'Mã xác thực không đúng, đã dùng rồi, hoặc đã thử sai quá nhiều lần.',
    remedy:
      'Đợi mã mới (mỗi mã dùng một lần, sống 30 giây) và xem giờ của điện thoại có đúng không; nếu đã sai nhiều lần, đợi 15 phút. Mất điện thoại và hết mã dự phòng thì nhờ quản trị đặt lại.',
    retryable: false,
  },
  'identity/second-factor-due': {
    publicCode: 'HBS-712',
    message: 'Vai trò này phải có lớp bảo vệ thứ hai trước khi làm việc.',
    remedy: 'Đăng nhập trên trình duyệt và làm theo các bước bật lớp bảo vệ thứ hai.',
    retryable: false,
  },
  'identity/second-factor-not-offered': {
    publicCode: 'HBS-713',
    message: 'Hệ thống này chưa bật lớp bảo vệ thứ hai.',
    remedy: 'Nhờ người vận hành đặt mục "secondFactor" trong cấu hình.',
    retryable: false,
  },
  'identity/second-factor-is-on': {
    publicCode: 'HBS-713',
    message: 'Lớp bảo vệ thứ hai của tài khoản này đã bật.',
    remedy: 'Để đổi điện thoại, tắt bằng một mã của điện thoại cũ rồi bật lại.',
    retryable: false,
  },
  'identity/second-factor-not-begun': {
    publicCode: 'HBS-713',
    message: 'Lớp bảo vệ thứ hai của tài khoản này chưa bật.',
    remedy: 'Bấm "Bật lớp bảo vệ thứ hai" để bắt đầu.',
    retryable: false,
  },
  'portal/record-not-found': {
    publicCode: 'HBS-720',
    message: 'Không tìm thấy học bạ với mã và ngày sinh này.',
    remedy: 'Kiểm tra lại cả mã tra cứu và ngày sinh; nếu vẫn không thấy, hỏi giáo viên chủ nhiệm hoặc văn thư của trường.',
    retryable: false,
  },
  'portal/too-many-tries': {
    publicCode: 'HBS-721',
    message: 'Đã thử quá nhiều lần trong một thời gian ngắn.',
    remedy: 'Đợi rồi thử lại: mỗi mã được thử 5 lần trong một giờ.',
    retryable: true,
  },
  'portal/code-malformed': {
    publicCode: 'HBS-722',
    message: 'Mã tra cứu cần đúng 32 ký tự gồm chữ số và chữ cái từ a đến f; mã vừa nhập có {length} ký tự hoặc có chỗ gõ sai.',
    remedy: 'Chép lại mã in dưới mã QR của học bạ.',
    retryable: false,
  },
  'portal/birth-date-malformed': {
    publicCode: 'HBS-723',
    message: 'Ngày sinh chưa đúng.',
    remedy: 'Nhập đủ ngày, tháng và bốn chữ số của năm, ví dụ 14 3 2014.',
    retryable: false,
  },
  'portal/view-expired': {
    publicCode: 'HBS-724',
    message: 'Trang học bạ đã đóng vì hết thời gian xem.',
    remedy: 'Tra cứu lại bằng mã và ngày sinh.',
    retryable: false,
  },
  'portal/year-not-found': {
    publicCode: 'HBS-725',
    message: 'Học bạ này không có năm học vừa chọn.',
    remedy: 'Mở lại trang học bạ rồi chọn năm học trong danh sách.',
    retryable: false,
  },
  'portal/copy-not-allowed': {
    publicCode: 'HBS-726',
    message: 'Bản này không còn giá trị nên không tải về được.',
    remedy: 'Hỏi nhà trường về bản mới; khi bản mới được tiếp nhận, tra cứu lại bằng chính mã này.',
    retryable: false,
  },
  'portal/confirmation-not-ready': {
    publicCode: 'HBS-727',
    message: 'Xác nhận của Sở cho bản này đang được lập.',
    remedy: 'Thử lại sau ít phút.',
    retryable: true,
  },
  'portal/file-missing': {
    publicCode: 'HBS-728',
    message: 'Chưa chọn tệp, hoặc tệp rỗng.',
    remedy: 'Chọn một tệp học bạ XML hoặc PDF rồi bấm Kiểm tra.',
    retryable: false,
  },
} as const satisfies Catalogue;
