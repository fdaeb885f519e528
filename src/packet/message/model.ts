import type { SchoolCode, SchoolYear, Wave } from '#domain';
import { type Brand, err, type Instant, ok, type Result } from '#kernel';

/**
 * `MA_THONG_DIEP`: code of the sender followed by 32 lower-case hex digits of a fresh UUID. It is the idempotency key of a
 * message: the same id with the same bytes is answered by the same receipt, with other bytes it is refused.
 */
export type MessageId = Brand<string, 'MessageId'>;

/** A unit that sends or receives: school, province department, ministry. Their sector codes share one pattern. */
export type PartyCode = SchoolCode;

const PATTERN = /^([A-Za-z0-9][A-Za-z0-9._-]{0,19})([0-9a-f]{32})$/;

export const MessageId = {
  parse: (text: string): Result<MessageId, 'message-id/malformed'> =>
    PATTERN.test(text) ? ok(text as MessageId) : err('message-id/malformed'),
  /** `uuidHex`: 32 lower-case hex digits, drawn by the caller. */
  of: (sender: PartyCode, uuidHex: string): Result<MessageId, 'message-id/malformed'> => MessageId.parse(`${sender}${uuidHex}`),
  /** The code in front of the last 32 digits: must be the sender of the message (`MA_GUI`). */
  senderOf: (id: MessageId): PartyCode => id.slice(0, -32) as PartyCode,
};

/** `THONG_TIN_CHUNG` of a `GOI_TIN`. The type number and the count are derived from the message itself. */
export interface MessageHeader {
  readonly messageId: MessageId;
  /** `MA_THAM_CHIEU`: the message this one corrects or continues. */
  readonly refersTo?: MessageId;
  readonly from: PartyCode;
  readonly to: PartyCode;
  readonly sentAt: Instant;
  readonly schoolYear: SchoolYear;
}

/** Header of a message that belongs to one wave (`DOT_CHOT`) and, if it is about one class only, to that class (`LOP`). */
export interface WaveHeader extends MessageHeader {
  readonly wave: Wave;
  readonly classroom?: string;
}

/** Header of a list of one school year. `classroom` only when the list is about one class. */
export interface ListHeader extends MessageHeader {
  readonly classroom?: string;
}
