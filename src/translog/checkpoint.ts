import { err, fromBase64, ok, type Result, toBase64 } from '#kernel';
import { HASH_BYTES } from './hash.ts';
import { type LogKey, openNote, signNote } from './note.ts';
import type { LogPrimitives } from './primitives.ts';

/** The signed word of a log about its whole content (C2SP tlog-checkpoint). `origin` is the name of its key. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export type CheckpointError = 'log/note-malformed' | 'log/note-signature' | 'log/checkpoint-malformed';

export const writeCheckpoint = (
  head: { readonly size: number; readonly root: Uint8Array },
  key: LogKey,
  sign: (data: Uint8Array) => Uint8Array,
  primitives: Pick<LogPrimitives, 'sha256'>,
): string => signNote(`${key.name}\n${head.size}\n${toBase64(head.root)}\n`, key, sign, primitives);

/** Reads a checkpoint after its signature: origin, decimal size, base64 root, and no further line. */
export function readCheckpoint(bytes: Uint8Array, key: LogKey, primitives: LogPrimitives): Result<Checkpoint, CheckpointError> {
  const text = openNote(bytes, key, primitives);
  if (!text.ok) return text;
  const [origin, size, root, end, ...more] = text.value.split('\n');
  if (origin !== key.name || size === undefined || !/^(0|[1-9]\d{0,14})$/.test(size) || root === undefined || end !== '' || more.length > 0)
    return err('log/checkpoint-malformed');
  const hash = fromBase64(root);
  return hash.ok && hash.value.length === HASH_BYTES
    ? ok({ origin, size: Number(size), root: hash.value })
    : err('log/checkpoint-malformed');
}
