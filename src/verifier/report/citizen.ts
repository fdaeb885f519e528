import type { PolicyInForce, Scope, SubIndication } from '#signature';
import type { CitizenAnswer, DocumentAnswer } from '../answer.ts';

const ASK_AGAIN = 'Lấy lại tệp từ nơi phát hành (trường hoặc Sở) rồi kiểm tra lại.';

const PASSED: Readonly<Record<Scope, CitizenAnswer>> = {
  exchange: {
    sentence: 'Tệp nguyên vẹn và hợp lệ: nội dung không đổi từ khi ký, các chữ ký đúng người, đúng vai.',
    advice: 'Dùng được tệp này. Muốn biết bản này còn là bản đang có giá trị hay đã được thay thế, hỏi Cổng tra cứu học bạ.',
  },
  document: {
    sentence: 'Tệp nguyên vẹn, mọi chữ ký hợp lệ.',
    advice: 'Dùng được tệp này. Phần mềm không xét người ký có thẩm quyền hay không.',
  },
  integrity: {
    sentence: 'Chữ ký còn nguyên vẹn: nội dung được ký không đổi.',
    advice: 'Đây chưa phải kết luận hợp lệ: chưa xét chứng thư số và người ký.',
  },
};

/** What each sub-indication means to somebody who has a file in hand (EN 319 102-1 §5.1.3); the advice stands when nothing found has one of its own. */
const NOT_PASSED: Readonly<Record<SubIndication, CitizenAnswer>> = {
  FORMAT_FAILURE: { sentence: 'Tệp không hợp lệ: không phải học bạ hoặc tài liệu đã ký đúng mẫu, hoặc thiếu chữ ký.', advice: ASK_AGAIN },
  HASH_FAILURE: { sentence: 'Tệp không hợp lệ: nội dung đã bị thay đổi sau khi ký. Không dùng tệp này.', advice: ASK_AGAIN },
  SIG_CRYPTO_FAILURE: { sentence: 'Tệp không hợp lệ: chữ ký không do chứng thư số đi kèm tạo ra. Không dùng tệp này.', advice: ASK_AGAIN },
  REVOKED: {
    sentence: 'Tệp không hợp lệ: chứng thư số của người ký đã bị thu hồi vào lúc ký.',
    advice: 'Đề nghị nơi phát hành ký lại bằng chứng thư số còn hiệu lực.',
  },
  EXPIRED: {
    sentence: 'Tệp không hợp lệ: chứng thư số của người ký đã hết hạn vào lúc ký.',
    advice: 'Đề nghị nơi phát hành ký lại bằng chứng thư số còn hiệu lực.',
  },
  NOT_YET_VALID: {
    sentence: 'Tệp không hợp lệ: chữ ký có trước khi chứng thư số có hiệu lực.',
    advice: 'Đề nghị nơi phát hành ký lại bằng chứng thư số còn hiệu lực.',
  },
  SIG_CONSTRAINTS_FAILURE: { sentence: 'Chữ ký không đáp ứng quy định về người ký, thời điểm ký hoặc cách ký.', advice: ASK_AGAIN },
  CHAIN_CONSTRAINTS_FAILURE: {
    sentence: 'Chứng thư số của người ký không được cấp cho việc này.',
    advice: 'Đề nghị nơi phát hành ký lại bằng chứng thư số được cấp để ký.',
  },
  CERTIFICATE_CHAIN_GENERAL_FAILURE: {
    sentence: 'Chứng thư số của người ký bị hỏng hoặc không do tổ chức cấp ghi trong đó ký.',
    advice: ASK_AGAIN,
  },
  CRYPTO_CONSTRAINTS_FAILURE: {
    sentence: 'Chữ ký dùng thuật toán hoặc khoá không được chấp nhận: quá yếu, hoặc không có trong danh mục.',
    advice: 'Đề nghị nơi phát hành ký lại bằng thuật toán được chấp nhận.',
  },
  CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
    sentence: 'Chưa kết luận được: thuật toán của chữ ký nay không còn được chấp nhận, và chưa có bằng chứng chữ ký có từ trước.',
    advice: 'Kiểm tra lại cùng tệp bằng chứng của học bạ, lấy ở Cổng tra cứu.',
  },
  NO_SIGNING_CERTIFICATE_FOUND: { sentence: 'Chưa kết luận được: không tìm thấy chứng thư số của người ký.', advice: ASK_AGAIN },
  NO_CERTIFICATE_CHAIN_FOUND: {
    sentence: 'Chưa kết luận được: chưa biết có tin được tổ chức cấp chứng thư số của người ký không.',
    advice: 'Kiểm tra tại Cổng tra cứu học bạ, hoặc kiểm tra lại với danh sách tổ chức được tin cậy.',
  },
  POLICY_PROCESSING_ERROR: {
    sentence: 'Chưa kết luận được: tổ chức cấp chứng thư số đòi một điều kiện mà phần mềm chưa xét được.',
    advice: 'Hỏi nơi phát hành về chứng thư số đã ký.',
  },
  OUT_OF_BOUNDS_NO_POE: {
    sentence: 'Chưa kết luận được: chứng thư số nay đã hết hạn, và chưa có bằng chứng chữ ký có từ khi nó còn hạn.',
    advice: 'Kiểm tra lại cùng tệp bằng chứng của học bạ, lấy ở Cổng tra cứu.',
  },
  REVOKED_NO_POE: {
    sentence: 'Chưa kết luận được: chứng thư số nay đã bị thu hồi, và chưa có bằng chứng chữ ký có từ trước.',
    advice: 'Kiểm tra lại cùng tệp bằng chứng của học bạ, lấy ở Cổng tra cứu.',
  },
  REVOKED_CA_NO_POE: {
    sentence: 'Chưa kết luận được: tổ chức cấp chứng thư số nay đã bị thu hồi, và chưa có bằng chứng chữ ký có từ trước.',
    advice: 'Kiểm tra lại cùng tệp bằng chứng của học bạ, lấy ở Cổng tra cứu.',
  },
  TRY_LATER: {
    sentence: 'Chưa kết luận được: hiện chưa biết chứng thư số có bị thu hồi hay không.',
    advice: 'Kiểm tra lại sau, khi có dữ liệu thu hồi.',
  },
  TIMESTAMP_ORDER_FAILURE: {
    sentence: 'Các thời điểm ghi trong tệp trái nhau: thời điểm ký, dấu thời gian hoặc thứ tự ký.',
    advice: ASK_AGAIN,
  },
};

/** One or two sentences for anybody, and what to do: by the verdict, and by the answer that decided it. */
export function citizenAnswer(
  { verdict, subIndication, checks }: Pick<DocumentAnswer, 'verdict' | 'subIndication' | 'checks'>,
  { file: { scope } }: PolicyInForce,
): CitizenAnswer {
  if (verdict === 'TOTAL-PASSED' || subIndication === null) return PASSED[scope];
  const status = verdict === 'TOTAL-FAILED' ? 'failed' : 'open';
  const deciding = checks.flatMap(({ answers }) => answers).find((one) => one.status === status && one.subIndication === subIndication);
  const { sentence, advice } = NOT_PASSED[subIndication];
  return { sentence, advice: deciding?.remedy ?? advice };
}
