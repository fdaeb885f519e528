import { err, ok, type Result } from '#kernel';
import { DER_BYTES_MAX, DER_DEPTH_MAX, DER_NODES_MAX } from './limits.ts';

/** Why bytes are not the DER structure that was asked for; `offset` is the byte where reading stopped. */
export interface DerError {
  readonly code: 'der/malformed' | 'der/too-large' | 'der/too-deep';
  readonly what: string;
  readonly offset: number;
}

/** Carries a `DerError` from the depth of a reader to `decodeDer`; it never leaves this area. */
export class DerFault extends Error {
  readonly error: DerError;
  constructor(error: DerError) {
    super(`${error.code}: ${error.what} at ${error.offset}`);
    this.error = error;
  }
}

export type TagClass = 'universal' | 'application' | 'context' | 'private';
const CLASSES: readonly TagClass[] = ['universal', 'application', 'context', 'private'];

/** One encoded value: identifier octets, length and content, as offsets into the bytes it was read from. */
export interface DerNode {
  readonly source: Uint8Array;
  readonly tagClass: TagClass;
  readonly constructed: boolean;
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  readonly depth: number;
}

export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  nullValue: 5,
  oid: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  numericString: 18,
  printableString: 19,
  t61String: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  visibleString: 26,
  universalString: 28,
  bmpString: 30,
} as const;

export function fail(what: string, offset: number, code: DerError['code'] = 'der/malformed'): never {
  throw new DerFault({ code, what, offset });
}

/**
 * Reads exactly one DER value that fills `bytes`, then hands it to `read`.
 * Refuses BER: indefinite lengths, lengths not in their shortest form, constructed strings, trailing bytes (X.690 §10).
 */
export function decodeDer<T>(bytes: Uint8Array, read: (node: DerNode) => T): Result<T, DerError> {
  return guardDer(() => {
    if (bytes.length > DER_BYTES_MAX) fail('more bytes than allowed', 0, 'der/too-large');
    const node = readNode(bytes, 0, bytes.length, 0);
    if (node.end !== bytes.length) fail('bytes after the value', node.end);
    return read(node);
  });
}

/** Runs a reader over values decoded before and turns a fault in them into a refusal. */
export function guardDer<T>(read: () => T): Result<T, DerError> {
  try {
    return ok(read());
  } catch (fault) {
    if (fault instanceof DerFault) return err(fault.error);
    throw fault;
  }
}

/** Reads a value inside `decodeDer` whose bytes are the content of another one (OCTET STRING in an extension). */
export function readInner(bytes: Uint8Array, depth = 0): DerNode {
  const node = readNode(bytes, 0, bytes.length, depth);
  if (node.end !== bytes.length) fail('bytes after the inner value', node.end);
  return node;
}

function readNode(source: Uint8Array, at: number, limit: number, depth: number): DerNode {
  if (depth > DER_DEPTH_MAX) fail('nested too deeply', at, 'der/too-deep');
  if (at + 2 > limit) fail('identifier or length is cut off', at);
  const identifier = source[at]!;
  const tag = identifier & 0x1f;
  if (tag === 0x1f) fail('tag number above 30', at);
  const tagClass = CLASSES[identifier >> 6]!;
  const constructed = (identifier & 0x20) !== 0;
  if (tagClass === 'universal') {
    if (tag === 0) fail('end-of-contents octets', at);
    // X.690 §10.2 forbids the constructed form of strings in DER; only these two universal types are constructed.
    if (constructed !== (tag === TAG.sequence || tag === TAG.set)) fail('primitive or constructed form is wrong for the type', at);
  }
  const { length, contentStart } = readLength(source, at + 1, limit);
  const end = contentStart + length;
  if (end > limit) fail('length reaches past the enclosing value', at);
  return { source, tagClass, constructed, tag, start: at, contentStart, end, depth };
}

function readLength(source: Uint8Array, at: number, limit: number): { length: number; contentStart: number } {
  const first = source[at]!;
  if (first < 0x80) return { length: first, contentStart: at + 1 };
  const count = first & 0x7f;
  if (count === 0) fail('indefinite length', at);
  if (count > 4) fail('length of more than four octets', at);
  if (at + 1 + count > limit) fail('length is cut off', at);
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + source[at + i]!;
  const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : length < 0x1000000 ? 3 : 4;
  if (shortest !== count) fail('length is not in its shortest form', at);
  return { length, contentStart: at + 1 + count };
}

/** The values inside a constructed one, in order. */
export function childrenOf(node: DerNode): readonly DerNode[] {
  if (!node.constructed) fail('a constructed value was expected', node.start);
  const out: DerNode[] = [];
  let at = node.contentStart;
  while (at < node.end) {
    if (out.length >= DER_NODES_MAX) fail('too many values', at, 'der/too-large');
    const child = readNode(node.source, at, node.end, node.depth + 1);
    out.push(child);
    at = child.end;
  }
  return out;
}

/** Identifier, length and content octets of the value; a view, not a copy. */
export const bytesOf = (node: DerNode): Uint8Array => node.source.subarray(node.start, node.end);
/** Content octets only; a view, not a copy. */
export const contentOf = (node: DerNode): Uint8Array => node.source.subarray(node.contentStart, node.end);

export const isUniversal = (node: DerNode | undefined, tag: number): node is DerNode & { readonly tagClass: 'universal' } =>
  node !== undefined && node.tagClass === 'universal' && node.tag === tag;
export const isContext = (node: DerNode | undefined, tag: number): node is DerNode & { readonly tagClass: 'context' } =>
  node !== undefined && node.tagClass === 'context' && node.tag === tag;
