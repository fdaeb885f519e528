import { constants, createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { digestOfAlgorithm, type SignatureAlgorithm } from '../algorithms.ts';
import { der } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';

/** A key that is ready for use, with what is asked about it at every signature. `octets`: of its modulus, or of one scalar of its curve. */
interface Key {
  readonly object: KeyObject;
  readonly type: KeyObject['asymmetricKeyType'];
  readonly octets: number;
}

/** Preparing a key costs as much as using it. Certificates that are remembered hand over the same octets each time, and their keys live as long as they. */
const prepared = new WeakMap<Uint8Array, Key | undefined>();

function keyOf(spkiDer: Uint8Array): Key | undefined {
  if (!prepared.has(spkiDer)) prepared.set(spkiDer, prepare(spkiDer));
  return prepared.get(spkiDer);
}

const SCALAR_LENGTH: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

function prepare(spkiDer: Uint8Array): Key | undefined {
  try {
    const object = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
    const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve = '', modulusLength = 0 } = {} } = object;
    return { object, type, octets: SCALAR_LENGTH[namedCurve] ?? Math.ceil(modulusLength / 8) };
  } catch {
    return undefined;
  }
}

/** r ‖ s as the SEQUENCE of two INTEGERs that OpenSSL reads. */
const derOf = (signature: Uint8Array, length: number): Uint8Array =>
  der.sequence(der.unsignedInteger(signature.subarray(0, length)), der.unsignedInteger(signature.subarray(length)));

/** One octet per character. A digest comes out of the library as a text in half the time of a Buffer, whose memory lies outside the heap and is a thing to collect of its own. */
function octetsOf(latin1: string): Uint8Array {
  const octets = new Uint8Array(latin1.length);
  for (let i = 0; i < octets.length; i++) octets[i] = latin1.charCodeAt(i);
  return octets;
}

/**
 * Where the library's defaults are what is meant, a key is handed over bare: Node takes an object with options for a key first and lets two exceptions tell
 * it that it is none, which costs as much as the check itself.
 */
function verifies(
  saltLength: number,
  algorithm: SignatureAlgorithm,
  spkiDer: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = keyOf(spkiDer);
  if (key === undefined) return false;
  const { object, type, octets } = key;
  const digest = digestOfAlgorithm(algorithm);
  try {
    if (algorithm.startsWith('ecdsa'))
      return type === 'ec' && signature.length === 2 * octets && verify(digest, data, object, derOf(signature, octets));
    // RFC 8017 §8.1.2 step 1; OpenSSL itself lets a PSS signature lose its leading zeros.
    if (signature.length !== octets) return false;
    // PKCS#1 v1.5 is the default of a plain RSA key; a key for PSS alone makes no such signature.
    if (!algorithm.startsWith('rsa-pss')) return type === 'rsa' && verify(digest, data, object, signature);
    return (
      (type === 'rsa' || type === 'rsa-pss') &&
      verify(digest, data, { key: object, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
    );
  } catch {
    // A key for another digest alone, one too short for this one, one on a curve the library has and cannot use.
    return false;
  }
}

/** Primitives over the cryptographic library of Node. */
export const nodePrimitives: Primitives = {
  digest: (algorithm, data) => octetsOf(hash(algorithm, data, 'binary')),
  verify: (algorithm, ...question) => verifies(constants.RSA_PSS_SALTLEN_DIGEST, algorithm, ...question),
  verifyAnySalt: (algorithm, ...question) =>
    algorithm.startsWith('rsa-pss') && verifies(constants.RSA_PSS_SALTLEN_AUTO, algorithm, ...question),
};
