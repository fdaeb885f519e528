import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, Instant, toHex, unwrap, utf8 } from '#kernel';
import { testLog } from '../../test/builders/log.ts';
import { canonicalEvent, consistencyPath, eventLeafHash, inclusionPath, leafHash, rootOfInclusion, treeRoot, verifyConsistency, verifyInclusion } from './index.ts';
import { nodeLogPrimitives } from './node/index.ts';
import { tilesOnPaths, type HashReader } from './tree.ts';

const { sha256 } = nodeLogPrimitives;
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => unwrap(fromHex(hex)));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('RFC 6962: the tree of the Certificate Transparency test vectors', () => {
  const log = testLog([8], (i) => leafHash(sha256, LEAVES[i]!));
  test.each(ROOTS.map((root, size) => ({ size, root })))('root of $size leaves', ({ size, root }) => {
    expect(toHex(treeRoot(sha256, log.read, size))).toBe(root);
  });
  test('the path of leaf 0 of 8', () => {
    expect(inclusionPath(sha256, log.read, 0, 8).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });
  test('the proof from 1 to 8', () => {
    expect(consistencyPath(sha256, log.read, 1, 8).map(toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7', '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e', '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });
});

const BIG = testLog([70_000]);
const sizes = fc.oneof(fc.integer({ min: 1, max: 600 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000), fc.integer({ min: 1, max: 70_000 }));
const root = (size: number) => treeRoot(sha256, BIG.read, size);

/** A reader that knows only the tiles a path is said to need. */
function onlyTiles(tiles: readonly { readonly level: number; readonly index: number }[]): HashReader {
  const known = new Set(tiles.map(({ level, index }) => `${level}/${index}`));
  return (level, index) => {
    if (!known.has(`${level}/${Math.floor(index / 256)}`)) throw new Error(`tile ${level}/${Math.floor(index / 256)} was not named`);
    return BIG.read(level, index);
  };
}

describe('proofs', () => {
  test('every leaf of every small tree is included, and in no other place', () => {
    for (let size = 1; size <= 20; size++) {
      for (let index = 0; index < size; index++) {
        const path = inclusionPath(sha256, BIG.read, index, size);
        const claim = { leaf: BIG.read(0, index), index, size, root: root(size), path };
        expect(verifyInclusion(sha256, claim)).toBe(true);
        for (let other = 0; other < size; other++) if (other !== index) expect(verifyInclusion(sha256, { ...claim, index: other })).toBe(false);
      }
    }
  });
  test('inclusion at any size, from the named tiles alone; a changed, missing or added hash is found', () => {
    fc.assert(fc.property(sizes, fc.nat(), fc.nat(), (size, at, flip) => {
      const index = at % size;
      const path = inclusionPath(sha256, onlyTiles(tilesOnPaths(size, index)), index, size);
      const claim = { leaf: BIG.read(0, index), index, size, root: root(size), path };
      expect(verifyInclusion(sha256, claim)).toBe(true);
      if (path.length === 0) return;
      const broken = path.map((hash) => hash.slice());
      broken[flip % path.length]![flip % 32]! ^= 1;
      expect(verifyInclusion(sha256, { ...claim, path: broken })).toBe(false);
      expect(verifyInclusion(sha256, { ...claim, path: path.slice(1) })).toBe(false);
      expect(rootOfInclusion(sha256, claim.leaf, index, size, [...path, path[0]!])).toBeUndefined();
    }), { numRuns: 200 });
  });
  test('consistency between any two sizes, from the named tiles alone; other roots and changed paths are found', () => {
    fc.assert(fc.property(sizes, sizes, fc.nat(), (a, b, flip) => {
      const [older, newer] = a < b ? [a, b] : [b, a];
      const path = consistencyPath(sha256, onlyTiles(tilesOnPaths(newer, older - 1, older)), older, newer);
      const [from, to] = [{ size: older, root: root(older) }, { size: newer, root: root(newer) }];
      expect(verifyConsistency(sha256, from, to, path)).toBe(true);
      expect(verifyConsistency(sha256, { ...from, root: sha256(utf8('khác')) }, to, path)).toBe(false);
      expect(verifyConsistency(sha256, from, { ...to, root: sha256(utf8('khác')) }, path)).toBe(false);
      if (path.length === 0) return;
      const broken = path.map((hash) => hash.slice());
      broken[flip % path.length]![flip % 32]! ^= 1;
      expect(verifyConsistency(sha256, from, to, broken)).toBe(false);
      expect(verifyConsistency(sha256, from, to, path.slice(0, -1))).toBe(false);
      expect(verifyConsistency(sha256, from, to, [...path, path[0]!])).toBe(false);
    }), { numRuns: 200 });
  });
  test('a tree grows in any steps to the same root', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }), (steps) => {
      const ordered = steps.toSorted((a, b) => a - b);
      expect(toHex(treeRoot(sha256, testLog(ordered).read, ordered.at(-1)!))).toBe(toHex(root(ordered.at(-1)!)));
    }), { numRuns: 20 });
  });
});

describe('a leaf', () => {
  const event = { type: 'finalized', versionId: 'a3d1e0c47b2f4e59b8c60d9f1e2a7b33', packetSha256: 'ab'.repeat(32), instant: unwrap(Instant.parse('2024-07-01T00:00:00+07:00')) };
  test('says type, version, digest and time, sorted', () => {
    expect(new TextDecoder().decode(canonicalEvent(event))).toBe(`{"instant":"2024-07-01T00:00:00+07:00","packetSha256":"${'ab'.repeat(32)}","type":"finalized","versionId":"a3d1e0c47b2f4e59b8c60d9f1e2a7b33"}`);
  });
  test('is SHA-256(0x00 ‖ salt ‖ event) and differs by its salt alone', () => {
    const salt = new Uint8Array(16).fill(7);
    expect(toHex(eventLeafHash(sha256, salt, event))).toBe(toHex(sha256(Buffer.concat([Uint8Array.of(0), salt, canonicalEvent(event)]))));
    expect(toHex(eventLeafHash(sha256, new Uint8Array(16), event))).not.toBe(toHex(eventLeafHash(sha256, salt, event)));
  });
});
