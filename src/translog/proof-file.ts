import { concatBytes, err, fromBase64, fromUtf8, ok, type Result, toBase64, utf8 } from '#kernel';
import { HASH_BYTES } from './hash.ts';

/** An inclusion proof as a file of its own (C2SP tlog-proof): index, path, and the checkpoint the path leads to, byte for byte. */
export interface ProofFile {
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: Uint8Array;
}

const HEAD = 'c2sp.org/tlog-proof@v1';

export const proofPath = (index: number): string => `proof/${index}.tlog-proof`;

/** The leaf of a proof's path; undefined for anything not written exactly as `proofPath` writes it. */
export function parseProofPath(path: string): number | undefined {
  const index = /^proof\/(0|[1-9]\d{0,14})\.tlog-proof$/.exec(path)?.[1];
  return index === undefined ? undefined : Number(index);
}

export const writeProofFile = ({ index, path, checkpoint }: ProofFile): Uint8Array<ArrayBuffer> =>
  concatBytes(utf8(`${[HEAD, `index ${index}`, ...path.map(toBase64)].join('\n')}\n\n`), checkpoint);

export function readProofFile(bytes: Uint8Array): Result<ProofFile, 'log/proof-malformed'> {
  const text = fromUtf8(bytes);
  const end = text.ok ? text.value.indexOf('\n\n') : -1;
  if (!text.ok || end < 0) return err('log/proof-malformed');
  const [head, index, ...hashes] = text.value.slice(0, end).split('\n');
  const number = /^index (0|[1-9]\d{0,14})$/.exec(index ?? '')?.[1];
  const path = hashes.map(fromBase64).flatMap((hash) => (hash.ok && hash.value.length === HASH_BYTES ? [hash.value] : []));
  return head === HEAD && number !== undefined && path.length === hashes.length
    ? ok({ index: Number(number), path, checkpoint: utf8(text.value.slice(end + 2)) })
    : err('log/proof-malformed');
}
