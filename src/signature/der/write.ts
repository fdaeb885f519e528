import { assert, concatBytes, Instant, utf8 } from '#kernel';

/** Encodes a value: identifier octet, shortest length, content. */
export function encode(identifier: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(header(identifier, length), ...content);
}

function header(identifier: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(identifier, length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 0xff);
  return Uint8Array.of(identifier, 0x80 | octets.length, ...octets);
}

export const sequence = (...members: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => encode(0x30, ...members);

/** SET OF in DER: members in ascending order of their encodings (X.690 §11.6). */
export const setOfSorted = (...members: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  encode(0x31, ...[...members].sort(compareEncodings));

/** Order of encodings: octet by octet, the shorter one first when it is a prefix. */
export function compareEncodings(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** A non-negative INTEGER from its big-endian octets (leading zeros are dropped, a sign octet is added). */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array<ArrayBuffer> {
  let from = 0;
  while (from < magnitude.length - 1 && magnitude[from] === 0) from++;
  const bytes = magnitude.length === 0 ? Uint8Array.of(0) : magnitude.subarray(from);
  return bytes[0]! >= 0x80 ? encode(0x02, Uint8Array.of(0), bytes) : encode(0x02, bytes);
}

export function integer(value: number): Uint8Array<ArrayBuffer> {
  assert(Number.isSafeInteger(value) && value >= 0, 'an integer to encode is a non-negative safe integer');
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return unsignedInteger(Uint8Array.from(octets));
}

export const boolean = (value: boolean): Uint8Array<ArrayBuffer> => encode(0x01, Uint8Array.of(value ? 0xff : 0));
export const nullValue = (): Uint8Array<ArrayBuffer> => encode(0x05);
export const octetString = (content: Uint8Array): Uint8Array<ArrayBuffer> => encode(0x04, content);
export const bitString = (content: Uint8Array): Uint8Array<ArrayBuffer> => encode(0x03, Uint8Array.of(0), content);
export const utf8String = (text: string): Uint8Array<ArrayBuffer> => encode(0x0c, utf8(text));
/** EXPLICIT context tag around whole values. */
export const explicit = (tag: number, ...values: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => encode(0xa0 | tag, ...values);
/** IMPLICIT context tag of a primitive value, given its content octets. */
export const implicit = (tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> => encode(0x80 | tag, content);

export function oid(dotted: string): Uint8Array<ArrayBuffer> {
  const arcs = dotted.split('.').map(BigInt);
  const [top, second, ...rest] = arcs;
  assert(top !== undefined && second !== undefined, 'an object identifier has two arcs at least');
  const octets: number[] = [];
  for (const arc of [top * 40n + second, ...rest]) {
    const group = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) group.unshift(Number(left & 0x7fn) | 0x80);
    octets.push(...group);
  }
  return encode(0x06, Uint8Array.from(octets));
}

/** GeneralizedTime of a moment, with milliseconds only when there are some (RFC 3161 §2.4.2: no trailing zeros). */
export function generalizedTime(at: Instant): Uint8Array<ArrayBuffer> {
  const utc = utcDigits(at);
  const decimals = String(at % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return encode(0x18, utf8(`${utc}${decimals === '' ? '' : `.${decimals}`}Z`));
}

/** `YYYYMMDDHHMMSS` in UTC; `Instant.toIso` speaks Vietnam time, seven hours ahead. */
function utcDigits(at: Instant): string {
  return Instant.toIso(Instant.of(Math.floor(at / 1000) * 1000 - 7 * 3_600_000))
    .slice(0, 19)
    .replace(/[-:T]/g, '');
}
