import { concatBytes } from '#kernel';
import type { Sha256 } from './primitives.ts';

export const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf (RFC 6962 §2.1): SHA-256(0x00 ‖ data). */
export const leafHash = (sha256: Sha256, data: Uint8Array): Uint8Array => sha256(concatBytes(LEAF, data));
/** Hash of an inner node (RFC 6962 §2.1): SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concatBytes(NODE, left, right));
