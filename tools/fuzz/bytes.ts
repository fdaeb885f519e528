import { concatBytes, utf8 } from '#kernel';
import type { Random } from './random.ts';

type Change = (bytes: Uint8Array, random: Random, words: readonly Uint8Array[], other: Uint8Array) => Uint8Array;

const cut = (bytes: Uint8Array, from: number, to: number, put: Uint8Array = new Uint8Array()): Uint8Array =>
  concatBytes(bytes.subarray(0, from), put, bytes.subarray(to));
function span(bytes: Uint8Array, random: Random, max = 64): readonly [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(random.once(8) ? bytes.length : max))];
}
const EDGES = [0, 1, 0x20, 0x22, 0x26, 0x3c, 0x3e, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xef, 0xf4, 0xff];

/** What is done to octets without knowing what they mean. */
const CHANGES: readonly Change[] = [
  (bytes, random) => {
    const out = Uint8Array.from(bytes);
    const at = random.below(bytes.length);
    out[at]! ^= 1 << random.below(8);
    return out;
  },
  (bytes, random) => {
    const out = Uint8Array.from(bytes);
    out[random.below(bytes.length)] = random.once(2) ? random.pick(EDGES) : random.below(256);
    return out;
  },
  (bytes, random) => cut(bytes, ...span(bytes, random)),
  (bytes, random) => {
    const [from, to] = span(bytes, random);
    const at = random.below(bytes.length + 1);
    return cut(bytes, at, at, bytes.subarray(from, to));
  },
  (bytes, random, words) => {
    const at = random.below(bytes.length + 1);
    return cut(bytes, at, at, random.pick(words));
  },
  (bytes, random, words) => cut(bytes, ...span(bytes, random, 8), random.pick(words)),
  (bytes, random, _, other) => cut(bytes, ...span(bytes, random), other.subarray(...span(other, random))),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const [from, to] = span(bytes, random, 16);
    const [again, end] = span(bytes, random, 16);
    return from < again && to <= again
      ? concatBytes(
          bytes.subarray(0, from),
          bytes.subarray(again, end),
          bytes.subarray(to, again),
          bytes.subarray(from, to),
          bytes.subarray(end),
        )
      : cut(bytes, from, to, bytes.slice(from, to).reverse());
  },
];

/** One to four blind changes. `words` are pieces that mean something to the reader; `other` is a second document to take from. */
export function mutateBytes(bytes: Uint8Array, random: Random, words: readonly Uint8Array[], other: Uint8Array): Uint8Array {
  let out = bytes;
  for (let i = random.few(3); i >= 0; i--) if (out.length > 0) out = random.pick(CHANGES)(out, random, words, other);
  return out;
}

export const wordsOf = (...texts: readonly string[]): readonly Uint8Array[] => texts.map(utf8);
