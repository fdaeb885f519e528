import { constants, createHash, createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import type { DigestAlgorithm, SignatureAlgorithm } from '../algorithms.ts';
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

/** Primitives over the cryptographic library of Node. */
export const nodePrimitives: Primitives = {
  digest: (algorithm, data) => new Uint8Array(createHash(algorithm).update(data).digest()),
  verify(algorithm, spkiDer, data, signature) {
    const key = keyOf(spkiDer);
    const isRsa = algorithm.startsWith('rsa');
    if (key === undefined || (isRsa ? key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'rsa-pss' : key.asymmetricKeyType !== 'ec')) return false;
    const options = algorithm.startsWith('rsa-pss')
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : isRsa ? { key, padding: constants.RSA_PKCS1_PADDING } : { key, dsaEncoding: 'ieee-p1363' as const };
    try {
      return verify(digestNameOf(algorithm), data, options, signature);
    } catch {
      return false;
    }
  },
};
