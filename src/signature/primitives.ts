import type { DigestAlgorithm, SignatureAlgorithm } from './algorithms.ts';

/** The operations the signature area needs from a cryptographic library; synchronous and without side effects. */
export interface Primitives {
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array;
  /** Whether the holder of the key (SubjectPublicKeyInfo, DER) signed `data`. ECDSA signatures are r ‖ s. Never throws: a key or signature it cannot read is `false`. */
  verify(algorithm: SignatureAlgorithm, spkiDer: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
  /** Whether an RSASSA-PSS signature would verify if its salt might have any length (RFC 8017 §9.1.2). Asked after `verify` said no, to tell people why; false for every other algorithm. Never throws. */
  verifyAnySalt(algorithm: SignatureAlgorithm, spkiDer: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
}
