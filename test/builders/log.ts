import { generateKeyPairSync } from 'node:crypto';
import { utf8 } from '#kernel';
import { appendLeaves, type HashReader, inclusionPath, leafHash, type PublishedLog, proofPath, tilePath, tilesOf, treeRoot, writeCheckpoint, writeProofFile } from '#translog';
import { logSigner, nodeLogPrimitives } from '#translog/node';

const { sha256 } = nodeLogPrimitives;

export const testLogSigner = logSigner('hoc-ba-so/thu', new Uint8Array(generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' })));

/** A log in memory that publishes everything it ever said: the files of each of the given sizes, and the proofs of the last. */
export function testLog(sizes: readonly number[], leafAt: (i: number) => Uint8Array = (i) => leafHash(sha256, utf8(`lá ${i}`))) {
  const hashes = new Map<string, Uint8Array>();
  const read: HashReader = (level, index) => {
    const hash = hashes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no hash ${level}/${index}`);
    return hash;
  };
  const files = new Map<string, Uint8Array>();
  let size = 0;
  const checkpoints: Uint8Array[] = [];
  for (const next of sizes) {
    for (const { level, index, hash } of appendLeaves(sha256, read, size, Array.from({ length: next - size }, (_, i) => leafAt(size + i)))) hashes.set(`${level}/${index}`, hash);
    size = next;
    for (const name of tilesOf(size)) files.set(tilePath(name), Buffer.concat(Array.from({ length: name.width }, (_, i) => read(name.level, name.index * 256 + i))));
    checkpoints.push(utf8(writeCheckpoint({ size, root: treeRoot(sha256, read, size) }, testLogSigner.key, testLogSigner.sign, nodeLogPrimitives)));
    files.set('checkpoint', checkpoints.at(-1)!);
  }
  for (let index = 0; index < Math.min(size, 5); index++) files.set(proofPath(index), writeProofFile({ index, path: inclusionPath(sha256, read, index, size), checkpoint: checkpoints.at(-1)! }));
  const published: PublishedLog = { read: (path) => files.get(path), list: () => [...files.keys()] };
  return { read, size, files, checkpoints, published };
}
