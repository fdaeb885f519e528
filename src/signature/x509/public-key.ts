import type { Result } from '#kernel';
import {
  bytesOf,
  decodeDer,
  integerBytes,
  isUniversal,
  Members,
  octetsOfBitString,
  oidOf,
  readInner,
  TAG,
  type DerError,
  type DerNode,
} from '../der/index.ts';
import { hasNoParameters, readAlgorithmIdentifier, schemeOf, type AlgorithmIdentifier } from './algorithm-identifier.ts';
import { PUBLIC_KEY } from './oids.ts';

/** What a key can do and how strong it is. `spki` is the SubjectPublicKeyInfo in DER. */
export type PublicKey =
  | {
      readonly kind: 'rsa';
      readonly spki: Uint8Array;
      readonly bits: number;
      readonly exponentUsable: boolean;
      readonly pssOnly: boolean;
      readonly raw: Uint8Array;
    }
  | { readonly kind: 'ec'; readonly spki: Uint8Array; readonly curve: Curve; readonly raw: Uint8Array }
  | { readonly kind: 'other'; readonly spki: Uint8Array; readonly oid: string; readonly raw: Uint8Array };

export type Curve = 'P-256' | 'P-384' | 'P-521';
const CURVES: Readonly<Record<string, Curve>> = { '1.2.840.10045.3.1.7': 'P-256', '1.3.132.0.34': 'P-384', '1.3.132.0.35': 'P-521' };
const POINT_LENGTH: Readonly<Record<Curve, number>> = { 'P-256': 65, 'P-384': 97, 'P-521': 133 };

/** Smallest RSA modulus that proves anything, in bits (NIST SP 800-131A: shorter ones are disallowed). What the law asks at a time stands in the policy and is never less. */
export const RSA_BITS_MIN = 2048;
export const RSA_BITS_MAX = 8192;

/** Reads a SubjectPublicKeyInfo that stands alone. */
export const parsePublicKey = (spki: Uint8Array): Result<PublicKey, DerError> => decodeDer(spki, readPublicKey);

export function readPublicKey(node: DerNode): PublicKey {
  const members = Members.of(node, 'subject public key info');
  const algorithm = readAlgorithmIdentifier(members.next());
  const raw = octetsOfBitString(members.next());
  members.done();
  const spki = bytesOf(node);
  if (isRsa(algorithm)) return readRsaKey(spki, raw, algorithm.oid === PUBLIC_KEY.rsaPss);
  if (algorithm.oid === PUBLIC_KEY.ec) {
    const curve = isUniversal(algorithm.parameters, TAG.oid) ? CURVES[oidOf(algorithm.parameters)] : undefined;
    // Compressed points and explicit curve parameters are outside RFC 5480's profile.
    if (curve !== undefined && raw.length === POINT_LENGTH[curve] && raw[0] === 4) return { kind: 'ec', spki, curve, raw };
  }
  return { kind: 'other', spki, oid: algorithm.oid, raw };
}

/** The parameters of a plain RSA key are NULL (RFC 3279 §2.3.1); those of a key for PSS alone are absent, or what it must sign by (RFC 4055 §1.2), which is then of the closed list. */
const isRsa = (algorithm: AlgorithmIdentifier): boolean =>
  algorithm.oid === PUBLIC_KEY.rsa
    ? hasNoParameters(algorithm)
    : algorithm.oid === PUBLIC_KEY.rsaPss && (algorithm.parameters === undefined || schemeOf(algorithm) !== undefined);

function readRsaKey(spki: Uint8Array, raw: Uint8Array, pssOnly: boolean): PublicKey {
  const members = Members.of(readInner(raw), 'RSA public key');
  const modulus = integerBytes(members.next());
  const exponent = integerBytes(members.next());
  members.done();
  return { kind: 'rsa', spki, bits: bitLength(modulus), exponentUsable: isUsableExponent(exponent), pssOnly, raw };
}

function bitLength(integer: Uint8Array): number {
  if (integer[0]! >= 0x80) return 0;
  const from = integer[0] === 0 ? 1 : 0;
  const top = integer[from] ?? 0;
  return top === 0 ? 0 : (integer.length - from - 1) * 8 + (32 - Math.clz32(top));
}

/** Odd, positive, at least 3 and at most 2^32: larger ones only slow a verifier down. */
function isUsableExponent(integer: Uint8Array): boolean {
  const odd = (integer[integer.length - 1]! & 1) === 1;
  return odd && integer[0]! < 0x80 && integer.length <= 5 && !(integer.length === 1 && integer[0]! < 3);
}

/** Why a key must not be trusted, or undefined when it is strong enough. */
export function weaknessOf(key: PublicKey): 'weak-key' | 'unsupported-key' | undefined {
  if (key.kind === 'other') return 'unsupported-key';
  if (key.kind === 'ec') return undefined;
  return key.bits < RSA_BITS_MIN || !key.exponentUsable ? 'weak-key' : key.bits > RSA_BITS_MAX ? 'unsupported-key' : undefined;
}
