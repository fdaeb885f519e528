import type { PathSubIndication, PathVerdict } from '../x509/path-reasons.ts';

export type TimestampSubIndication =
  | PathSubIndication
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'REVOKED_NO_POE';

interface ReasonRow {
  readonly verdict: PathVerdict;
  readonly subIndication: TimestampSubIndication;
  readonly sentence: string;
}

/** Every reason of its own for which a time-stamp is not accepted; reasons of the authority's path come from `PATH_REASONS`. */
export const TIMESTAMP_REASONS = {
  'timestamp-malformed': { verdict: 'FAILED', subIndication: 'FORMAT_FAILURE', sentence: 'Dấu thời gian không đúng chuẩn RFC 3161.' },
  'timestamp-algorithm-refused': {
    verdict: 'FAILED',
    subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
    sentence: 'Dấu thời gian dùng thuật toán hoặc khoá không được chấp nhận.',
  },
  'timestamp-imprint-differs': { verdict: 'FAILED', subIndication: 'HASH_FAILURE', sentence: 'Dấu thời gian thuộc về dữ liệu khác.' },
  'timestamp-signer-missing': {
    verdict: 'INDETERMINATE',
    subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
    sentence: 'Không tìm thấy chứng thư số của tổ chức cấp dấu thời gian.',
  },
  'timestamp-signer-differs': {
    verdict: 'FAILED',
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    sentence: 'Dấu thời gian không ràng buộc đúng với chứng thư số của tổ chức cấp.',
  },
  'timestamp-content-changed': { verdict: 'FAILED', subIndication: 'HASH_FAILURE', sentence: 'Nội dung dấu thời gian đã bị thay đổi.' },
  'timestamp-signature-wrong': {
    verdict: 'FAILED',
    subIndication: 'SIG_CRYPTO_FAILURE',
    sentence: 'Chữ ký trên dấu thời gian không đúng.',
  },
  'timestamp-in-future': {
    verdict: 'INDETERMINATE',
    subIndication: 'TIMESTAMP_ORDER_FAILURE',
    sentence: 'Dấu thời gian muộn hơn thời điểm kiểm tra.',
  },
  'timestamp-order': {
    verdict: 'INDETERMINATE',
    subIndication: 'TIMESTAMP_ORDER_FAILURE',
    sentence: 'Dấu thời gian lưu trữ sớm hơn dấu thời gian mà nó bao trùm.',
  },
  'timestamp-authority-compromised': {
    verdict: 'INDETERMINATE',
    subIndication: 'REVOKED_NO_POE',
    sentence: 'Chứng thư số cấp dấu thời gian đã bị thu hồi vì lý do khiến các dấu thời gian trước đó không còn tin được.',
  },
} as const satisfies Readonly<Record<string, ReasonRow>>;

export type TimestampReason = keyof typeof TIMESTAMP_REASONS;
