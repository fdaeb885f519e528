/** An append-only log (RFC 6962) as static files (C2SP tlog-tiles), its proofs and its independent checker. Knows nothing of what the leaves are about. */
export * from './check.ts';
export * from './checkpoint.ts';
export { HASH_BYTES, leafHash } from './hash.ts';
export * from './leaf.ts';
export { formatLogKey, type LogKey, parseLogKey } from './note.ts';
export type * from './primitives.ts';
export * from './proof.ts';
export * from './proof-file.ts';
export * from './renewal.ts';
export { hashesAtLevel, parseTilePath, TILE_WIDTH, type TileName, tilePath, tilesOf } from './tiles.ts';
export { appendLeaves, type HashReader, type StoredHash, tilesOnPaths, treeRoot } from './tree.ts';
