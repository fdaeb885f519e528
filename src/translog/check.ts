import { concatBytes, equalBytes, ok, type Result, err, toHex } from '#kernel';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { HASH_BYTES, nodeHash } from './hash.ts';
import type { LogKey } from './note.ts';
import type { LogPrimitives, Sha256 } from './primitives.ts';
import { rootOfInclusion } from './proof.ts';
import { parseProofPath, readProofFile } from './proof-file.ts';
import { hashesAtLevel, hashInTile, parseTilePath, TILE_WIDTH, tilePath, tilesOf } from './tiles.ts';

/** The published files of a log, and nothing else of it. `list` gives every path there is; without it only what a log must have is looked at. */
export interface PublishedLog {
  readonly read: (path: string) => Uint8Array | undefined;
  readonly list?: () => readonly string[];
}

export interface LogFault {
  readonly path: string;
  readonly code: 'missing' | 'unexpected' | 'signature' | 'malformed' | 'length' | 'differs' | 'root' | 'shrunk' | 'rewritten' | 'beyond';
}

export interface LogReport {
  readonly faults: readonly LogFault[];
  /** Of the checkpoint, when it is genuine. */
  readonly size?: number;
  readonly rootHash?: string;
  readonly filesChecked: number;
}

export interface CheckLogInput {
  readonly log: PublishedLog;
  readonly key: LogKey;
  /** A checkpoint seen earlier, kept by somebody else: the log must still begin with what it signed. */
  readonly previousCheckpoint?: Uint8Array;
}

const CHECKPOINT = 'checkpoint';

/**
 * Checks a log from its published files alone, shares no code with the writer's tree: signature of the checkpoint, every leaf's hash
 * up to the root, every higher tile against the one below, every old partial tile against the full one, every proof, no file too many.
 */
export function checkLog({ log, key, previousCheckpoint }: CheckLogInput, primitives: LogPrimitives): LogReport {
  const bytes = log.read(CHECKPOINT);
  if (bytes === undefined) return { faults: [{ path: CHECKPOINT, code: 'missing' }], filesChecked: 0 };
  const checkpoint = readCheckpoint(bytes, key, primitives);
  if (!checkpoint.ok) return { faults: [{ path: CHECKPOINT, code: codeOf(checkpoint.error) }], filesChecked: 1 };
  const { size, root } = checkpoint.value;
  const tiles = readTiles(log, size);
  const leaves = leavesOf(tiles.value, size);
  const faults = [...tiles.faults];
  if (faults.length === 0) {
    const roots = prefixRoots(primitives.sha256, leaves);
    faults.push(
      ...higherTiles(primitives.sha256, tiles.value, size),
      ...(equalBytes(roots(size), root) ? [] : [{ path: CHECKPOINT, code: 'root' } as const]),
    );
    faults.push(
      ...earlier(previousCheckpoint, key, size, roots, primitives),
      ...otherFiles(log, tiles.value, size, leaves, roots, key, primitives),
    );
  }
  return { faults, size, rootHash: toHex(root), filesChecked: log.list?.().length ?? tiles.value.size + 1 };
}

const codeOf = (error: string): LogFault['code'] => (error === 'log/note-signature' ? 'signature' : 'malformed');

/** The tiles of the present tree, each of exactly its length. */
function readTiles(log: PublishedLog, size: number): { value: ReadonlyMap<string, Uint8Array>; faults: readonly LogFault[] } {
  const value = new Map<string, Uint8Array>();
  const faults: LogFault[] = [];
  for (const name of tilesOf(size)) {
    const path = tilePath(name);
    const bytes = log.read(path);
    if (bytes === undefined) faults.push({ path, code: 'missing' });
    else if (bytes.length !== name.width * HASH_BYTES) faults.push({ path, code: 'length' });
    else value.set(path, bytes);
  }
  return { value, faults };
}

function leavesOf(tiles: ReadonlyMap<string, Uint8Array>, size: number): readonly Uint8Array[] {
  return tilesOf(size)
    .filter(({ level }) => level === 0)
    .flatMap((name) => {
      const tile = tiles.get(tilePath(name));
      return tile === undefined ? [] : Array.from({ length: name.width }, (_, at) => hashInTile(tile, at));
    });
}

/** Root of any number of first leaves: complete subtrees are kept as a stack, as in a binary counter, and folded from the right. */
function prefixRoots(sha256: Sha256, leaves: readonly Uint8Array[]): (size: number) => Uint8Array {
  const layers: Uint8Array[][] = [[...leaves]];
  for (let below = layers[0]!; below.length > 1; below = layers.at(-1)!) {
    layers.push(Array.from({ length: Math.floor(below.length / 2) }, (_, i) => nodeHash(sha256, below[2 * i]!, below[2 * i + 1]!)));
  }
  return (size) => {
    if (size === 0) return sha256(new Uint8Array(0));
    let folded: Uint8Array | undefined;
    for (const [height, layer] of layers.entries()) {
      if (Math.floor(size / 2 ** height) % 2 === 0) continue;
      const peak = layer[Math.floor(size / 2 ** height) - 1]!;
      folded = folded === undefined ? peak : nodeHash(sha256, peak, folded);
    }
    return folded!;
  };
}

/** Each hash of a higher tile is the root of the 256 hashes of one full tile below. */
function higherTiles(sha256: Sha256, tiles: ReadonlyMap<string, Uint8Array>, size: number): readonly LogFault[] {
  return tilesOf(size)
    .filter(({ level }) => level > 0)
    .flatMap((name) => {
      const path = tilePath(name);
      const wanted = Array.from({ length: name.width }, (_, at) => {
        const below = tiles.get(tilePath({ level: name.level - 1, index: name.index * TILE_WIDTH + at, width: TILE_WIDTH }))!;
        return prefixRoots(
          sha256,
          Array.from({ length: TILE_WIDTH }, (__, i) => hashInTile(below, i)),
        )(TILE_WIDTH);
      });
      return equalBytes(concatBytes(...wanted), tiles.get(path)!) ? [] : [{ path, code: 'differs' } as const];
    });
}

function earlier(
  bytes: Uint8Array | undefined,
  key: LogKey,
  size: number,
  roots: (size: number) => Uint8Array,
  primitives: LogPrimitives,
): readonly LogFault[] {
  if (bytes === undefined) return [];
  const path = 'previous checkpoint';
  const previous = readCheckpoint(bytes, key, primitives);
  if (!previous.ok) return [{ path, code: codeOf(previous.error) }];
  if (previous.value.size > size) return [{ path, code: 'shrunk' }];
  return equalBytes(roots(previous.value.size), previous.value.root) ? [] : [{ path, code: 'rewritten' }];
}

/** Whatever else is published: partial tiles of earlier trees and proofs, each octet of them; anything unknown is a fault. */
function otherFiles(
  log: PublishedLog,
  tiles: ReadonlyMap<string, Uint8Array>,
  size: number,
  leaves: readonly Uint8Array[],
  roots: (size: number) => Uint8Array,
  key: LogKey,
  primitives: LogPrimitives,
): readonly LogFault[] {
  const others = (log.list?.() ?? []).filter((path) => path !== CHECKPOINT && !tiles.has(path));
  return others.flatMap((path): readonly LogFault[] => {
    const checked = otherFile(path, log.read(path), tiles, { size, leaves, roots, key }, primitives);
    return checked.ok ? [] : [{ path, code: checked.error }];
  });
}

interface Whole {
  readonly size: number;
  readonly leaves: readonly Uint8Array[];
  readonly roots: (size: number) => Uint8Array;
  readonly key: LogKey;
}

function otherFile(
  path: string,
  bytes: Uint8Array | undefined,
  tiles: ReadonlyMap<string, Uint8Array>,
  whole: Whole,
  primitives: LogPrimitives,
): Result<void, LogFault['code']> {
  if (bytes === undefined) return err('missing');
  const tile = parseTilePath(path);
  if (tile !== undefined) {
    const hashes = hashesAtLevel(whole.size, tile.level) - tile.index * TILE_WIDTH;
    if (tile.width > hashes) return err('beyond');
    const present = tiles.get(tilePath({ ...tile, width: Math.min(TILE_WIDTH, hashes) }))!;
    return equalBytes(bytes, present.subarray(0, tile.width * HASH_BYTES)) ? ok(undefined) : err('differs');
  }
  const index = parseProofPath(path);
  return index === undefined ? err('unexpected') : proof(index, bytes, whole, primitives);
}

function proof(
  index: number,
  bytes: Uint8Array,
  { size, leaves, roots, key }: Whole,
  primitives: LogPrimitives,
): Result<void, LogFault['code']> {
  const file = readProofFile(bytes);
  if (!file.ok || file.value.index !== index) return err('malformed');
  const checkpoint = readCheckpoint(file.value.checkpoint, key, primitives);
  if (!checkpoint.ok) return err(codeOf(checkpoint.error));
  if (checkpoint.value.size > size || index >= checkpoint.value.size) return err('beyond');
  return leads(leaves[index]!, index, checkpoint.value, file.value.path, primitives.sha256) &&
    equalBytes(checkpoint.value.root, roots(checkpoint.value.size))
    ? ok(undefined)
    : err('differs');
}

function leads(leaf: Uint8Array, index: number, { size, root }: Checkpoint, path: readonly Uint8Array[], sha256: Sha256): boolean {
  const reached = rootOfInclusion(sha256, leaf, index, size, path);
  return reached !== undefined && equalBytes(reached, root);
}
