import { PlainDate } from '#kernel';
import type { Life } from './life.ts';

/** Why the data behind a record may not change now, and what opens it. */
export interface Lock {
  readonly why: string;
  readonly remedy: string;
}

const REOPEN = 'Bấm Mở lại để sửa; các chữ ký đã có sẽ bị bỏ và phải ký lại.';

/** The lock of a record: undefined while its data may change (nothing signed yet, or refused, withdrawn, or a replacement is open). */
export function lockOf(life: Life): Lock | undefined {
  const { progress } = life;
  switch (progress.at) {
    case 'none':
    case 'refused':
    case 'withdrawn':
      return undefined;
    case 'signed':
      return progress.slot === 'orgSignature' ? { why: 'đã phát hành', remedy: REOPEN } : { why: 'đang trình ký', remedy: REOPEN };
    case 'submitted':
      return { why: 'đã nộp lên Sở và đang chờ kết quả', remedy: 'Đợi kết quả của Sở, sau đó thu hồi hoặc mở bản thay thế.' };
    case 'admitted':
      return { why: 'đã được Sở tiếp nhận', remedy: 'Thu hồi, hoặc mở bản thay thế có lý do, rồi sửa.' };
    case 'finalized':
      return {
        why: `đã chốt, có hiệu lực từ ${life.effectiveDate ? PlainDate.toVietnamese(life.effectiveDate) : ''}`,
        remedy: 'Học bạ đã chốt không sửa được nữa.',
      };
  }
}
