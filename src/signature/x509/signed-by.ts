import { concatBytes } from '#kernel';
import { decodeDer, integerBytes, Members } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { schemeOf, type AlgorithmIdentifier, type SignatureScheme } from './algorithm-identifier.ts';
import { weaknessOf, type Curve, type PublicKey } from './public-key.ts';
import { algorithmNamed } from './scheme-names.ts';

/** Something signed in the manner of X.509: a certificate, a CRL, an OCSP response. */
export interface SignedStructure {
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
}

export type SignedByResult = 'yes' | 'no' | 'algorithm-refused' | 'weak-key';

const SCALAR_LENGTH: Readonly<Record<Curve, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/** Answers per structure and key, so that one certificate costs one signature check however many documents carry it. */
const known = new WeakMap<Primitives, WeakMap<SignedStructure, WeakMap<PublicKey, SignedByResult>>>();

/** Whether `key` made the structure's signature, by a scheme of the closed list and a key that is strong enough. */
export function signedBy(structure: SignedStructure, key: PublicKey, primitives: Primitives): SignedByResult {
  const perStructure = getOrMake(known, primitives, () => new WeakMap<SignedStructure, WeakMap<PublicKey, SignedByResult>>());
  const perKey = getOrMake(perStructure, structure, () => new WeakMap<PublicKey, SignedByResult>());
  return getOrMake(perKey, key, () =>
    checkSignature(structure.tbs, structure.signature, schemeOf(structure.signatureAlgorithm), key, primitives),
  );
}

function getOrMake<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}

/** Checks one signature as X.509 and CMS write it (ECDSA as a DER SEQUENCE of r and s). */
export function checkSignature(
  data: Uint8Array,
  signature: Uint8Array,
  scheme: SignatureScheme | undefined,
  key: PublicKey,
  primitives: Primitives,
): SignedByResult {
  if (scheme === undefined) return 'algorithm-refused';
  if (weaknessOf(key) !== undefined) return key.kind === 'other' ? 'algorithm-refused' : 'weak-key';
  if (key.kind === 'rsa') {
    if (scheme.family === 'ecdsa' || (key.pssOnly && scheme.family !== 'rsa-pss')) return 'no';
    return primitives.verify(algorithmNamed(scheme), key.spki, data, signature) ? 'yes' : 'no';
  }
  if (key.kind !== 'ec' || scheme.family !== 'ecdsa') return 'no';
  const raw = rawEcdsa(signature, SCALAR_LENGTH[key.curve]);
  return raw !== undefined && primitives.verify(algorithmNamed(scheme), key.spki, data, raw) ? 'yes' : 'no';
}

/** r ‖ s of fixed length from strict DER; undefined for anything else, zero and negative numbers included. */
export function rawEcdsa(signature: Uint8Array, length: number): Uint8Array | undefined {
  const read = decodeDer(signature, (node) => {
    const members = Members.of(node, 'ECDSA signature');
    const pair = [integerBytes(members.next()), integerBytes(members.next())];
    members.done();
    return pair;
  });
  if (!read.ok) return undefined;
  const padded = read.value.map((octets) => {
    const magnitude = octets[0] === 0 ? octets.subarray(1) : octets;
    if (octets[0]! >= 0x80 || magnitude.length === 0 || magnitude.length > length) return undefined;
    return concatBytes(new Uint8Array(length - magnitude.length), magnitude);
  });
  const [r, s] = padded;
  return r === undefined || s === undefined ? undefined : concatBytes(r, s);
}
