import { PlainDate } from '#kernel';
import type { PacketJudgement } from '#verifier';
import type { RegistryStanding } from './port.ts';

/** What one sentence can say about a record. */
export type RecordStatus = 'valid' | 'notFinal' | 'withdrawn' | 'replaced' | 'undetermined' | 'broken';

const BY_STATE: Readonly<Record<RegistryStanding['state'], RecordStatus>> = {
  admitted: 'notFinal',
  withdrawn: 'withdrawn',
  replaced: 'replaced',
  finalized: 'valid',
  reported: 'valid',
};

/** The registry says how the version stands, the judge whether its octets still are what was signed; the worse of the two is told. */
export function recordStatus(standing: Pick<RegistryStanding, 'state'>, verdict: PacketJudgement['verdict']): RecordStatus {
  if (verdict === 'TOTAL-FAILED') return 'broken';
  const status = BY_STATE[standing.state];
  return verdict === 'INDETERMINATE' && (status === 'valid' || status === 'notFinal') ? 'undetermined' : status;
}

/** Only what still counts is shown and handed out. */
export const isShown = (status: RecordStatus): boolean => status === 'valid' || status === 'notFinal' || status === 'undetermined';

export const STATUS_TITLE: Readonly<Record<RecordStatus, string>> = {
  valid: 'Hợp lệ',
  notFinal: 'Đã tiếp nhận, chưa chốt',
  withdrawn: 'Đã thu hồi',
  replaced: 'Đã được thay thế',
  undetermined: 'Chưa kết luận được',
  broken: 'Không hợp lệ',
};

/** What follows the name of the record in the sentence. */
export function statusClause(status: RecordStatus, standing: Pick<RegistryStanding, 'effectiveDate'>): string {
  const from = standing.effectiveDate ? `có hiệu lực từ ${PlainDate.toVietnamese(standing.effectiveDate)}` : 'đã chốt';
  const clauses: Readonly<Record<RecordStatus, string>> = {
    valid: from,
    notFinal: 'đã được Sở tiếp nhận nhưng chưa chốt; trước ngày chốt nhà trường còn có thể thu hồi hoặc thay bản khác',
    withdrawn: 'đã bị nhà trường thu hồi và chưa nộp lại; bản cũ không còn giá trị',
    replaced: 'đã được nhà trường thay bằng bản mới; hãy dùng bản mới',
    undetermined: 'có chữ ký nguyên vẹn nhưng lúc này chưa hỏi được tình trạng chứng thư của người ký; hãy thử lại sau',
    broken: 'không khớp với chữ ký lúc tiếp nhận; không dùng bản này và báo cho Sở',
  };
  return clauses[status];
}
