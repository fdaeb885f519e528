import type { HocBa, Sha256Hex } from '#domain';
import type { Instant, PlainDate } from '#kernel';

/** What a verified signature says on paper. */
export interface PrintedSignature {
  readonly fullName: string;
  /** `Giáo viên chủ nhiệm`, `Hiệu trưởng`, `Phó hiệu trưởng`, `Con dấu của trường`. */
  readonly position: string;
  /** Best proven time, else the claimed signing time. */
  readonly at: Instant | undefined;
  /** Whether a time-stamp proves `at`; printed as a claim otherwise. */
  readonly proven: boolean;
  readonly verdict: 'valid' | 'undetermined' | 'invalid';
}

/** The province's signed word on one packet. */
export interface PrintedConfirmation {
  readonly bytes: Uint8Array;
  readonly issuer: string;
  /** Present only when the record is final: it comes from the confirmation, never from the school's file. */
  readonly effectiveDate: PlainDate | undefined;
}

/** One school year of a pupil, read from the verified packet. */
export interface PrintedYear {
  readonly hocBa: HocBa;
  /** Exact bytes, attached unchanged. Absent in a preview of a record that is not signed yet. */
  readonly packet?: { readonly bytes: Uint8Array; readonly sha256: Sha256Hex };
  readonly signatures: {
    readonly homeroomTeacher?: PrintedSignature;
    readonly schoolHead?: PrintedSignature;
    readonly orgSignature?: PrintedSignature;
  };
  readonly confirmation?: PrintedConfirmation;
}

/** The whole record, or the extract (trích lục) of one year, which says less of the person. */
export type Product = 'hocBa' | 'extract';

export interface PrintInput {
  readonly product: Product;
  /** At least one, exactly one for an extract; in order of school year. */
  readonly years: readonly [PrintedYear, ...PrintedYear[]];
  /** `HTTPS://HOST/T/CODE` in capitals (QR alphanumeric mode) and nothing else. */
  readonly lookUpUrl: string;
  /** The moment of conversion and who converts (Luật Giao dịch điện tử 20/2023/QH15 Điều 12). */
  readonly convertedAt: Instant;
  readonly converter: string;
  /** Who will seal the file itself; `missing` when it should be sealed and cannot be now, which is then printed on each page. Absent where copies are not sealed. */
  readonly seal?: { readonly by: string } | 'missing';
  /** Test signatures, demo data or a virtual clock: printed on each page. */
  readonly test: boolean;
  readonly preview: boolean;
}
