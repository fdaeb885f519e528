import type { Sha256Hex } from '#domain';
import type { Instant } from '#kernel';
import type { MessageId, PartyCode } from '../message/model.ts';
import type { StatedReason } from '../result/model.ts';

/** Technical receipt (999): what arrived, when, and whether it will be judged. It says nothing yet about the content. */
export interface Receipt {
  readonly messageId: MessageId;
  /** `MA_GUI`: who sent the message that is answered. */
  readonly from: PartyCode;
  /** The moment from which the message is durably stored: the one deadlines are measured with. */
  readonly receivedAt: Instant;
  /** SHA-256 of the received bytes. */
  readonly sha256: Sha256Hex;
  readonly accepted: boolean;
  /** Empty iff accepted. */
  readonly reasons: readonly StatedReason[];
}
