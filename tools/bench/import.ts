import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre';
import { unwrap } from '#kernel';
import type { Actor, SchoolServices } from '#school';
import type { WorkbookFile } from '#workbook';
import type { Bench } from './bench.ts';
import { filesOf, writeSchools } from './import-files.ts';
import { openDesks } from './import-school.ts';
import { median, rounded } from './measure.ts';

/** The largest primary school of the province has about 2,500 pupils; 52 of them are the 130,000 of it. */
const PUPILS = 2_500, SCHOOLS = 52;

/** Year-end results brought in (read, matched, compared, shown, stored with the history of every cell) against opening the same files and taking out their cells. */
export const importing: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-files-'));
  say(`Đang viết tệp Excel của ${SCHOOLS} trường…`);
  await writeSchools(folder, SCHOOLS, PUPILS);
  say('Đang mở PostgreSQL…');
  const { school, register, close } = await openDesks();
  try {
    const readSeconds: number[] = [], importSeconds: number[] = [], ratios: number[] = [];
    for (let number = 1; number <= SCHOOLS; number++) {
      const admin = await register(number), results = filesOf(folder, number, 'results');
      await bringIn(school, admin, filesOf(folder, number, 'lists'));
      const reading = await secondsOf(async () => { for (const { bytes } of results) await readXlsx(bytes); });
      const taking = await secondsOf(async () => bringIn(school, admin, results));
      readSeconds.push(reading);
      importSeconds.push(taking);
      ratios.push(reading / taking);
      say(`Trường ${number}/${SCHOOLS}: đọc ${rounded(PUPILS / reading)} dòng/giây, nhập ${rounded(PUPILS / taking)} dòng/giây`);
    }
    return {
      rows: PUPILS * SCHOOLS, readRowsPerSecond: rounded(PUPILS / median(readSeconds)), importRowsPerSecond: rounded(PUPILS / median(importSeconds)), ratioToRead: rounded(median(ratios)),
      peakRssMb: rounded(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** Dry run and commit, as a person at the desk does it. Every row must come in. */
async function bringIn(school: SchoolServices, admin: Actor, files: readonly WorkbookFile[]): Promise<void> {
  const { importId, counts, problems } = unwrap(await school.dryRunImport(admin, files));
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined || counts.added + counts.changed !== PUPILS) throw new Error(`not everything came in: ${wrong?.message ?? JSON.stringify(counts)}`);
  unwrap(await school.commitImport(admin, importId));
}
