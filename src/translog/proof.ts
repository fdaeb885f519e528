import { assert, equalBytes } from '#kernel';
import { nodeHash } from './hash.ts';
import type { Sha256 } from './primitives.ts';
import { type HashReader, rangeRoot, splitPoint } from './tree.ts';

/** PATH(index, D[size]) of RFC 6962 §2.1.1: from the leaf to the root. */
export function inclusionPath(sha256: Sha256, read: HashReader, index: number, size: number): readonly Uint8Array[] {
  assert(index >= 0 && index < size, 'the leaf is in the tree');
  const path: Uint8Array[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      path.unshift(rangeRoot(sha256, read, middle, to));
      to = middle;
    } else {
      path.unshift(rangeRoot(sha256, read, from, middle));
      from = middle;
    }
  }
  return path;
}

/** PROOF(older, D[size]) of RFC 6962 §2.1.2: that the first `older` leaves are still the same. */
export function consistencyPath(sha256: Sha256, read: HashReader, older: number, size: number): readonly Uint8Array[] {
  assert(older >= 0 && older <= size, 'the older tree is not larger');
  return older === 0 || older === size ? [] : subProof(sha256, read, older, 0, size, true);
}

function subProof(sha256: Sha256, read: HashReader, older: number, from: number, to: number, isWhole: boolean): Uint8Array[] {
  if (older === to) return isWhole ? [] : [rangeRoot(sha256, read, from, to)];
  const middle = from + splitPoint(to - from);
  if (older <= middle) return [...subProof(sha256, read, older, from, middle, isWhole), rangeRoot(sha256, read, middle, to)];
  return [...subProof(sha256, read, older, middle, to, false), rangeRoot(sha256, read, from, middle)];
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/** The root an inclusion path leads to (RFC 9162 §2.1.3.2), or undefined when the path does not fit index and size. */
export function rootOfInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  let node = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      root = nodeHash(sha256, sibling, root);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      root = nodeHash(sha256, root, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

/** Whether the tree of `size` leaves and this root contains the leaf at that index. */
export function verifyInclusion(
  sha256: Sha256,
  claim: {
    readonly leaf: Uint8Array;
    readonly index: number;
    readonly size: number;
    readonly root: Uint8Array;
    readonly path: readonly Uint8Array[];
  },
): boolean {
  const root = rootOfInclusion(sha256, claim.leaf, claim.index, claim.size, claim.path);
  return root !== undefined && equalBytes(root, claim.root);
}

interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the newer tree begins with the older one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(sha256: Sha256, older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (older.size > newer.size || older.size < 0) return false;
  if (older.size === newer.size) return path.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return path.length === 0 && equalBytes(older.root, sha256(new Uint8Array(0)));
  let node = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  const rest = [...path];
  let oldRoot = node === 0 ? older.root : rest.shift();
  let newRoot = oldRoot;
  for (const sibling of rest) {
    if (last === 0 || oldRoot === undefined || newRoot === undefined) return false;
    if (isOdd(node) || node === last) {
      oldRoot = nodeHash(sha256, sibling, oldRoot);
      newRoot = nodeHash(sha256, sibling, newRoot);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newRoot = nodeHash(sha256, newRoot, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && oldRoot !== undefined && newRoot !== undefined && equalBytes(oldRoot, older.root) && equalBytes(newRoot, newer.root);
}
