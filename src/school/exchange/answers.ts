import { type Refusal, refusal } from '#domain';
import { err, type Instant, type Result } from '#kernel';
import {
  type BatchResult,
  type Confirmation,
  CONFIRMATION_SLOT,
  readConfirmation,
  readReceipt,
  readResult,
  type Receipt,
  RECEIPT_SLOT,
  RESULT_SLOT,
  type SignatureSlot,
} from '#packet';
import type { Primitives } from '#signature';
import { verifySealed } from '#verifier';
import { readXml, type XmlDocument } from '#xml';
import type { TrustNow } from '../context.ts';

export interface Judging {
  readonly trust: TrustNow;
  readonly at: Instant;
  readonly primitives: Primitives;
}

function genuine<T>(
  bytes: Uint8Array,
  name: string,
  slot: SignatureSlot,
  read: (document: XmlDocument) => Result<T, Refusal>,
  { trust, at, primitives }: Judging,
): Result<T, Refusal> {
  const document = readXml(bytes);
  if (!document.ok) return err(refusal('school/gateway-answer', { why: document.error.code }));
  const value = read(document.value);
  if (!value.ok) return value;
  const judged = verifySealed(
    { document: document.value, slot, trust: trust.material, at, expectedCertificates: trust.provinceCertificates },
    primitives,
  );
  return judged.verdict === 'TOTAL-PASSED'
    ? value
    : err(refusal('school/receipt-not-genuine', { document: name }, judged.refusals.map((one) => one.code).join(', ')));
}

/** A receipt counts only if the province signed it. */
export const readGenuineReceipt = (bytes: Uint8Array, judging: Judging): Result<Receipt, Refusal> =>
  genuine(bytes, 'biên nhận', RECEIPT_SLOT, readReceipt, judging);
export const readGenuineResult = (bytes: Uint8Array, judging: Judging): Result<BatchResult, Refusal> =>
  genuine(bytes, 'kết quả', RESULT_SLOT, readResult, judging);
export const readGenuineConfirmation = (bytes: Uint8Array, judging: Judging): Result<Confirmation, Refusal> =>
  genuine(bytes, 'xác nhận', CONFIRMATION_SLOT, readConfirmation, judging);
