import { HASH_BYTES } from './hash.ts';

/**
 * Where the hashes of a log are published (C2SP tlog-tiles): a tile holds up to 256 hashes; tile level L holds the roots of complete
 * subtrees of 256^L leaves. A narrower tile is exactly the beginning of the full one. Entries are not published: what a leaf says
 * is known only to whoever holds its confirmation.
 */
export const TILE_WIDTH = 256;

export interface TileName {
  readonly level: number;
  readonly index: number;
  /** Number of hashes, 1..256; 256 = full. */
  readonly width: number;
}

/** `tile/0/x001/x234/067` or, with fewer than 256 hashes, `tile/0/x001/x234/067.p/12`. */
export function tilePath({ level, index, width }: TileName): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH = /^tile\/(0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile of a path; undefined for anything that is not written exactly as `tilePath` writes it. */
export function parseTilePath(path: string): TileName | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const name = {
    level: Number(match[1]),
    index: Number(match[2]!.replace(/[x/]/g, '')),
    width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
  };
  return Number.isSafeInteger(name.index) && tilePath(name) === path ? name : undefined;
}

/** How many hashes a tile level holds in a tree of that size. */
export const hashesAtLevel = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The tiles that make up a tree of that size: all full ones and, per level, the partial one at the right edge. */
export function tilesOf(size: number): readonly TileName[] {
  const tiles: TileName[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = hashesAtLevel(size, level)) {
    for (let index = 0; index * TILE_WIDTH < hashes; index++)
      tiles.push({ level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) });
  }
  return tiles;
}

/** Hash number `at` inside a tile. */
export const hashInTile = (tile: Uint8Array, at: number): Uint8Array => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
