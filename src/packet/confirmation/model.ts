import type { LookupCode, Sha256Hex, VersionId } from '#domain';
import type { Instant, PlainDate } from '#kernel';
import type { SignerRole } from '../slots/model.ts';

/** `TIEP_NHAN`, `THU_HOI`, `THAY_THE`, `CHOT`. */
export type ConfirmedEvent = 'admitted' | 'withdrawn' | 'replaced' | 'finalized';

/** Which certificate the province found bound to which role when it verified the packet. */
export interface ConfirmedSigner {
  readonly role: SignerRole;
  /** SHA-256 of the certificate, DER. */
  readonly certificateSha256: Sha256Hex;
}

/** Where the event stands in the province's log (RFC 6962 tree) and the proof that it does. */
export interface LogEntryProof {
  /** Origin of the log: first line of its checkpoint. */
  readonly origin: string;
  /** Index of the leaf, from 0. */
  readonly index: number;
  /** Size of the tree the proof leads to; greater than `index`. */
  readonly treeSize: number;
  /** 16 bytes, hex: hides what the leaf says. */
  readonly salt: string;
  /** Inclusion path, leaf to root: SHA-256 values. */
  readonly path: readonly Sha256Hex[];
}

/** The province's signed word about one packet. */
export interface Confirmation {
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  /** SHA-256 of the whole packet file. */
  readonly sha256: Sha256Hex;
  readonly event: ConfirmedEvent;
  readonly at: Instant;
  /** `NGAY_HIEU_LUC`: present iff the event is `finalized` (KH 1154/KH-SGDĐT PL 2.1). */
  readonly effectiveDate?: PlainDate;
  readonly signers: readonly ConfirmedSigner[];
  readonly log: LogEntryProof;
}
