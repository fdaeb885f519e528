import { Unzlib } from 'fflate';
import { concatBytes } from '#kernel';

/** Octets handed to the decoder at once, so that it stops soon after the bound. */
const CHUNK_BYTES = 4_096;

/** Unpacks zlib data (RFC 1950) to at most `bytesMax` octets; undefined when it is damaged, cut off or larger. */
export function inflate(data: Uint8Array, bytesMax: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const unzlib = new Unzlib((chunk, final) => {
    size += chunk.length;
    isWhole ||= final;
    if (size <= bytesMax) chunks.push(chunk);
  });
  try {
    for (let at = 0; at < data.length && size <= bytesMax; at += CHUNK_BYTES)
      unzlib.push(data.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= data.length);
  } catch {
    return undefined;
  }
  return isWhole && size <= bytesMax ? concatBytes(...chunks) : undefined;
}
