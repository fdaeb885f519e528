import { equalBytes, Instant, isCalendarDay } from '#kernel';
import { OID_BYTES_MAX } from './limits.ts';
import { bytesOf, childrenOf, contentOf, fail, isUniversal, TAG, type DerNode } from './read.ts';

/** Asserts the universal type of a value that must be there. */
export function expectType(node: DerNode | undefined, tag: number, what: string): DerNode {
  if (node === undefined) fail(`${what} is missing`, 0);
  if (!isUniversal(node, tag)) fail(`${what} has another type`, node.start);
  return node;
}

/** The members of a SEQUENCE. */
export const sequenceOf = (node: DerNode | undefined, what: string): readonly DerNode[] => childrenOf(expectType(node, TAG.sequence, what));

/** The members of a SET or SET OF, in the order they were written. */
export const setOf = (node: DerNode | undefined, what: string): readonly DerNode[] => childrenOf(expectType(node, TAG.set, what));

/** A SEQUENCE read member by member; `done` refuses what nobody asked for. */
export class Members {
  readonly #nodes: readonly DerNode[];
  readonly #what: string;
  readonly #end: number;
  #at = 0;
  constructor(nodes: readonly DerNode[], what: string, end: number) {
    this.#nodes = nodes;
    this.#what = what;
    this.#end = end;
  }
  static of(node: DerNode | undefined, what: string): Members {
    const sequence = expectType(node, TAG.sequence, what);
    return new Members(childrenOf(sequence), what, sequence.end);
  }
  peek(): DerNode | undefined {
    return this.#nodes[this.#at];
  }
  next(): DerNode {
    const node = this.#nodes[this.#at++];
    return node ?? fail(`${this.#what} ends too early`, this.#end);
  }
  nextIf(wanted: boolean): DerNode | undefined {
    return wanted ? this.next() : undefined;
  }
  optionalType(tag: number): DerNode | undefined {
    return this.nextIf(isUniversal(this.peek(), tag));
  }
  optionalContext(tag: number): DerNode | undefined {
    const node = this.peek();
    return this.nextIf(node !== undefined && node.tagClass === 'context' && node.tag === tag);
  }
  done(): void {
    const extra = this.peek();
    if (extra !== undefined) fail(`${this.#what} has a member that does not belong there`, extra.start);
  }
}

/** The only value inside an EXPLICIT tag. */
export function explicitOf(node: DerNode, what: string): DerNode {
  const inside = childrenOf(node);
  if (inside.length !== 1) fail(`${what} must hold one value`, node.start);
  return inside[0]!;
}

export function booleanOf(node: DerNode, implicit = false): boolean {
  if (!implicit) expectType(node, TAG.boolean, 'boolean');
  const content = contentOf(node);
  if (node.constructed || content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    fail('boolean is neither 00 nor FF', node.start);
  return content[0] === 0xff;
}

/** Content octets of an INTEGER, checked to be in the shortest two's complement form. */
export function integerBytes(node: DerNode, implicit = false): Uint8Array {
  if (!implicit) expectType(node, TAG.integer, 'integer');
  const content = contentOf(node);
  if (node.constructed || content.length === 0) fail('empty integer', node.start);
  const [first, second] = content;
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    fail('integer is not in its shortest form', node.start);
  return content;
}

/** A non-negative INTEGER that fits 31 bits. */
export function smallInteger(node: DerNode, implicit = false): number {
  const content = integerBytes(node, implicit);
  if (content[0]! >= 0x80) fail('integer out of range', node.start);
  let value = 0;
  for (const octet of content) value = value * 256 + octet;
  if (value > 0x7fffffff) fail('integer out of range', node.start);
  return value;
}

/** The number of an ENUMERATED. */
export const enumeratedOf = (node: DerNode, what: string): number => smallInteger(expectType(node, TAG.enumerated, what), true);

/** A bit string's octets; `unused` counts the padding bits of the last octet, which DER wants to be zero. */
export function bitStringOf(node: DerNode, implicit = false): { readonly bytes: Uint8Array; readonly unused: number } {
  if (!implicit) expectType(node, TAG.bitString, 'bit string');
  const content = contentOf(node);
  const unused = content[0];
  if (node.constructed || unused === undefined || unused > 7 || (content.length === 1 && unused !== 0))
    fail('bit string is malformed', node.start);
  if (unused > 0 && (content[content.length - 1]! & ((1 << unused) - 1)) !== 0) fail('padding bits are not zero', node.start);
  return { bytes: content.subarray(1), unused };
}

/** A bit string that must hold whole octets (keys, signatures). */
export function octetsOfBitString(node: DerNode): Uint8Array {
  const { bytes, unused } = bitStringOf(node);
  return unused === 0 ? bytes : fail('bit string does not hold whole octets', node.start);
}

/** The set bits of a NamedBitList, bit 0 first. */
export function namedBits(node: DerNode, implicit = false): ReadonlySet<number> {
  const { bytes, unused } = bitStringOf(node, implicit);
  const bits = new Set<number>();
  for (let i = 0; i < bytes.length * 8 - unused; i++) if ((bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0) bits.add(i);
  return bits;
}

export const octetStringOf = (node: DerNode): Uint8Array => contentOf(expectType(node, TAG.octetString, 'octet string'));

/** Refuses a value of unknown meaning whose simple parts are not as DER writes them (X.690 §8, §11), at any depth. */
export function checkAny(node: DerNode): void {
  if (node.constructed) for (const child of childrenOf(node)) checkAny(child);
  else if (node.tagClass === 'universal') SIMPLE[node.tag]?.(node);
}

const SIMPLE: Readonly<Record<number, (node: DerNode) => unknown>> = {
  [TAG.boolean]: (node) => booleanOf(node),
  [TAG.integer]: (node) => integerBytes(node),
  [TAG.enumerated]: (node) => integerBytes(node, true),
  [TAG.bitString]: (node) => bitStringOf(node),
  [TAG.oid]: (node) => oidOf(node),
  [TAG.utcTime]: (node) => timeOf(node, true),
  [TAG.generalizedTime]: (node) => timeOf(node, true),
  [TAG.nullValue]: (node) => (contentOf(node).length > 0 ? fail('NULL with content', node.start) : undefined),
};

/** An object identifier in dotted decimal. */
export function oidOf(node: DerNode, implicit = false): string {
  if (!implicit) expectType(node, TAG.oid, 'object identifier');
  const content = contentOf(node);
  if (node.constructed || content.length === 0 || content.length > OID_BYTES_MAX)
    fail('object identifier is empty or too long', node.start);
  let text = '';
  let from = 0;
  for (let i = 0; i < content.length; i++) {
    if (i === from && content[i] === 0x80) fail('object identifier has a padded arc', node.start);
    if (content[i]! >= 0x80) continue;
    text = from === 0 ? firstArcs(arcOf(content, from, i)) : `${text}.${arcOf(content, from, i)}`;
    from = i + 1;
  }
  if (from !== content.length) fail('object identifier is cut off', node.start);
  return text;
}

/** Octets whose seven bits each fit a number exactly; longer arcs (UUIDs under 2.25) are exact only as BigInt. */
const ARC_OCTETS_MAX = 7;

function arcOf(content: Uint8Array, from: number, last: number): number | bigint {
  if (last - from >= ARC_OCTETS_MAX)
    return content.subarray(from, last + 1).reduce((value, octet) => (value << 7n) | BigInt(octet & 0x7f), 0n);
  let value = 0;
  for (let i = from; i <= last; i++) value = value * 128 + (content[i]! & 0x7f);
  return value;
}

/** The first two arcs are written as one (X.690 §8.19.4). */
function firstArcs(value: number | bigint): string {
  const top = value < 40 ? 0 : value < 80 ? 1 : 2;
  return `${top}.${typeof value === 'number' ? value - top * 40 : value - BigInt(top * 40)}`;
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * A UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 writes them: seconds present, `Z`, a real calendar moment.
 * `fraction` allows the fractional seconds of RFC 3161 §2.4.2 (kept to the millisecond, rounded down).
 */
export function timeOf(node: DerNode, fraction = false): Instant {
  const text = latin1(contentOf(node));
  const short = isUniversal(node, TAG.utcTime) ? UTC_TIME.exec(text) : null;
  const long = isUniversal(node, TAG.generalizedTime) ? GENERALIZED_TIME.exec(text) : null;
  const parts = short ?? long;
  if (parts === null) fail('time is not in the form YYYYMMDDHHMMSSZ', node.start);
  const decimals = parts[7] ?? '';
  if (decimals !== '' && (!fraction || decimals.endsWith('0'))) fail('time has fractional seconds that do not belong there', node.start);
  const n = (i: number) => Number(parts[i]);
  const year = short === null ? n(1) : n(1) < 50 ? 2000 + n(1) : 1900 + n(1);
  const iso = `${String(year).padStart(4, '0')}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}.${decimals.padEnd(3, '0').slice(0, 3)}Z`;
  const parsed = Instant.parse(iso);
  if (!parsed.ok || !isCalendarDay(year, n(2), n(3)) || n(4) > 23) fail('time does not exist', node.start);
  return parsed.value;
}

/** One character per octet. */
export function latin1(bytes: Uint8Array): string {
  let out = '';
  for (const octet of bytes) out += String.fromCharCode(octet);
  return out;
}

/** Whether a value has exactly this encoding. */
export const equalNodes = (node: DerNode, der: Uint8Array): boolean => equalBytes(bytesOf(node), der);
