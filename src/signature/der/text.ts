import { fromUtf8, toHex } from '#kernel';
import { bytesOf, contentOf, fail, TAG, type DerNode } from './read.ts';
import { latin1 } from './values.ts';

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?@*&_]*$/;
const ASCII = /^[\x00-\x7f]*$/;

function wide(bytes: Uint8Array, width: 2 | 4, offset: number): string {
  if (bytes.length % width !== 0) fail('string is cut off', offset);
  let out = '';
  for (let i = 0; i < bytes.length; i += width) {
    let point = 0;
    for (let k = 0; k < width; k++) point = point * 256 + bytes[i + k]!;
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) fail('character out of range', offset);
    out += String.fromCodePoint(point);
  }
  return out;
}

function restricted(node: DerNode, pattern: RegExp): string {
  const text = latin1(contentOf(node));
  return pattern.test(text) ? text : fail('character not allowed in this string type', node.start);
}

/** How each string type of a directory name is read. `*`, `&`, `_` and `@` in PrintableString are a common, harmless liberty of real authorities. */
const READERS: Readonly<Record<number, (node: DerNode) => string>> = {
  [TAG.utf8String]: (node) => {
    const text = fromUtf8(contentOf(node));
    return text.ok ? text.value : fail('text is not UTF-8', node.start);
  },
  [TAG.printableString]: (node) => restricted(node, PRINTABLE),
  [TAG.numericString]: (node) => restricted(node, /^[0-9 ]*$/),
  [TAG.ia5String]: (node) => restricted(node, ASCII),
  [TAG.visibleString]: (node) => restricted(node, ASCII),
  [TAG.t61String]: (node) => latin1(contentOf(node)),
  [TAG.bmpString]: (node) => wide(contentOf(node), 2, node.start),
  [TAG.universalString]: (node) => wide(contentOf(node), 4, node.start),
};

/** The text of a string value, or undefined when the value is not a string. */
export function textOf(node: DerNode): string | undefined {
  return node.tagClass === 'universal' ? READERS[node.tag]?.(node) : undefined;
}

/** IMPLICIT IA5String content (general names). */
export function ia5Of(node: DerNode): string {
  return node.constructed ? fail('string in constructed form', node.start) : restricted(node, ASCII);
}

/** Hexadecimal of the whole encoding, for values that are not text. */
export const toHexOf = (node: DerNode): string => toHex(bytesOf(node));
