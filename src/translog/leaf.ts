import { assert, concatBytes, Instant, utf8 } from '#kernel';
import { leafHash } from './hash.ts';
import type { Sha256 } from './primitives.ts';

/** What a leaf says. It names a packet by random id and digest alone, never a person. */
export interface LogEvent {
  readonly type: string;
  readonly versionId: string;
  /** SHA-256 of the whole packet file, lower-case hex. */
  readonly packetSha256: string;
  readonly instant: Instant;
}

export const SALT_BYTES = 16;

/** The event as octets: JSON with its members sorted and no white space (RFC 8785). */
export const canonicalEvent = ({ type, versionId, packetSha256, instant }: LogEvent): Uint8Array =>
  utf8(JSON.stringify({ instant: Instant.toIso(instant), packetSha256, type, versionId }));

/** Leaf hash = SHA-256(0x00 ‖ salt ‖ canonical event). The salt keeps anybody from guessing what a leaf says; it travels in the confirmation. */
export function eventLeafHash(sha256: Sha256, salt: Uint8Array, event: LogEvent): Uint8Array {
  assert(salt.length === SALT_BYTES, 'a leaf has a salt of 16 bytes');
  return leafHash(sha256, concatBytes(salt, canonicalEvent(event)));
}
