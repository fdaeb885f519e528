import type { LookupCode, Sha256Hex, VersionId } from '#domain';
import type { WaveHeader } from '../message/model.ts';

/** A packet handed in: its exact octets and what they must be (KH 1154/KH-SGDĐT PL 2.1). `replace` names in the packet itself what it replaces. */
export interface SubmittedPacket {
  readonly action: 'submit' | 'replace';
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  readonly reason?: string;
  /** SHA-256 of `bytes`. */
  readonly sha256: Sha256Hex;
  /** The exact octets of the packet; carried as base64, never re-serialised. */
  readonly bytes: Uint8Array;
}

/** The school takes an admitted packet back before it is final. */
export interface WithdrawnPacket {
  readonly action: 'withdraw';
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  readonly reason: string;
}

export type BatchItem = SubmittedPacket | WithdrawnPacket;

/** Most items of one batch. */
export const BATCH_ITEMS_MAX = 60;
/** Most bytes of one packet. */
export const PACKET_BYTES_MAX = 1024 * 1024;

/** Type 100: packets of one school, one school year and one wave, sealed by the school. 1..60 items, numbered from 1 in this order. */
export interface Batch {
  readonly header: WaveHeader;
  readonly items: readonly BatchItem[];
}
