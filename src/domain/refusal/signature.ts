import type { Catalogue, CatalogueEntry } from './refusal.ts';

type Code = CatalogueEntry['publicCode'];
const SIGN_AGAIN = 'Lấy lại tệp gốc từ nơi phát hành; nếu tệp gốc cũng như vậy, đơn vị ký phải ký lại bằng phần mềm đúng quy cách.';
const SEND_ORIGINAL = 'Không sửa tệp đã ký. Lấy lại đúng tệp đã phát hành, hoặc lập phiên bản mới rồi ký lại.';

const row = (publicCode: Code, message: string, remedy: string, retryable = false): CatalogueEntry => ({ publicCode, message, remedy, retryable });

/** Signatures: what a judge finds (HBS-301…312) and why something could not be signed. */
export const signature = {
  'signature/none': row('HBS-301', 'Tệp không có chữ ký số nào.', 'Gửi tệp đã ký số đầy đủ.'),
  'signature/slot-missing': row('HBS-301', 'Không có đúng một ô ký {slot} trong tệp.', 'Kiểm tra tệp đúng mẫu; mỗi ô ký có đúng một lần.'),
  'signature/slot-empty': row('HBS-301', 'Ô ký {slot} chưa có chữ ký số.', 'Người có thẩm quyền ký vào ô này rồi gửi lại.'),
  'signature/malformed': row('HBS-303', 'Chữ ký số không đúng cấu trúc: {detail}.', SIGN_AGAIN),
  'signature/duplicate-id': row('HBS-309', 'Định danh Id="{id}" xuất hiện nhiều lần nên không biết chữ ký nói về phần nào.', SEND_ORIGINAL),
  'signature/foreign-content': row('HBS-309', 'Tệp có chú thích, chỉ thị xử lý hoặc CDATA; tệp đã ký không được có các thành phần này.', SEND_ORIGINAL),
  'signature/unsigned-content': row('HBS-309', 'Phần {element} nằm ngoài phạm vi mọi chữ ký số.', SEND_ORIGINAL),
  'signature/stray-signature': row('HBS-309', 'Có chữ ký số đặt ngoài các ô ký của mẫu.', SEND_ORIGINAL),
  'signature/moved-content': row('HBS-309', 'Phần được ký (Id="{id}") không nằm đúng vị trí của nó trong tệp.', SEND_ORIGINAL),
  'signature/coverage': row('HBS-309', 'Chữ ký ở ô {slot} không bao đúng những phần phải ký (thiếu hoặc thừa tham chiếu).', SIGN_AGAIN),
  'signature/reference-refused': row('HBS-309', 'Chữ ký dùng tham chiếu hoặc phép biến đổi không được phép: {detail}.', SIGN_AGAIN),
  'signature/not-xades': row('HBS-309', 'Chữ ký không phải XAdES: không ràng buộc chứng thư số của người ký bằng thuộc tính đã ký.', SIGN_AGAIN),
  'signature/hash': row('HBS-302', 'Nội dung đã bị thay đổi sau khi ký: phần {target} không còn khớp với chữ ký.', SEND_ORIGINAL),
  'signature/value': row('HBS-303', 'Giá trị chữ ký không đúng với chứng thư số của người ký.', SEND_ORIGINAL),
  'signature/algorithm-refused': row('HBS-304', 'Chữ ký dùng thuật toán hoặc khoá không được chấp nhận: {algorithm}.', 'Ký lại bằng RSA từ 2048 bit hoặc ECDSA từ 256 bit với SHA-256 trở lên.'),
  'signature/chain-algorithm': row('HBS-304', '{detail}', 'Dùng chứng thư số có thuật toán và khoá đúng quy định.'),
  'signature/certificate-missing': row('HBS-305', 'Không tìm thấy chứng thư số của người ký.', 'Ký lại với chứng thư số đặt trong chữ ký, hoặc cung cấp chứng thư số khi kiểm tra.'),
  'signature/certificate-differs': row('HBS-308', 'Chứng thư số kèm theo không phải chứng thư số mà chữ ký đã ràng buộc.', SEND_ORIGINAL),
  'signature/chain': row('HBS-305', '{detail}', 'Kiểm tra danh sách tổ chức chứng thực được tin cậy và chứng thư số trung gian.'),
  'signature/expired': row('HBS-306', '{detail}', 'Dùng chứng thư số còn hiệu lực để ký lại.'),
  'signature/expired-unproven': row('HBS-306', 'Chứng thư số đã hết hạn và không có bằng chứng chữ ký được tạo khi chứng thư còn hiệu lực.', 'Cung cấp dấu thời gian hoặc bằng chứng về thời điểm ký.'),
  'signature/revoked': row('HBS-307', '{detail}', 'Dùng chứng thư số còn hiệu lực để ký lại.'),
  'signature/revoked-unproven': row('HBS-307', 'Chứng thư số đã bị thu hồi và không có bằng chứng chữ ký được tạo trước khi thu hồi.', 'Cung cấp dấu thời gian hoặc bằng chứng về thời điểm ký; nếu không có thì ký lại bằng chứng thư số mới.'),
  'signature/revocation-unavailable': row('HBS-312', '{detail}', 'Thử lại khi có dữ liệu thu hồi (CRL, OCSP) mới.', true),
  'signature/role-claim': row('HBS-308', 'Chữ ký ở ô {slot} không khai đúng vai trò của ô.', 'Người đúng vai trò ký lại vào ô này.'),
  'signature/slot-attribute': row('HBS-309', 'Mã {attribute} ghi ở ô ký khác với mã trong phần đã ký.', SEND_ORIGINAL),
  'signature/wrong-signer': row('HBS-308', 'Chứng thư số của {signer} không phải của người (đơn vị) được ký ở ô {slot}: {detail}.', 'Người có tên trong danh sách người ký đã được Sở duyệt ký lại; nếu danh sách sai, gửi danh sách người ký mới.'),
  'signature/same-person': row('HBS-308', 'Hai ô ký {slot} và {other} do cùng một người ký.', 'Mỗi ô phải do một người khác nhau ký.'),
  'signature/signer-unbound': row('HBS-308', 'Chưa có căn cứ để biết chứng thư số của {signer} thuộc người được ký ở ô {slot}.', 'Cung cấp trích lục người ký hoặc xác nhận do Sở ký, kèm chứng thư số của Sở trong danh sách tin cậy.'),
  'signature/signing-time-invalid': row('HBS-310', 'Thời điểm ký ghi trong chữ ký ({time}) nằm ngoài thời hạn của chứng thư số.', 'Chỉnh đúng đồng hồ rồi ký lại.'),
  'signature/signing-time-future': row('HBS-310', 'Thời điểm ký ghi trong chữ ký ({time}) sau thời điểm kiểm tra.', 'Kiểm tra lại sau thời điểm đó; nếu đồng hồ máy ký sai thì ký lại.', true),
  'signature/time-gap': row('HBS-310', 'Thời điểm ký ghi trong chữ ký ({time}) cách dấu thời gian quá 24 giờ.', 'Chỉnh đúng đồng hồ rồi ký lại.'),
  'signature/order': row('HBS-310', 'Thứ tự ký không đúng: chữ ký trước ghi thời điểm muộn hơn chữ ký sau.', 'Ký lại theo thứ tự: giáo viên chủ nhiệm, thủ trưởng, con dấu của trường.'),
  'signature/timestamp-invalid': row('HBS-311', 'Dấu thời gian không được chấp nhận. {detail}', 'Ký lại với dấu thời gian của tổ chức được tin cậy.'),
  'signature/timestamp-not-judged': row('HBS-311', 'Chữ ký có loại dấu thời gian mà phần mềm chưa kiểm tra được.', 'Kiểm tra bằng phần mềm hỗ trợ mức lưu trữ lâu dài (LTA).'),
  'signature/timestamp-missing': row('HBS-311', 'Chữ ký ở ô {slot} phải có dấu thời gian.', 'Ký lại ở mức XAdES-B-T.'),
  'signature/pdf-unreadable': row('HBS-201', 'Không đọc được tệp PDF một cách chặt chẽ ({reason}).', 'Dùng đúng bản PDF do hệ thống học bạ số phát hành, chưa bị lưu lại bằng phần mềm khác.'),
  'signature/target-missing': row(null, 'Không có đúng một phần Id="{id}" để ký ở ô {slot}.', 'Lập lại tệp từ dữ liệu rồi ký.'),
  'signature/slot-occupied': row(null, 'Ô ký {slot} đã có nội dung.', 'Không ký đè; lập phiên bản mới nếu cần ký lại.'),
  'signature/unreadable': row(null, 'Không đọc được tệp cần ký ({reason}).', 'Lập lại tệp từ dữ liệu rồi ký.'),
  'signer/unavailable': row(null, 'Thiết bị hoặc dịch vụ ký không trả lời ({detail}).', 'Kiểm tra thiết bị ký, kết nối mạng rồi ký tiếp; các hồ sơ đã ký vẫn được giữ.', true),
  'signer/refused': row(null, 'Người ký đã từ chối xác nhận ({detail}).', 'Ký lại khi sẵn sàng.', true),
  'signer/timed-out': row(null, 'Quá thời gian chờ xác nhận ký ({detail}).', 'Ký lại và xác nhận trong thời hạn.', true),
  'signer/wrong-signature': row(null, 'Thiết bị ký trả về chữ ký không đúng với chứng thư số ({detail}).', 'Kiểm tra đã chọn đúng chứng thư số và thiết bị rồi ký lại.', true),
  'signer/wrong-certificate': row(null, 'Chứng thư số của thiết bị ký không dùng được ({detail}).', 'Chọn đúng chứng thư số đã đăng ký rồi ký lại.'),
  'signer/certificate-out-of-dates': row(null, 'Chứng thư số không còn (hoặc chưa) hiệu lực tại thời điểm ký.', 'Dùng chứng thư số còn hiệu lực.'),
  'signer/timestamp-unavailable': row(null, 'Không lấy được dấu thời gian ({detail}).', 'Ký lại khi dịch vụ dấu thời gian hoạt động; các hồ sơ đã ký vẫn được giữ.', true),
} as const satisfies Catalogue;
