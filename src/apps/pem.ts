import { readFileSync } from 'node:fs';
import { fromBase64 } from '#kernel';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\s*([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** The structures of a file: every PEM block, or the file itself as DER. Throws on base64 that is none. */
export function derBlocks(bytes: Uint8Array): readonly Uint8Array[] {
  const blocks = [...Buffer.from(bytes).toString('latin1').matchAll(BLOCK)];
  if (blocks.length === 0) return [bytes];
  return blocks.map(([, , text]) => {
    const der = fromBase64(text!);
    if (!der.ok) throw new SyntaxError('malformed PEM');
    return der.value;
  });
}

export const readDerSync = (path: string): readonly Uint8Array[] => derBlocks(new Uint8Array(readFileSync(path)));
