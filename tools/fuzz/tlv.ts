import { concatBytes } from '#kernel';
import type { Random } from './random.ts';

/** A value of DER as it can be taken apart and put together again; `primitive` holds octets. */
interface Tlv {
  tag: number;
  children: Tlv[] | undefined;
  octets: Uint8Array;
}
const DEPTH_MAX = 24;

function read(bytes: Uint8Array, depth = 0): Tlv[] | undefined {
  const out: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    let length = first;
    let from = at + 2;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > 4) return undefined;
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + (bytes[from + i] ?? 0);
      from += count;
    }
    const to = from + length;
    if (to > bytes.length) return undefined;
    const octets = bytes.subarray(from, to);
    // Octet strings often hold DER again: extensions do.
    const children =
      depth < DEPTH_MAX && length > 0 && ((tag & 0x20) !== 0 || tag === 0x04)
        ? read(octets, depth + 1)
        : (tag & 0x20) !== 0
          ? []
          : undefined;
    out.push({ tag, children, octets });
    at = to;
  }
  return out;
}

const lengthOf = (length: number): Uint8Array =>
  length < 0x80
    ? Uint8Array.of(length)
    : length < 0x100
      ? Uint8Array.of(0x81, length)
      : length < 0x10000
        ? Uint8Array.of(0x82, length >> 8, length & 255)
        : Uint8Array.of(0x83, length >> 16, (length >> 8) & 255, length & 255);
/** Lengths as BER would allow them: longer than needed, or indefinite. */
const ODD_LENGTHS: readonly ((length: number) => Uint8Array)[] = [
  (length) => Uint8Array.of(0x84, 0, length >> 16, (length >> 8) & 255, length & 255),
  (length) => Uint8Array.of(0x81, length & 255),
  () => Uint8Array.of(0x80),
  (length) => lengthOf(length + 1),
  (length) => lengthOf(Math.max(0, length - 1)),
  () => Uint8Array.of(0x84, 0xff, 0xff, 0xff, 0xff),
  () => Uint8Array.of(0x88, 1, 0, 0, 0, 0, 0, 0, 0),
];

function write(tlv: Tlv, odd: Tlv | undefined, random: Random): Uint8Array {
  const content = tlv.children === undefined ? tlv.octets : concatBytes(...tlv.children.map((child) => write(child, odd, random)));
  const length = tlv === odd ? random.pick(ODD_LENGTHS)(content.length) : lengthOf(content.length);
  return concatBytes(Uint8Array.of(tlv.tag), length, content);
}

function* all(list: Tlv[]): Generator<{ readonly list: Tlv[]; readonly at: number }> {
  for (let at = 0; at < list.length; at++) {
    yield { list, at };
    if (list[at]!.children !== undefined) yield* all(list[at]!.children!);
  }
}

const TAGS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0x81, 0x82, 0x86, 0xa0, 0xa1, 0xa3, 0x24,
  0x60, 0xff,
] as const;
const CONTENTS = [
  [],
  [0],
  [0xff],
  [0x80],
  [0, 0x80],
  [0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0x2a],
  [0x80, 1],
  [7, 0x80],
  [8, 0],
  Array.from({ length: 300 }, () => 0x41),
] as const;

/** Changes one to three values of a structure; the lengths around them are right again unless they are what is changed. */
export function mutateTlv(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const root = read(bytes);
  if (root === undefined) return bytes;
  let odd: Tlv | undefined;
  for (let i = random.few(2); i >= 0; i--) {
    const places = [...all(root)];
    if (places.length === 0) break;
    const { list, at } = random.pick(places);
    const one = list[at]!;
    const donors = [...all(read(other) ?? [])];
    const donor = donors.length === 0 ? one : ((place) => place.list[place.at]!)(random.pick(donors));
    const leaf = (octets: Uint8Array): Tlv => ({ tag: one.tag, children: undefined, octets });
    const changes: readonly (() => void)[] = [
      () => list.splice(at, 1),
      () => list.splice(at, 0, one),
      () => void (list[at] = donor),
      () => list.splice(at, 0, donor),
      () => void (list[at] = { ...one, tag: random.pick(TAGS) }),
      () => void (list[at] = leaf(Uint8Array.from(random.pick(CONTENTS)))),
      () => {
        const octets = Uint8Array.from(one.octets);
        if (octets.length > 0) octets[random.below(octets.length)] = random.below(256);
        list[at] = leaf(octets);
      },
      () => void (list[at] = { tag: 0x30, children: [one], octets: one.octets }),
      () => list.reverse(),
      () => void (odd = one),
    ];
    random.pick(changes)();
  }
  return concatBytes(...root.map((one) => write(one, odd, random)));
}
