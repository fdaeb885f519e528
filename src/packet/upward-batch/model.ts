import type { LookupCode, Sha256Hex, VersionId } from '#domain';
import type { WaveHeader } from '../message/model.ts';

/** A finalized packet and the province's confirmation of its finality, both as exact octets. */
export interface UpwardItem {
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  /** SHA-256 of `bytes`. */
  readonly sha256: Sha256Hex;
  readonly bytes: Uint8Array;
  readonly confirmation: Uint8Array;
}

/** Type 200: the province reports finalized packets to the ministry (KH 1154/KH-SGDĐT PL 2.4: by 10/7 and 25/8). 1..60 items. */
export interface UpwardBatch {
  readonly header: WaveHeader;
  readonly items: readonly UpwardItem[];
}
