import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { testLog, testLogSigner } from '../../test/builders/log.ts';
import { checkLog, formatLogKey, type LogFault, parseLogKey, parseTilePath, type PublishedLog, tilePath, writeCheckpoint } from './index.ts';
import { nodeLogPrimitives } from './node/index.ts';

const key = testLogSigner.key;
const log = testLog([3, 5, 256, 300, 515]);
const check = (published: PublishedLog, previousCheckpoint?: Uint8Array) => checkLog({ log: published, key, ...(previousCheckpoint && { previousCheckpoint }) }, nodeLogPrimitives);

/** The same files with some of them changed, added or taken away. */
function changed(changes: Readonly<Record<string, Uint8Array | undefined>>): PublishedLog {
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of Object.entries({ ...Object.fromEntries(log.files), ...changes })) if (bytes !== undefined) files.set(path, bytes);
  return { read: (path) => files.get(path), list: () => [...files.keys()] };
}

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[at]! ^= 1 << bit;
  return copy;
};

describe('a log as it was published', () => {
  test('is accepted with every file it has', () => {
    expect(check(log.published)).toMatchObject({ faults: [], size: 515, filesChecked: log.files.size });
    expect([...log.files.keys()]).toContain('tile/0/000.p/3');
  });
  test('is accepted from an address that gives no list', () => {
    expect(check({ read: log.published.read }).faults).toEqual([]);
  });
  test.each([0, 1, 2, 3, 4])('begins with its earlier checkpoint %i', (i) => {
    expect(check(log.published, log.checkpoints[i]).faults).toEqual([]);
  });
  test('an empty log', () => {
    const checkpoint = utf8(writeCheckpoint({ size: 0, root: nodeLogPrimitives.sha256(new Uint8Array(0)) }, key, testLogSigner.sign, nodeLogPrimitives));
    expect(check({ read: (path) => (path === 'checkpoint' ? checkpoint : undefined), list: () => ['checkpoint'] })).toMatchObject({ faults: [], size: 0 });
  });
});

describe('tampering is found', () => {
  test('every single octet of every file, any bit', () => {
    for (const [path, bytes] of log.files) {
      const positions = bytes.length <= 400 ? Array.from(bytes.keys()) : [0, 31, 32, bytes.length >> 1, bytes.length - 1];
      for (const at of positions) expect(check(changed({ [path]: flipped(bytes, at, at % 8) })).faults, `${path} octet ${at}`).not.toEqual([]);
    }
  });
  test('a random octet and bit of a random file', () => {
    const paths = [...log.files.keys()];
    fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(7), (file, at, bit) => {
      const path = paths[file % paths.length]!;
      const bytes = log.files.get(path)!;
      expect(check(changed({ [path]: flipped(bytes, at % bytes.length, bit) })).faults).not.toEqual([]);
    }), { numRuns: 150 });
  });
  const shorter = testLog([3, 5]);
  const forked = testLog([515], (i) => nodeLogPrimitives.sha256(utf8(`khác ${i}`)));
  const rows: readonly { name: string; log: PublishedLog; previous?: Uint8Array; fault: LogFault }[] = [
    { name: 'a tile is missing', log: changed({ 'tile/0/001': undefined }), fault: { path: 'tile/0/001', code: 'missing' } },
    { name: 'the checkpoint is missing', log: changed({ checkpoint: undefined }), fault: { path: 'checkpoint', code: 'missing' } },
    { name: 'a tile is cut', log: changed({ 'tile/0/000': log.files.get('tile/0/000')!.slice(32) }), fault: { path: 'tile/0/000', code: 'length' } },
    { name: 'an old partial tile differs from the full one', log: changed({ 'tile/0/000.p/3': log.files.get('tile/0/000')!.slice(32, 128) }), fault: { path: 'tile/0/000.p/3', code: 'differs' } },
    { name: 'an old partial tile is longer than its name says', log: changed({ 'tile/0/000.p/3': log.files.get('tile/0/000')!.slice(0, 128) }), fault: { path: 'tile/0/000.p/3', code: 'differs' } },
    { name: 'a tile beyond the tree', log: changed({ 'tile/0/003.p/1': new Uint8Array(32) }), fault: { path: 'tile/0/003.p/1', code: 'beyond' } },
    { name: 'a file nobody knows', log: changed({ 'tile/0/README': utf8('?') }), fault: { path: 'tile/0/README', code: 'unexpected' } },
    { name: 'a proof of another leaf', log: changed({ 'proof/1.tlog-proof': log.files.get('proof/2.tlog-proof') }), fault: { path: 'proof/1.tlog-proof', code: 'malformed' } },
    { name: 'the log is shorter than it was', log: shorter.published, previous: log.checkpoints[4]!, fault: { path: 'previous checkpoint', code: 'shrunk' } },
    { name: 'history was written anew', log: forked.published, previous: log.checkpoints[2]!, fault: { path: 'previous checkpoint', code: 'rewritten' } },
    { name: 'the checkpoint signs another root', log: changed({ checkpoint: utf8(writeCheckpoint({ size: 515, root: new Uint8Array(32) }, key, testLogSigner.sign, nodeLogPrimitives)) }), fault: { path: 'checkpoint', code: 'root' } },
    { name: 'an old checkpoint is put back', log: changed({ checkpoint: log.checkpoints[0] }), fault: { path: 'tile/0/000.p/5', code: 'beyond' } },
  ];
  test.each(rows)('$name', ({ log: published, previous, fault }) => {
    expect(check(published, previous).faults).toContainEqual(fault);
  });
  test('another key, and the same key under another name', () => {
    expect(checkLog({ log: log.published, key: { ...key, name: 'khac' } }, nodeLogPrimitives).faults).toEqual([{ path: 'checkpoint', code: 'signature' }]);
    expect(checkLog({ log: log.published, key: { ...key, publicKey: new Uint8Array(32).fill(9) } }, nodeLogPrimitives).faults).toEqual([{ path: 'checkpoint', code: 'signature' }]);
  });
});

describe('names', () => {
  test.each([[0, 0, 256, 'tile/0/000'], [0, 1_234_067, 256, 'tile/0/x001/x234/067'], [2, 5, 17, 'tile/2/005.p/17']])('tile %i %i %i is %s', (level, index, width, path) => {
    expect(tilePath({ level, index, width })).toBe(path);
    expect(parseTilePath(path)).toEqual({ level, index, width });
  });
  test.each(['tile/0/0', 'tile/0/x000/001', 'tile/00/001', 'tile/0/001.p/256', 'tile/0/001.p/0', 'tile/0/001.p/01', '/tile/0/001', 'tile/0/001/'])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
  test('the key of a log as text', () => {
    const text = formatLogKey(key, nodeLogPrimitives);
    expect(parseLogKey(`${text}\n`, nodeLogPrimitives)).toEqual({ ok: true, value: key });
    for (const bad of [text.slice(1), text.replace('hoc', 'Hoc'), 'không', text.slice(0, -4)]) expect(parseLogKey(bad, nodeLogPrimitives).ok).toBe(false);
  });
});
