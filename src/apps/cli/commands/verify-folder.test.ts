import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodePrimitives } from '#signature/node';
import { verifyFile } from '#verifier';
import { toPem } from '../../../../test/actors/openssl.ts';
import { evidenceOf, sha256Of } from '../../../../test/builders/preserved.ts';
import { flipped } from '../../../../test/builders/altered.ts';
import { type HostileRoom, JUDGED_AT, openHostileRoom } from '../../../../test/hostile/room.ts';
import { run } from '../run.ts';

let room: HostileRoom, folder: string;
const FILES = 12, BAD = 5;
const nameOf = (n: number): string => `lop-${n % 2}/hoc-ba-${String(n).padStart(2, '0')}.xml`;
const bytesOf = (n: number): Uint8Array => (n === BAD ? flipped(room.packet, 'sv-sig-cbql') : n % 3 === 0 ? room.otherPupil : room.packet);

beforeAll(async () => {
  room = await openHostileRoom();
  folder = mkdtempSync(join(tmpdir(), 'hocba-folder-'));
  for (const name of ['all', 'all/lop-0', 'all/lop-1', 'none', 'evidence']) mkdirSync(join(folder, name));
  for (let n = 0; n < FILES; n++) writeFileSync(join(folder, 'all', nameOf(n)), bytesOf(n));
  writeFileSync(join(folder, 'none/a.txt'), 'a');
  writeFileSync(join(folder, `evidence/${sha256Of(room.packet)}.xml`), await evidenceOf(room.pki, room.packet, '2024-06-10'));
  writeFileSync(join(folder, 'root.pem'), toPem('CERTIFICATE', room.pki.root));
});
afterAll(async () => {
  await room.stop();
  rmSync(folder, { recursive: true });
});

async function verify(name: string, ...more: readonly string[]) {
  const out: string[] = [], code = await run(['verify', join(folder, name), '--trust', join(folder, 'root.pem'), '--at', '2024-06-02T00:00:00+07:00', ...more], { out: (text) => void out.push(text), err: () => undefined });
  return { code, out };
}

test('each file is answered as it would be alone, in the order of the names; one bad file decides the exit code', async () => {
  const { code, out } = await verify('all', '--json'), lines = out.map((line) => JSON.parse(line) as { file: string; verdict: string });
  const order = Array.from({ length: FILES }, (_, n) => n).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  expect(lines.map(({ file }) => file)).toEqual(order.map(nameOf));
  const options = { trust: { anchors: [room.pki.root], intermediates: [], crls: [], ocsps: [] }, at: JUDGED_AT, schema: 'hbs-1', cryptoOnly: false } as const;
  expect(lines.map(({ verdict }) => verdict)).toEqual(order.map((n) => verifyFile(bytesOf(n), options, nodePrimitives).verdict));
  expect(lines[order.indexOf(BAD)]!.verdict).toBe('TOTAL-FAILED');
  expect(code).toBe(1);
});
test('for people: a line for each file, its reasons below', async () => {
  const { out } = await verify('all/lop-0');
  expect(out).toHaveLength(FILES / 2);
  expect(out[0]).toMatch(/^hoc-ba-00\.xml: CHƯA XÁC ĐỊNH\n {2}HBS-3\d\d: /);
});
test.each([['without a file to judge', 'none', []], ['with evidence that is no folder', 'all', ['--evidence', 'x']]] as const)('a folder %s is a mistake of the caller', async (_, name, more) => expect((await verify(name, ...more)).code).toBe(64));
test('each packet is judged with its own evidence from a folder of it; a packet without any is undecided ten years on', async () => {
  const { out } = await verify('all', '--json', '--evidence', join(folder, 'evidence'), '--at', '2034-06-01T00:00:00+07:00');
  const verdicts = new Map(out.map((line) => JSON.parse(line) as { file: string; signatures: { verdict: string }[] }).map(({ file, signatures }) => [file, [...new Set(signatures.map(({ verdict }) => verdict))]]));
  expect(verdicts.get(nameOf(1))).toEqual(['TOTAL-PASSED']);
  expect(verdicts.get(nameOf(3))).toEqual(['INDETERMINATE']);
});
