/** The two operations a log and its checker need from a cryptographic library; both synchronous and without side effects. */
export interface LogPrimitives {
  sha256(data: Uint8Array): Uint8Array;
  /** Ed25519 (RFC 8032). Never throws: a key or signature it cannot read is `false`. */
  verifyEd25519(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
}

export type Sha256 = LogPrimitives['sha256'];
