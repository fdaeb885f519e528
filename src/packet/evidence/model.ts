import type { Sha256Hex, VersionId } from '#domain';
import type { Instant } from '#kernel';
import type { ConfirmedEvent } from '../confirmation/model.ts';

/** One yearly time-stamp over the root of the province's log and the renewal before it (the idea of RFC 4998 §5.2, for a whole log at once). */
export interface Renewal {
  /** Origin of the log: first line of its checkpoint. */
  readonly origin: string;
  /** Leaves of the tree whose root was stamped. */
  readonly treeSize: number;
  readonly root: Sha256Hex;
  /** Digest of the renewal before this one; absent for the first of all. */
  readonly previous?: Sha256Hex;
  /** RFC 3161 token over the statement of these values (`renewalStatement`), DER. */
  readonly token: Uint8Array;
}

/** The leaf of the packet and every renewal since: proves that these very octets existed when the first of them was stamped. */
export interface RenewedLeaf {
  readonly versionId: VersionId;
  readonly event: ConfirmedEvent;
  readonly at: Instant;
  /** Index of the leaf, from 0; smaller than the tree of the first renewal here. */
  readonly index: number;
  /** 16 bytes, hex. */
  readonly salt: string;
  /** Inclusion path to the root of the first renewal here. */
  readonly path: readonly Sha256Hex[];
  /** From the first that contains the leaf to the newest, without a gap. */
  readonly renewals: readonly Renewal[];
}

/**
 * What lets a packet be judged when its certificates have expired and the lists of its days are gone. It belongs to one packet by digest, and is not
 * signed: every part proves itself, so whoever changes it can only take evidence away.
 */
export interface EvidenceFile {
  /** SHA-256 of the whole packet file. */
  readonly sha256: Sha256Hex;
  /** When it was put together. */
  readonly at: Instant;
  /** Chains of signers, time-stamping authorities and responders, DER; never trusted by being here. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
  readonly renewed?: RenewedLeaf;
}
