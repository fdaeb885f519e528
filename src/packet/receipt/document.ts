import type { Refusal } from '#domain';
import { ok, type Result } from '#kernel';
import type { XmlDocument } from '#xml';
import { acceptance, content, leaf, many, mapped, moment, once, sha256 } from '../codec/index.ts';
import { sealedDocument, sealedSlot } from '../document/sealed.ts';
import { messageId, schoolCode } from '../document/types.ts';
import { checkAcceptance } from '../result/document.ts';
import { REASONS_MAX, reasonContent } from '../result/reason.ts';
import type { Receipt } from './model.ts';

const body = mapped(
  content(
    'NOI_DUNG',
    {
      messageId: leaf('MA_THONG_DIEP', messageId),
      from: leaf('MA_GUI', schoolCode),
      receivedAt: leaf('THOI_DIEM', moment),
      sha256: leaf('BAM_SHA256', sha256),
      accepted: leaf('TRANG_THAI', acceptance),
      reasons: many(once('LDO', reasonContent('LDO')), 0, REASONS_MAX),
    },
    { fixed: { Id: 'biennhan' } },
  ),
  (value: Receipt) => value,
  (value, at): Result<Receipt, Refusal> => {
    const consistent = checkAcceptance(value.accepted, value.reasons, 'LDO', at);
    return consistent.ok ? ok(value) : consistent;
  },
);

const receipt = sealedDocument('BIEN_NHAN', body, ['KY_SO']);

/** Type 999: the technical receipt, unsigned. */
export const writeReceipt = (value: Receipt): Result<Uint8Array, Refusal> => receipt.write(value);
export const readReceipt = (document: XmlDocument): Result<Receipt, Refusal> => receipt.read(document);
export const RECEIPT_SLOT = sealedSlot('BIEN_NHAN', 'KY_SO', 'sig-so', 'biennhan');
