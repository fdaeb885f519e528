import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toPem } from '../../../../test/actors/openssl.ts';
import { evidenceOf, sha256Of } from '../../../../test/builders/preserved.ts';
import { openHostileRoom, type HostileRoom } from '../../../../test/hostile/room.ts';
import { run } from '../run.ts';

let room: HostileRoom, folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  room = await openHostileRoom();
  folder = mkdtempSync(join(tmpdir(), 'hocba-evidence-'));
  for (const name of ['evidence', 'empty']) mkdirSync(at(name));
  const evidence = await evidenceOf(room.pki, room.packet, '2024-06-10');
  writeFileSync(at('packet.xml'), room.packet);
  writeFileSync(at('other.xml'), room.otherPupil);
  writeFileSync(at('one.xml'), evidence);
  writeFileSync(at(`evidence/${sha256Of(room.packet)}.xml`), evidence);
  writeFileSync(at('root.pem'), toPem('CERTIFICATE', room.pki.root));
});
afterAll(async () => {
  await room.stop();
  rmSync(folder, { recursive: true });
});

/** Exit code of `hocba verify` with the root alone. */
const verify = (file: string, ...more: readonly string[]): Promise<number> =>
  run(['verify', at(file), '--trust', at('root.pem'), ...more], { out: () => undefined, err: () => undefined });

test.each<readonly [string, string, readonly string[]]>([
  ['a file', 'packet.xml', ['--evidence', 'one.xml']],
  ['a folder with a file called by the digest', 'packet.xml', ['--evidence', 'evidence']],
])('%s of evidence is taken', async (_, file, args) => {
  const lines: string[] = [];
  await run(['verify', at(file), '--trust', at('root.pem'), '--at', '2034-06-01T00:00:00+07:00', '--json', args[0]!, at(args[1]!)], { out: (text) => void lines.push(text), err: () => undefined });
  const { signatures } = JSON.parse(lines.join('\n')) as { signatures: { verdict: string }[] };
  expect(signatures.map(({ verdict }) => verdict)).toEqual(['TOTAL-PASSED', 'TOTAL-PASSED', 'TOTAL-PASSED']);
});

test.each<readonly [string, readonly string[]]>([['no evidence', []], ['a folder without a file for it', ['--evidence', 'empty']]])('%s: exit code 2 ten years on', async (_, [option, name]) => {
  expect(await verify('other.xml', '--at', '2034-06-01T00:00:00+07:00', ...(option === undefined ? [] : [option, at(name!)]))).toBe(2);
});

test('a file that is not there is a mistake of the caller', async () => {
  expect(await verify('packet.xml', '--evidence', at('none.xml'))).toBe(64);
});
