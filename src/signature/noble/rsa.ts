import { concatBytes, equalBytes, fromHex, toHex, unwrap } from '#kernel';

type Digest = (data: Uint8Array) => Uint8Array;

/** DigestInfo prefixes (RFC 8017 §9.2, note 1). */
const DIGEST_INFO = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
} as const;

/** Larger ones only keep a verifier busy; keys of documents are held against x509/public-key.ts as well. */
const MODULUS_BYTES_MAX = 1024;
const EXPONENT_BYTES_MAX = 5;
const toInteger = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes)}`);
const bitsOf = (integer: bigint): number => integer.toString(2).length;

function toBytes(value: bigint, length: number): Uint8Array {
  return unwrap(fromHex(value.toString(16).padStart(length * 2, '0')));
}

/** RSAVP1 (RFC 8017 §5.2.2): the encoded message, or undefined when the signature cannot be one of this key. */
function open(modulus: Uint8Array, exponent: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  const n = toInteger(modulus);
  const e = toInteger(exponent);
  const length = Math.ceil(bitsOf(n) / 8);
  if (length > MODULUS_BYTES_MAX || exponent.length > EXPONENT_BYTES_MAX || e < 3n || signature.length !== length) return undefined;
  const s = toInteger(signature);
  if (s >= n) return undefined;
  let result = 1n;
  let base = s;
  for (let rest = e; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return toBytes(result, length);
}

export interface RsaQuestion {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  readonly digestName: keyof typeof DIGEST_INFO;
  readonly digest: Digest;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

/** RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2): the whole encoding is built and compared, never parsed. */
export function verifyPkcs1({ modulus, exponent, digestName, digest, data, signature }: RsaQuestion): boolean {
  const encoded = open(modulus, exponent, signature);
  if (encoded === undefined) return false;
  const tail = concatBytes(unwrap(fromHex(DIGEST_INFO[digestName])), digest(data));
  const padding = encoded.length - tail.length - 3;
  return padding >= 8 && equalBytes(encoded, concatBytes(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), tail));
}

/** RSASSA-PSS (RFC 8017 §8.1.2, §9.1.2) with MGF1 of the same digest: the octets of the salt, or undefined when it is no such signature over `data`. */
export function pssSaltLength({ modulus, exponent, digest, data, signature }: RsaQuestion): number | undefined {
  const encoded = open(modulus, exponent, signature);
  if (encoded === undefined) return undefined;
  const bits = bitsOf(toInteger(modulus)) - 1;
  const message = encoded.subarray(encoded.length - Math.ceil(bits / 8));
  const hash = digest(data);
  const size = hash.length;
  if (encoded.length > message.length && encoded[0] !== 0) return undefined;
  if (message.length < size + 2 || message[message.length - 1] !== 0xbc) return undefined;
  const masked = message.subarray(0, message.length - size - 1);
  const seed = message.subarray(masked.length, masked.length + size);
  const spare = message.length * 8 - bits;
  if (masked[0]! >> (8 - spare) !== 0) return undefined;
  const block = mask(seed, masked.length, digest).map((octet, i) => octet ^ masked[i]!);
  block[0]! &= 0xff >> spare;
  const one = block.findIndex((octet) => octet !== 0);
  const salt = block.subarray(one + 1);
  if (block[one] !== 1) return undefined;
  return equalBytes(digest(concatBytes(new Uint8Array(8), hash, salt)), seed) ? salt.length : undefined;
}

/** MGF1 (RFC 8017 §B.2.1). */
function mask(seed: Uint8Array, length: number, digest: Digest): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let counter = 0, made = 0; made < length; counter++) {
    const part = digest(concatBytes(seed, Uint8Array.of(counter >>> 24, (counter >>> 16) & 255, (counter >>> 8) & 255, counter & 255)));
    parts.push(part);
    made += part.length;
  }
  return concatBytes(...parts).subarray(0, length);
}
