import type { VersionId } from '#domain';
import type { MessageId } from '../message/model.ts';

/** One reason, as the receiver states it: public code, Vietnamese sentence, place, whether sending the same again can help. */
export interface StatedReason {
  /** `HBS-nnn` */
  readonly code: string;
  readonly message: string;
  /** XPath or name of a slot. */
  readonly where?: string;
  readonly retryable: boolean;
  /** ETSI EN 319 102-1 sub-indication, for signature codes. */
  readonly subIndication?: string;
}

export interface ResultItem {
  /** `Stt` of the item in the batch that is answered. */
  readonly index: number;
  readonly versionId: VersionId;
  readonly accepted: boolean;
  /** Empty iff accepted. */
  readonly reasons: readonly StatedReason[];
}

/** Type 210: the signed answer to each item of a batch, in the order of the batch. */
export interface BatchResult {
  readonly messageId: MessageId;
  readonly items: readonly ResultItem[];
}
