import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatLogKey } from '#translog';
import { nodeLogPrimitives } from '#translog/node';
import { testLog, testLogSigner } from '../../../../test/builders/log.ts';
import { run } from '../run.ts';

const log = testLog([4, 300]);
const root = mkdtempSync(join(tmpdir(), 'nhat-ky-'));
const dir = join(root, 'log');
const keyFile = join(root, 'log.pub');
const earlier = join(root, 'checkpoint');
const server = createServer((request, response) => {
  const bytes = log.files.get(request.url!.replace('/nhat-ky/', ''));
  response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
});

beforeAll(async () => {
  for (const [path, bytes] of log.files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), bytes);
  }
  writeFileSync(keyFile, formatLogKey(testLogSigner.key, nodeLogPrimitives));
  writeFileSync(earlier, log.checkpoints[0]!);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  rmSync(root, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

async function logCheck(...args: string[]) {
  const lines: string[] = [];
  const code = await run(['log', 'check', ...args], { out: (text) => lines.push(text), err: (text) => lines.push(text) });
  return { code, text: lines.join('\n') };
}

test('a folder as it was published: 0', async () => {
  const { code, text } = await logCheck(dir, '--key', keyFile, '--checkpoint', earlier, '--json');
  expect([code, JSON.parse(text)]).toMatchObject([0, { verdict: 'VALID', size: 300, filesChecked: log.files.size, faults: [] }]);
});
test('an address: 0', async () => {
  expect((await logCheck(`http://127.0.0.1:${(server.address() as AddressInfo).port}/nhat-ky/`, '--key', keyFile)).code).toBe(0);
});
test('nobody answers: 2', async () => {
  expect((await logCheck('http://127.0.0.1:9/nhat-ky', '--key', keyFile)).code).toBe(2);
});
test('without a key nothing can be said: 2', async () => {
  expect((await logCheck(dir)).code).toBe(2);
});
test('one changed octet in an old partial tile: 1', async () => {
  const path = join(dir, 'tile/0/000.p/4');
  const bytes = log.files.get('tile/0/000.p/4')!.slice();
  bytes[0]! ^= 1;
  writeFileSync(path, bytes);
  const { code, text } = await logCheck(dir, '--key', keyFile);
  writeFileSync(path, log.files.get('tile/0/000.p/4')!);
  expect([code, text]).toEqual([1, expect.stringContaining('tile/0/000.p/4: nội dung khác với cây băm')]);
});
test.each([[[]], [[join(root, 'none'), '--key', keyFile]], [[dir, '--key', earlier]], [[dir, '--kei', keyFile]]])('wrong use %#: 64', async (args) => {
  expect((await logCheck(...args)).code).toBe(64);
});
