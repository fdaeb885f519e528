import { err, ok, type Result } from './result.ts';

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i;

export type Bytes = Uint8Array;

const BLOCK_OCTETS = 64 * 1024;
const PIECE_OCTETS_MAX = 16 * 1024;
/** Up to here the runtime keeps octets among its own objects; every longer array gets memory of its own, which costs more than filling it. */
const INLINE_OCTETS_MAX = 64;
let block = new ArrayBuffer(BLOCK_OCTETS);
let used = 0;

/** That many zeros, for values that are made by the thousand and soon forgotten: longer ones are parts of one block, which stays as long as any of them. */
export function freshBytes(length: number): Uint8Array<ArrayBuffer> {
  if (length <= INLINE_OCTETS_MAX || length > PIECE_OCTETS_MAX) return new Uint8Array(length);
  if (used + length > BLOCK_OCTETS) {
    block = new ArrayBuffer(BLOCK_OCTETS);
    used = 0;
  }
  const piece = new Uint8Array(block, used, length);
  used += length;
  return piece;
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Reads UTF-8; refuses anything that is not well-formed UTF-8. A byte order mark stays visible to the caller. */
export function fromUtf8(bytes: Uint8Array): Result<string, 'bytes/not-utf8'> {
  try {
    return ok(strictDecoder.decode(bytes));
  } catch {
    return err('bytes/not-utf8');
  }
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const b of bytes) out += HEX[b]!;
  return out;
}

export function fromHex(text: string): Result<Uint8Array, 'bytes/not-hex'> {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return err('bytes/not-hex');
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16);
  return ok(out);
}

/** RFC 4648 §4 base64 with padding, no line breaks. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i]!;
    const b = bytes[i + 1] ?? 0;
    const c = bytes[i + 2] ?? 0;
    parts.push(
      ALPHABET[a >> 2]! +
        ALPHABET[((a & 3) << 4) | (b >> 4)]! +
        (i + 1 < bytes.length ? ALPHABET[((b & 15) << 2) | (c >> 6)]! : '=') +
        (i + 2 < bytes.length ? ALPHABET[c & 63]! : '='),
    );
  }
  return parts.join('');
}

/** RFC 4648 §4 base64; XML white space between the characters is allowed, as in xs:base64Binary. Non-zero pad bits are refused. */
export function fromBase64(text: string): Result<Uint8Array, 'bytes/not-base64'> {
  const bytes = decoded(text) ?? (/[\t\n\r ]/.test(text) ? decoded(text.replace(/[\t\n\r ]+/g, '')) : undefined);
  return bytes === undefined ? err('bytes/not-base64') : ok(bytes);
}

function decoded(text: string): Uint8Array | undefined {
  const digits = utf8(text);
  return fromBase64Digits(digits, 0, digits.length);
}

/** Base64 that stands among other octets, from one offset to before another, with no white space in it; undefined for anything else. */
export function fromBase64Digits(digits: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const length = to - from;
  if (length % 4 !== 0) return undefined;
  const padding = length === 0 || digits[to - 1] !== PAD ? 0 : digits[to - 2] === PAD ? 2 : 1;
  const whole = padding === 0 ? to : to - 4;
  const out = freshBytes((length / 4) * 3 - padding);
  let at = 0;
  for (let i = from; i < whole; i += 4) {
    const bits = quantum(digits[i]!, digits[i + 1]!, digits[i + 2]!, digits[i + 3]!);
    if (bits < 0) return undefined;
    out[at] = bits >> 16;
    out[at + 1] = bits >> 8;
    out[at + 2] = bits;
    at += 3;
  }
  if (padding === 0) return out;
  const bits = quantum(digits[whole]!, digits[whole + 1]!, padding === 2 ? ZERO : digits[whole + 2]!, ZERO);
  if (bits < 0 || (bits & (padding === 2 ? 0xffff : 0xff)) !== 0) return undefined;
  out[at] = bits >> 16;
  if (padding === 1) out[at + 1] = bits >> 8;
  return out;
}

const ZERO = ALPHABET.charCodeAt(0);
const PAD = 61;

/** The 24 bits of four digits; negative when one is none. */
const quantum = (a: number, b: number, c: number, d: number): number =>
  (VALUE_OF[a]! << 18) | (VALUE_OF[b]! << 12) | (VALUE_OF[c]! << 6) | VALUE_OF[d]!;

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
