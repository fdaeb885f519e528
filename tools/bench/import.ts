import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Bench } from './bench.ts';
import { type Lap, writeFiles } from './import-files.ts';
import { workbooksOf } from './import-school.ts';
import { median, rounded } from './measure.ts';

/** The largest primary school of the province has about 2,500 pupils; 52 of them are the 130,000 of it. */
const PUPILS = 2_500;
const SCHOOLS = 52;
/** Garbage is left lying while there is room; a heap this small shows what an import needs. */
const SMALL_HEAP = ['--max-semi-space-size=4', '--max-old-space-size=160'];
const SMALL_SCHOOLS = 6;

/**
 * Year-end results against opening the same files and taking out their cells: understood (`ratioToRead`), and brought in as a whole, which is understood again, compared,
 * kept for whoever looks and stored with the history of every cell (`storedRatioToRead`; ADR 32 says why the two are told apart).
 * The files are written here and brought in by a process of its own, whose memory is that of the import.
 */
export const importing: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-files-'));
  try {
    say(`Đang viết tệp Excel của ${SCHOOLS} trường…`);
    for (let school = 1; school <= SCHOOLS; school++) writeFiles(folder, school, await workbooksOf(school, PUPILS));
    const { readSeconds, understandSeconds, storeSeconds, peakRssMb } = await lap(folder, SCHOOLS, []);
    const perSecond = (seconds: readonly number[]) => rounded(PUPILS / median(seconds));
    const ratio = (seconds: readonly number[]) => rounded(median(readSeconds.map((read, i) => read / seconds[i]!)));
    say(`Nhập ${SMALL_SCHOOLS} trường với vùng nhớ nhỏ…`);
    const small = await lap(folder, SMALL_SCHOOLS, SMALL_HEAP);
    return {
      rows: PUPILS * SCHOOLS,
      readRowsPerSecond: perSecond(readSeconds),
      understoodRowsPerSecond: perSecond(understandSeconds),
      storedRowsPerSecond: perSecond(storeSeconds),
      ratioToRead: ratio(understandSeconds),
      storedRatioToRead: ratio(storeSeconds),
      peakRssMb: rounded(peakRssMb),
      peakRssSmallHeapMb: rounded(small.peakRssMb),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function lap(folder: string, schools: number, heap: readonly string[]): Promise<Lap> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, ...heap, join(import.meta.dirname, 'import-lap.ts'), folder, String(schools), String(PUPILS)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the import ended with code ${code}`);
  return JSON.parse(said) as Lap;
}
