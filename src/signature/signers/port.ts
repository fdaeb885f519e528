import type { Result } from '#kernel';
import type { SignatureAlgorithm } from '#signature';

/** One thing to sign: the octets and their digest by the algorithm's hash. Devices that sign hashes use `digest`, others `data`. */
export interface HashToSign {
  readonly digest: Uint8Array;
  readonly data: Uint8Array;
  /** What a person is shown of it. */
  readonly shown?: string;
}

/** Where hashes (base64) lie for a person whose device only his own browser reaches. */
export interface SigningDesk {
  waiting(): readonly { readonly hash: string; readonly shown: string }[];
  /** Takes a value, or why there is none; false for a hash that does not wait (any more). */
  give(hash: string, answer: Result<Uint8Array, SignerFailure>): boolean;
}

export interface SignerFailure {
  readonly code:
    | 'signer/unavailable'
    | 'signer/refused'
    | 'signer/timed-out'
    | 'signer/wrong-signature'
    | 'signer/wrong-certificate'
    | 'signer/malformed-answer'
    | 'signer/authorization-expired'
    | 'signer/wrong-pin'
    | 'signer/locked'
    | 'signer/not-permitted'
    | 'signer/unsupported'
    | 'signer/token-removed';
  readonly detail: string;
}

/** These are about one signature; every other failure is about the signer, and asking it again at once would annoy a person or lock a key. */
const OF_ONE_SIGNATURE: ReadonlySet<string> = new Set([
  'signer/wrong-signature',
  'signer/certificate-out-of-dates',
  'signer/timestamp-unavailable',
]);
/** Whether a refusal says that the signer signs nothing more for now. */
export const stopsSigner = (code: string): boolean => code.startsWith('signer/') && !OF_ONE_SIGNATURE.has(code);

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
  /** How many hashes one confirmation of the person covers; absent where the key signs without asking. */
  readonly perConfirmation?: number;
  /** Present where the signer's own browser signs. */
  readonly desk?: SigningDesk;
  /** RSA signatures as they are; ECDSA as r ‖ s of fixed length. */
  sign(hashes: readonly HashToSign[]): Promise<readonly Result<Uint8Array, SignerFailure>[]>;
}
