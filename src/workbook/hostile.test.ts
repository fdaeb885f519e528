import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { HOSTILE } from '../../test/builders/hostile-workbooks.ts';
import { sampleFiles } from '../../test/builders/workbooks.ts';

const MEASURE = fileURLToPath(new URL('../../test/builders/measure-reading.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Each file is read in a process of its own: its time on the processor and its memory are nobody else's. */
function cost(name: string, bytes: Uint8Array): { codes: readonly string[]; cpuMs: number; megabytes: number } {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return JSON.parse(execFileSync(process.execPath, [MEASURE, path], { encoding: 'utf8' }));
}

describe('a hostile file is refused by name in under 2 s and 256 MB', () => {
  test.each(HOSTILE)('%s', (_, name, bytes, code) => {
    const { codes, cpuMs, megabytes } = cost(name, bytes());
    expect(codes[0]).toBe(`workbook/${code}`);
    expect(cpuMs).toBeLessThan(2000);
    expect(megabytes).toBeLessThan(256);
  });

  test('the measure sees what is there: an honest file is read', () => {
    const [list] = sampleFiles('22205411');
    const { codes, megabytes } = cost(list!.name, list!.bytes);
    expect(codes).toEqual(['workbook/no-staff-list', 'workbook/no-homeroom-teacher', 'workbook/no-homeroom-teacher', 'workbook/no-homeroom-teacher', 'workbook/no-homeroom-teacher']);
    expect(megabytes).toBeGreaterThan(0);
  });
});
