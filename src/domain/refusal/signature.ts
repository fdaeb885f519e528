import type { Catalogue, CatalogueEntry } from './refusal.ts';

type Code = CatalogueEntry['publicCode'];
const SIGN_AGAIN = 'Lấy lại tệp gốc từ nơi phát hành; nếu tệp gốc cũng như vậy, đơn vị ký phải ký lại bằng phần mềm đúng quy cách.';
const SEND_ORIGINAL = 'Không sửa tệp đã ký. Lấy lại đúng tệp đã phát hành, hoặc lập phiên bản mới rồi ký lại.';

const row = (publicCode: Code, message: string, remedy: string, retryable = false): CatalogueEntry => ({
  publicCode,
  message,
  remedy,
  retryable,
});

/** Signatures: what a judge finds (HBS-301…313) and why something could not be signed. */
export const signature = {
  'signature/none': row('HBS-301', 'Tệp không có chữ ký số nào.', 'Gửi tệp đã ký số đầy đủ.'),
  'signature/slot-missing': row('HBS-301', 'Không có đúng một ô ký {slot} trong tệp.', 'Kiểm tra tệp đúng mẫu; mỗi ô ký có đúng một lần.'),
  'signature/slot-empty': row('HBS-301', 'Ô ký {slot} chưa có chữ ký số.', 'Người có thẩm quyền ký vào ô này rồi gửi lại.'),
  'signature/malformed': row('HBS-303', 'Chữ ký số không đúng cấu trúc: {detail}.', SIGN_AGAIN),
  'signature/duplicate-id': row('HBS-309', 'Định danh Id="{id}" xuất hiện nhiều lần nên không biết chữ ký nói về phần nào.', SEND_ORIGINAL),
  'signature/foreign-content': row(
    'HBS-309',
    'Tệp có chú thích, chỉ thị xử lý hoặc CDATA; tệp đã ký không được có các thành phần này.',
    SEND_ORIGINAL,
  ),
  'signature/unsigned-content': row('HBS-309', 'Phần {element} nằm ngoài phạm vi mọi chữ ký số.', SEND_ORIGINAL),
  'signature/stray-signature': row('HBS-309', 'Có chữ ký số đặt ngoài các ô ký của mẫu.', SEND_ORIGINAL),
  'signature/moved-content': row('HBS-309', 'Phần được ký (Id="{id}") không nằm đúng vị trí của nó trong tệp.', SEND_ORIGINAL),
  'signature/coverage': row('HBS-309', 'Chữ ký ở ô {slot} không bao đúng những phần phải ký (thiếu hoặc thừa tham chiếu).', SIGN_AGAIN),
  'signature/reference-refused': row('HBS-309', 'Chữ ký dùng tham chiếu hoặc phép biến đổi không được phép: {detail}.', SIGN_AGAIN),
  'signature/not-xades': row(
    'HBS-309',
    'Chữ ký không phải XAdES: không ràng buộc chứng thư số của người ký bằng thuộc tính đã ký.',
    SIGN_AGAIN,
  ),
  'signature/hash': row('HBS-302', 'Nội dung đã bị thay đổi sau khi ký: phần {target} không còn khớp với chữ ký.', SEND_ORIGINAL),
  'signature/value': row('HBS-303', 'Giá trị chữ ký không đúng với chứng thư số của người ký.', SEND_ORIGINAL),
  'signature/algorithm-refused': row(
    'HBS-304',
    'Chữ ký dùng thuật toán hoặc khoá không được chấp nhận: {algorithm}.',
    'Ký lại bằng RSA từ 2048 bit (với PSS: muối dài bằng giá trị băm) hoặc ECDSA từ 256 bit, dùng SHA-256, SHA-384 hoặc SHA-512.',
  ),
  'signature/algorithm-outdated': row(
    'HBS-304',
    'Thuật toán {algorithm} chỉ được chấp nhận đến {until}, và không có bằng chứng chữ ký được tạo trước đó.',
    'Cung cấp dấu thời gian hoặc bằng chứng về thời điểm ký; nếu không có thì ký lại bằng thuật toán còn được chấp nhận.',
  ),
  'signature/padding': row(
    'HBS-304',
    'Chữ ký dùng {algorithm} với kiểu đệm PKCS#1 v1.5; quy chuẩn nêu RSASSA-PSS.',
    'Chữ ký vẫn dùng được; khi thay thiết bị hoặc dịch vụ ký, chọn loại ký được RSASSA-PSS hoặc ECDSA.',
  ),
  'signature/chain-algorithm': row('HBS-304', '{detail}', 'Dùng chứng thư số có thuật toán và khoá đúng quy định.'),
  'signature/certificate-missing': row(
    'HBS-305',
    'Không tìm thấy chứng thư số của người ký.',
    'Ký lại với chứng thư số đặt trong chữ ký, hoặc cung cấp chứng thư số khi kiểm tra.',
  ),
  'signature/certificate-differs': row('HBS-308', 'Chứng thư số kèm theo không phải chứng thư số mà chữ ký đã ràng buộc.', SEND_ORIGINAL),
  'signature/chain': row('HBS-305', '{detail}', 'Kiểm tra danh sách tổ chức chứng thực được tin cậy và chứng thư số trung gian.'),
  'signature/expired': row('HBS-306', '{detail}', 'Dùng chứng thư số còn hiệu lực để ký lại.'),
  'signature/expired-unproven': row(
    'HBS-306',
    'Chứng thư số đã hết hạn và không có bằng chứng chữ ký được tạo khi chứng thư còn hiệu lực.',
    'Cung cấp dấu thời gian hoặc bằng chứng về thời điểm ký.',
  ),
  'signature/revoked': row('HBS-307', '{detail}', 'Dùng chứng thư số còn hiệu lực để ký lại.'),
  'signature/revoked-unproven': row(
    'HBS-307',
    'Chứng thư số đã bị thu hồi và không có bằng chứng chữ ký được tạo trước khi thu hồi.',
    'Cung cấp dấu thời gian hoặc bằng chứng về thời điểm ký; nếu không có thì ký lại bằng chứng thư số mới.',
  ),
  'signature/revocation-unavailable': row('HBS-312', '{detail}', 'Thử lại khi có dữ liệu thu hồi (CRL, OCSP) mới.', true),
  'signature/role-claim': row('HBS-308', 'Chữ ký ở ô {slot} không khai đúng vai trò của ô.', 'Người đúng vai trò ký lại vào ô này.'),
  'signature/slot-attribute': row('HBS-309', 'Mã {attribute} ghi ở ô ký khác với mã trong phần đã ký.', SEND_ORIGINAL),
  'signature/wrong-signer': row(
    'HBS-308',
    'Chứng thư số của {signer} không phải của người (đơn vị) được ký ở ô {slot}: {detail}.',
    'Người có tên trong danh sách người ký đã được Sở duyệt ký lại; nếu danh sách sai, gửi danh sách người ký mới.',
  ),
  'signature/signer-withdrawn': row(
    'HBS-313',
    'Sở đã thôi công nhận chứng thư số của {signer} ở ô {slot} từ ngày {date}; chữ ký này được tạo sau đó.',
    'Người khác đã được Sở duyệt ký lại, hoặc trường gửi danh sách người ký mới để Sở duyệt.',
  ),
  'signature/same-person': row('HBS-308', 'Hai ô ký {slot} và {other} do cùng một người ký.', 'Mỗi ô phải do một người khác nhau ký.'),
  'signature/signer-unbound': row(
    'HBS-308',
    'Chưa có căn cứ để biết chứng thư số của {signer} thuộc người được ký ở ô {slot}.',
    'Cung cấp trích lục người ký hoặc xác nhận do Sở ký, kèm chứng thư số của Sở trong danh sách tin cậy.',
  ),
  'signature/signing-time-invalid': row(
    'HBS-310',
    'Thời điểm ký ghi trong chữ ký ({time}) nằm ngoài thời hạn của chứng thư số.',
    'Chỉnh đúng đồng hồ rồi ký lại.',
  ),
  'signature/signing-time-future': row(
    'HBS-310',
    'Thời điểm ký ghi trong chữ ký ({time}) sau thời điểm kiểm tra.',
    'Kiểm tra lại sau thời điểm đó; nếu đồng hồ máy ký sai thì ký lại.',
    true,
  ),
  'signature/time-gap': row(
    'HBS-310',
    'Thời điểm ký ghi trong chữ ký ({time}) cách dấu thời gian quá {hours} giờ.',
    'Chỉnh đúng đồng hồ rồi ký lại.',
  ),
  'signature/order': row(
    'HBS-310',
    'Thứ tự ký không đúng: chữ ký trước ghi thời điểm muộn hơn chữ ký sau.',
    'Ký lại theo thứ tự: giáo viên chủ nhiệm, thủ trưởng, con dấu của trường.',
  ),
  'signature/timestamp-invalid': row(
    'HBS-311',
    'Dấu thời gian không được chấp nhận. {detail}',
    'Ký lại với dấu thời gian của tổ chức được tin cậy.',
  ),
  'signature/timestamp-not-judged': row(
    'HBS-311',
    'Chữ ký có loại dấu thời gian mà phần mềm chưa kiểm tra được.',
    'Kiểm tra bằng phần mềm hỗ trợ mức lưu trữ lâu dài (LTA).',
  ),
  'signature/timestamp-missing': row('HBS-311', 'Chữ ký ở ô {slot} phải có dấu thời gian.', 'Ký lại ở mức XAdES-B-T.'),
  'signature/timestamp-expired': row(
    'HBS-311',
    'Chứng thư số của tổ chức cấp dấu thời gian đã hết hạn, chưa có lần gia hạn nào được đóng dấu thời gian trước ngày đó ({time}).',
    'Lấy tệp bằng chứng mới của gói tin từ Sở, có các lần gia hạn.',
    true,
  ),
  'signature/evidence-unreadable': row(
    'HBS-312',
    'Tệp bằng chứng không đọc được nên không được dùng ({detail}).',
    'Lấy lại tệp bằng chứng của gói tin từ Sở.',
    true,
  ),
  'signature/evidence-other-packet': row(
    'HBS-312',
    'Tệp bằng chứng không phải của gói tin này ({sha256}).',
    'Dùng tệp bằng chứng có đúng mã băm SHA-256 của gói tin.',
    true,
  ),
  'signature/renewal-invalid': row(
    'HBS-312',
    'Các lần gia hạn trong tệp bằng chứng không được chấp nhận: {detail}.',
    'Lấy lại tệp bằng chứng của gói tin từ Sở.',
    true,
  ),
  'signature/pdf-unreadable': row(
    'HBS-201',
    'Không đọc được tệp PDF một cách chặt chẽ ({reason}).',
    'Dùng đúng bản PDF do hệ thống học bạ số phát hành, chưa bị lưu lại bằng phần mềm khác.',
  ),
  'signature/pdf-kind': row(
    'HBS-303',
    'Chữ ký PDF thuộc loại không được chấp nhận ({subFilter}).',
    'Ký lại theo PAdES (ETSI.CAdES.detached).',
  ),
  'signature/pdf-byte-range': row('HBS-309', 'Chữ ký PDF không bao toàn bộ tệp: {detail}.', SIGN_AGAIN),
  'signature/pdf-changed-later': row(
    'HBS-302',
    'Tệp PDF đã bị thay đổi sau khi ký, ngoài những phần được phép thêm: {detail}.',
    SEND_ORIGINAL,
  ),
  'signature/pdf-not-permitted': row('HBS-309', 'Tệp PDF được thêm chữ ký dù người ký trước không cho phép: {detail}.', SEND_ORIGINAL),
  'signature/pdf-overlay': row(
    'HBS-309',
    'Sau khi ký có hình hiển thị đặt lên trang đã ký: {detail}.',
    'Xem bản PDF trước khi thêm hình; chữ ký thêm sau phải không có hình.',
  ),
  'signature/not-pades': row(
    'HBS-309',
    'Chữ ký không phải PAdES: không ràng buộc chứng thư số của người ký bằng thuộc tính đã ký.',
    SIGN_AGAIN,
  ),
  'signature/pdf-certificates': row(
    'HBS-305',
    'Chữ ký PDF mang theo chứng thư số bị hỏng, hoặc không do tổ chức cấp ghi trong đó ký.',
    SEND_ORIGINAL,
  ),
  'signature/pdf-signer': row(
    'HBS-308',
    'Tệp PDF do {signer} ký, không phải đơn vị đã đóng dấu gói tin đính kèm, cũng không phải Sở: các trang in không được chứng minh.',
    'Lấy bản PDF từ trường hoặc từ Cổng tra cứu học bạ.',
  ),
  'signature/pdf-without-packet': row(
    'HBS-301',
    'Tệp PDF có chữ ký nhưng không đính kèm gói tin học bạ: chữ ký chỉ nói về tệp này, không chứng minh học bạ nào.',
    'Dùng bản PDF do hệ thống học bạ số phát hành, có gói tin đính kèm.',
  ),
  'signature/pdf-evidence-incomplete': row(
    null,
    'Bằng chứng kiểm tra (chứng thư số, dữ liệu thu hồi) chưa đủ để tự đứng được: {detail}.',
    'Lấy đủ chứng thư số và dữ liệu thu hồi rồi thêm lại.',
  ),
  'signature/pdf-not-extendable': row(null, 'Không ký được tệp PDF này ({reason}).', 'Chỉ ký bản PDF do hệ thống vừa in ra.'),
  'signature/target-missing': row(null, 'Không có đúng một phần Id="{id}" để ký ở ô {slot}.', 'Lập lại tệp từ dữ liệu rồi ký.'),
  'signature/slot-occupied': row(null, 'Ô ký {slot} đã có nội dung.', 'Không ký đè; lập phiên bản mới nếu cần ký lại.'),
  'signature/unreadable': row(null, 'Không đọc được tệp cần ký ({reason}).', 'Lập lại tệp từ dữ liệu rồi ký.'),
  'signer/unavailable': row(
    'HBS-670',
    'Thiết bị hoặc dịch vụ ký không trả lời ({detail}).',
    'Kiểm tra thiết bị ký, kết nối mạng rồi ký tiếp; các hồ sơ đã ký vẫn được giữ.',
    true,
  ),
  'signer/refused': row('HBS-671', 'Người ký đã từ chối xác nhận ({detail}).', 'Ký lại khi sẵn sàng.', true),
  'signer/timed-out': row('HBS-672', 'Quá thời gian chờ xác nhận ký ({detail}).', 'Ký lại và xác nhận trong thời hạn.', true),
  'signer/wrong-signature': row(
    'HBS-673',
    'Thiết bị ký trả về chữ ký không đúng với chứng thư số ({detail}).',
    'Kiểm tra đã chọn đúng chứng thư số và thiết bị rồi ký lại.',
    true,
  ),
  'signer/wrong-certificate': row(
    'HBS-674',
    'Chứng thư số của thiết bị ký không dùng được ({detail}).',
    'Chọn đúng chứng thư số đã đăng ký rồi ký lại.',
  ),
  'signer/certificate-out-of-dates': row(
    'HBS-675',
    'Chứng thư số không còn (hoặc chưa) hiệu lực tại thời điểm ký.',
    'Dùng chứng thư số còn hiệu lực.',
  ),
  'signer/timestamp-unavailable': row(
    'HBS-676',
    'Không lấy được dấu thời gian ({detail}).',
    'Ký lại khi dịch vụ dấu thời gian hoạt động; các hồ sơ đã ký vẫn được giữ.',
    true,
  ),
  'signer/malformed-answer': row(
    'HBS-677',
    'Dịch vụ ký trả lời không đúng chuẩn nên không dùng được ({detail}).',
    'Ký lại sau ít phút; nếu vẫn lỗi, báo đơn vị cung cấp dịch vụ ký kèm nội dung trong ngoặc.',
    true,
  ),
  'signer/authorization-expired': row(
    'HBS-678',
    'Xác nhận ký đã hết hạn hoặc không dành cho các học bạ này ({detail}).',
    'Ký tiếp và xác nhận lại trên thiết bị của người ký; các hồ sơ đã ký vẫn được giữ.',
    true,
  ),
  'signer/wrong-pin': row(
    'HBS-679',
    'Mã PIN của chứng thư số không đúng ({detail}).',
    'Kiểm tra lại mã PIN trước khi ký tiếp; nhập sai nhiều lần thì thiết bị sẽ khoá.',
  ),
  'signer/locked': row(
    'HBS-680',
    'Khoá ký đang bị khoá hoặc tạm ngừng ({detail}).',
    'Mở khoá thiết bị, hoặc đề nghị đơn vị cấp chứng thư số mở lại rồi ký tiếp.',
  ),
  'signer/not-permitted': row(
    'HBS-681',
    'Dịch vụ ký không chấp nhận yêu cầu của phần mềm ({detail}).',
    'Quản trị hệ thống kiểm tra mã kết nối, mã chứng thư và quyền đã đăng ký với đơn vị cung cấp dịch vụ ký.',
  ),
  'signer/unsupported': row(
    'HBS-682',
    'Chứng thư số này yêu cầu cách ký mà phần mềm không hỗ trợ ({detail}).',
    'Đăng ký với đơn vị cung cấp hình thức xác nhận trên điện thoại của người ký, hoặc dùng thiết bị khác.',
  ),
  'signer/token-removed': row(
    'HBS-683',
    'Không thấy thiết bị ký ({detail}).',
    'Cắm lại thiết bị rồi ký tiếp; các hồ sơ đã ký vẫn được giữ.',
    true,
  ),
} as const satisfies Catalogue;
