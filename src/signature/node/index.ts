import { constants, createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import type { DigestAlgorithm, SignatureAlgorithm } from '../algorithms.ts';
import { der } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';

const KEYS_KEPT = 5_000;
const keys = new Map<string, KeyObject | undefined>();

/** Preparing a key costs as much as using it, so prepared keys are kept. */
function keyOf(spkiDer: Uint8Array): KeyObject | undefined {
  const name = hash('sha256', spkiDer, 'base64');
  if (keys.has(name)) return keys.get(name);
  if (keys.size >= KEYS_KEPT) keys.clear();
  let key: KeyObject | undefined;
  try {
    key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
  } catch {
    key = undefined;
  }
  keys.set(name, key);
  return key;
}

function digestNameOf(algorithm: SignatureAlgorithm): DigestAlgorithm {
  if (algorithm.endsWith('sha256')) return 'sha256';
  return algorithm.endsWith('sha384') ? 'sha384' : 'sha512';
}

/** r ‖ s as the SEQUENCE of two INTEGERs that OpenSSL reads; undefined when it has not the length of the curve. */
function derOf(signature: Uint8Array, curve: string | undefined): Uint8Array | undefined {
  const length = SCALAR_LENGTH[curve ?? ''];
  if (length === undefined || signature.length !== 2 * length) return undefined;
  return der.sequence(der.unsignedInteger(signature.subarray(0, length)), der.unsignedInteger(signature.subarray(length)));
}

const SCALAR_LENGTH: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/**
 * Primitives over the cryptographic library of Node. Where its defaults are what is meant, a key is handed over bare: Node takes an object with options
 * for a key first and lets two exceptions tell it that it is none, which costs as much as the check itself.
 */
export const nodePrimitives: Primitives = {
  digest: (algorithm, data) => new Uint8Array(hash(algorithm, data, 'buffer')),
  verify(algorithm, spkiDer, data, signature) {
    const key = keyOf(spkiDer);
    if (key === undefined) return false;
    const type = key.asymmetricKeyType, digest = digestNameOf(algorithm);
    try {
      if (algorithm.startsWith('ecdsa')) {
        const written = type === 'ec' ? derOf(signature, key.asymmetricKeyDetails?.namedCurve) : undefined;
        return written !== undefined && verify(digest, data, key, written);
      }
      // RFC 8017 §8.1.2 step 1; OpenSSL itself lets a PSS signature lose its leading zeros.
      if ((type !== 'rsa' && type !== 'rsa-pss') || signature.length !== Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)) return false;
      if (algorithm.startsWith('rsa-pss')) return verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature);
      // PKCS#1 v1.5 is the default of a plain RSA key; a key for PSS alone makes no such signature.
      return type === 'rsa' && verify(digest, data, key, signature);
    } catch {
      return false;
    }
  },
};
