import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { DigestAlgorithm, SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { digestOfAlgorithm } from '../xades/names.ts';
import { readKey } from './key.ts';
import { verifyPkcs1, verifyPss } from './rsa.ts';

const DIGESTS: Readonly<Record<DigestAlgorithm, (data: Uint8Array) => Uint8Array>> = { sha256, sha384, sha512 };
const CURVES: Readonly<Record<string, typeof p256>> = { '1.2.840.10045.3.1.7': p256, '1.3.132.0.34': p384, '1.3.132.0.35': p521 };

/** Primitives in plain JavaScript, for browsers: the same answers as the library of Node, checked with the same vectors. */
export const noblePrimitives: Primitives = {
  digest: (algorithm, data) => DIGESTS[algorithm](data),
  verify(algorithm, spkiDer, data, signature) {
    try {
      return verifyWith(algorithm, spkiDer, data, signature);
    } catch {
      return false;
    }
  },
};

function verifyWith(algorithm: SignatureAlgorithm, spkiDer: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const key = readKey(spkiDer), digestName = digestOfAlgorithm(algorithm), digest = DIGESTS[digestName];
  if (key?.kind === 'ec') {
    const curve = CURVES[key.curve];
    return algorithm.startsWith('ecdsa') && curve?.verify(signature, digest(data), key.point, { prehash: false, lowS: false }) === true;
  }
  if (key === undefined || algorithm.startsWith('ecdsa')) return false;
  const question = { ...key, digestName, digest, data, signature };
  return algorithm.startsWith('rsa-pss') ? verifyPss(question) : !key.pssOnly && verifyPkcs1(question);
}
