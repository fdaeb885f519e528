import { assert } from '#kernel';
import { HASH_BYTES, nodeHash } from './hash.ts';
import type { Sha256 } from './primitives.ts';
import { hashesAtLevel, TILE_WIDTH } from './tiles.ts';

/** Hash number `index` of a tile level: the root of a complete subtree of 256^level leaves. The tree as it is stored and published. */
export interface StoredHash {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Reads stored hashes; only complete subtrees are ever asked for. */
export type HashReader = (level: number, index: number) => Uint8Array;

const LEVELS_PER_TILE = 8;

/** Root of the complete subtree of 2^height leaves that begins at leaf `index · 2^height`. */
function completeRoot(sha256: Sha256, read: HashReader, height: number, index: number): Uint8Array {
  const within = height % LEVELS_PER_TILE;
  if (within === 0) return read(height / LEVELS_PER_TILE, index);
  return nodeHash(sha256, completeRoot(sha256, read, height - 1, index * 2), completeRoot(sha256, read, height - 1, index * 2 + 1));
}

/** The largest power of two smaller than n (RFC 6962 §2.1), for n > 1. */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Merkle tree hash of the leaves `from` up to, not including, `to` (RFC 6962 §2.1). `from` is a multiple of the split points above it. */
export function rangeRoot(sha256: Sha256, read: HashReader, from: number, to: number): Uint8Array {
  const n = to - from;
  const height = Math.round(Math.log2(n));
  if (2 ** height === n) return completeRoot(sha256, read, height, from / n);
  const k = splitPoint(n);
  return nodeHash(sha256, rangeRoot(sha256, read, from, from + k), rangeRoot(sha256, read, from + k, to));
}

/** Root of the tree of the first `size` leaves; of no leaves it is the hash of nothing. */
export const treeRoot = (sha256: Sha256, read: HashReader, size: number): Uint8Array =>
  size === 0 ? sha256(new Uint8Array(0)) : rangeRoot(sha256, read, 0, size);

/** The hashes to store when leaves are appended to a tree of that size, in the order they become known. `read` knows the tree so far. */
export function appendLeaves(sha256: Sha256, read: HashReader, size: number, leaves: readonly Uint8Array[]): readonly StoredHash[] {
  const added = new Map<string, Uint8Array>();
  const stored: StoredHash[] = [];
  const known: HashReader = (level, index) => added.get(`${level}/${index}`) ?? read(level, index);
  const store = (hash: StoredHash): void => {
    assert(hash.hash.length === HASH_BYTES, 'a leaf hash has 32 bytes');
    added.set(`${hash.level}/${hash.index}`, hash.hash);
    stored.push(hash);
  };
  for (const [i, hash] of leaves.entries()) {
    store({ level: 0, index: size + i, hash });
    for (let level = 1, span = TILE_WIDTH; (size + i + 1) % span === 0; level++, span *= TILE_WIDTH) {
      const index = (size + i + 1) / span - 1;
      const half = (side: number) => completeRoot(sha256, known, level * LEVELS_PER_TILE - 1, index * 2 + side);
      store({ level, index, hash: nodeHash(sha256, half(0), half(1)) });
    }
  }
  return stored;
}

/** The tiles that decide the root, the proofs of the given leaves and what an appended leaf completes: per level those of the leaves and of the right edge. */
export function tilesOnPaths(size: number, ...leaves: readonly number[]): readonly { readonly level: number; readonly index: number }[] {
  const tiles = new Map<string, { level: number; index: number }>();
  for (let level = 0; level === 0 || hashesAtLevel(size, level) > 0; level++) {
    const last = Math.max(0, hashesAtLevel(size, level) - 1);
    for (const leaf of [...leaves, size - 1]) {
      const index = Math.floor(Math.min(last, Math.floor(Math.max(0, leaf) / TILE_WIDTH ** level)) / TILE_WIDTH);
      tiles.set(`${level}/${index}`, { level, index });
    }
  }
  return [...tiles.values()];
}
