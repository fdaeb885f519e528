import { fromUtf8, unwrap, utf8 } from '#kernel';

export const textOf = (bytes: Uint8Array): string => unwrap(fromUtf8(bytes));

/** The same document with a piece of its text changed; a change that changes nothing would test nothing. */
export function altered(bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array {
  const text = textOf(bytes), changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`nothing to change: ${String(from)}`);
  return utf8(changed);
}

/** Another first character in a signature value. */
export const flipped = (bytes: Uint8Array, id: string): Uint8Array => altered(bytes, new RegExp(`(?<=<ds:SignatureValue Id="${id}">)[^<]`), textOf(bytes).includes(`Id="${id}">A`) ? 'B' : 'A');
