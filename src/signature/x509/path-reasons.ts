/** Sub-indications of ETSI EN 319 102-1 §5 that a certificate path alone can give. */
export type PathSubIndication =
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOKED'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'TRY_LATER'
  | 'POLICY_PROCESSING_ERROR';

export type PathVerdict = 'PASSED' | 'INDETERMINATE' | 'FAILED';

interface ReasonRow {
  readonly verdict: PathVerdict;
  readonly subIndication: PathSubIndication;
  readonly sentence: string;
}

const failed = (subIndication: PathSubIndication, sentence: string): ReasonRow => ({ verdict: 'FAILED', subIndication, sentence });
const open = (subIndication: PathSubIndication, sentence: string): ReasonRow => ({ verdict: 'INDETERMINATE', subIndication, sentence });

/**
 * Every reason for which a path is not accepted. FAILED = no further material can heal it; INDETERMINATE = more certificates,
 * fresher revocation data or a proof of time may.
 */
export const PATH_REASONS = {
  'certificate-malformed': failed('CERTIFICATE_CHAIN_GENERAL_FAILURE', 'Chứng thư số bị hỏng hoặc không đúng chuẩn X.509.'),
  'no-chain': open(
    'NO_CERTIFICATE_CHAIN_FOUND',
    'Không lập được đường dẫn tin cậy từ chứng thư số tới một tổ chức chứng thực gốc được tin cậy.',
  ),
  'issuer-signature-mismatch': failed(
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'Chứng thư số mang tên của tổ chức chứng thực nhưng không do khoá của tổ chức đó ký.',
  ),
  'algorithm-refused': failed('CRYPTO_CONSTRAINTS_FAILURE', 'Chứng thư số trong đường dẫn dùng thuật toán không được chấp nhận.'),
  'algorithm-outdated': open(
    'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    'Chứng thư số trong đường dẫn dùng thuật toán đã hết thời gian được chấp nhận, và không có bằng chứng chữ ký có từ trước đó.',
  ),
  'weak-key': failed('CRYPTO_CONSTRAINTS_FAILURE', 'Chứng thư số trong đường dẫn dùng khoá yếu hơn mức chính sách kiểm tra chấp nhận.'),
  'unknown-critical-extension': failed(
    'CERTIFICATE_CHAIN_GENERAL_FAILURE',
    'Chứng thư số có phần mở rộng bắt buộc mà phần mềm không nhận biết được.',
  ),
  'not-an-authority': failed('CHAIN_CONSTRAINTS_FAILURE', 'Một chứng thư số trong đường dẫn không được quyền cấp chứng thư số khác.'),
  'path-too-long': failed('CHAIN_CONSTRAINTS_FAILURE', 'Đường dẫn chứng thực dài hơn mức tổ chức chứng thực cho phép.'),
  'name-not-permitted': failed('CHAIN_CONSTRAINTS_FAILURE', 'Tên trong chứng thư số nằm ngoài phạm vi tổ chức chứng thực được cấp.'),
  'policy-required': open(
    'POLICY_PROCESSING_ERROR',
    'Tổ chức chứng thực yêu cầu một chính sách chứng thư mà đường dẫn không chứng minh được.',
  ),
  'key-usage': failed('CHAIN_CONSTRAINTS_FAILURE', 'Chứng thư số không được cấp cho mục đích này (phạm vi sử dụng khoá).'),
  'key-purpose': failed('CHAIN_CONSTRAINTS_FAILURE', 'Chứng thư số không được cấp cho mục đích này (mục đích sử dụng mở rộng).'),
  'not-yet-valid': failed('NOT_YET_VALID', 'Chứng thư số chưa có hiệu lực tại thời điểm kiểm tra.'),
  expired: failed('EXPIRED', 'Chứng thư số đã hết hạn tại thời điểm kiểm tra.'),
  'authority-out-of-dates': failed('OUT_OF_BOUNDS_NO_POE', 'Chứng thư số của tổ chức chứng thực không có hiệu lực tại thời điểm kiểm tra.'),
  revoked: failed('REVOKED', 'Chứng thư số đã bị thu hồi tại thời điểm kiểm tra.'),
  'authority-revoked': failed('REVOKED_CA_NO_POE', 'Chứng thư số của tổ chức chứng thực đã bị thu hồi tại thời điểm kiểm tra.'),
  'on-hold': open('TRY_LATER', 'Chứng thư số đang bị tạm dừng; hãy kiểm tra lại sau.'),
  'in-doubt': open(
    'REVOKED_NO_POE',
    'Chứng thư số bị thu hồi sau đó, và tổ chức chứng thực cho biết có thể nó đã mất hiệu lực từ trước thời điểm kiểm tra; hãy hỏi tổ chức chứng thực.',
  ),
  'revocation-unknown': open('TRY_LATER', 'Không có danh sách thu hồi dùng được cho chứng thư số; hãy kiểm tra lại khi có dữ liệu.'),
  'revocation-stale': open(
    'TRY_LATER',
    'Danh sách thu hồi đã cũ, chưa xác định được tình trạng chứng thư số tại thời điểm kiểm tra; hãy kiểm tra lại khi có danh sách mới.',
  ),
} as const satisfies Readonly<Record<string, ReasonRow>>;

export type PathReason = keyof typeof PATH_REASONS;
