import type { Result } from '#kernel';
import type { SignatureAlgorithm } from '#signature';

/** One thing to sign: the octets and their digest by the algorithm's hash. Devices that sign hashes use `digest`, others `data`. */
export interface HashToSign { readonly digest: Uint8Array; readonly data: Uint8Array }

export interface SignerFailure {
  readonly code: 'signer/unavailable' | 'signer/refused' | 'signer/timed-out' | 'signer/wrong-signature' | 'signer/wrong-certificate';
  readonly detail: string;
}

/**
 * Signs hashes with a key that is somewhere else: a device, a remote service, or for demonstrations a key in memory.
 * Answers in the order of the hashes, one result each; a failure of one never spoils the others.
 */
export interface Signer {
  /** DER, the signer's own first, then its issuing authorities. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /** True for keys no production system may sign with. */
  readonly testOnly: boolean;
  /** RSA signatures as they are; ECDSA as r ‖ s of fixed length. */
  sign(hashes: readonly HashToSign[]): Promise<readonly Result<Uint8Array, SignerFailure>[]>;
}
