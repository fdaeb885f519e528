import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { type DigestAlgorithm, digestOfAlgorithm, type SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { readKey } from './key.ts';
import { pssSaltLength, verifyPkcs1 } from './rsa.ts';

interface Hash {
  (data: Uint8Array): Uint8Array;
  readonly outputLen: number;
}
const DIGESTS: Readonly<Record<DigestAlgorithm, Hash>> = { sha256, sha384, sha512 };
const CURVES: Readonly<Record<string, typeof p256>> = { '1.2.840.10045.3.1.7': p256, '1.3.132.0.34': p384, '1.3.132.0.35': p521 };

/** Primitives in plain JavaScript, for browsers: the same answers as the library of Node, checked with the same vectors. */
export const noblePrimitives: Primitives = {
  digest: (algorithm, data) => DIGESTS[algorithm](data),
  verify: (...question) => verifies((salt, digest) => salt === digest, ...question),
  verifyAnySalt: (algorithm, ...question) =>
    algorithm.startsWith('rsa-pss') && verifies((salt) => salt !== undefined, algorithm, ...question),
};

/** Which lengths of a PSS salt will do, beside the length of the digest. */
type SaltRule = (saltLength: number | undefined, digestLength: number) => boolean;

function verifies(isSalt: SaltRule, algorithm: SignatureAlgorithm, spkiDer: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const key = readKey(spkiDer);
  const digestName = digestOfAlgorithm(algorithm);
  const digest = DIGESTS[digestName];
  if (key?.kind === 'ec') {
    const curve = CURVES[key.curve];
    return (
      algorithm.startsWith('ecdsa') &&
      signature.length === curve?.lengths.signature &&
      curve.verify(signature, digest(data), key.point, { prehash: false, lowS: false })
    );
  }
  if (key === undefined || algorithm.startsWith('ecdsa') || (key.digestOnly ?? digestName) !== digestName) return false;
  const question = { ...key, digestName, digest, data, signature };
  return algorithm.startsWith('rsa-pss') ? isSalt(pssSaltLength(question), digest.outputLen) : !key.pssOnly && verifyPkcs1(question);
}
