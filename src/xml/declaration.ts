import { utf8 } from '#kernel';
import { escapeAttribute } from './scanner.ts';

/** A namespace declaration as C14N writes it, with the space before it; the empty prefix is the default namespace. */
export const declaration = (prefix: string, uri: string): string =>
  ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(uri)}"`;

const KEPT = 256;
const KEPT_OCTETS_MAX = 256;
const remembered = new Map<string, Map<string, Uint8Array>>();
let count = 0;

/** The same in UTF-8. Documents of a kind declare the same few names again and again, so each is written once while it is remembered. */
export function declarationOctets(prefix: string, uri: string): Uint8Array {
  const known = remembered.get(uri)?.get(prefix);
  if (known !== undefined) return known;
  const octets = utf8(declaration(prefix, uri));
  if (octets.length > KEPT_OCTETS_MAX) return octets;
  if (++count > KEPT) {
    remembered.clear();
    count = 1;
  }
  remembered.set(uri, (remembered.get(uri) ?? new Map<string, Uint8Array>()).set(prefix, octets));
  return octets;
}
