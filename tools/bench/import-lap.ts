import { readXlsx } from 'hucre';
import { unwrap } from '#kernel';
import type { Actor, SchoolServices } from '#school';
import type { WorkbookFile } from '#workbook';
import { filesOf, type Lap } from './import-files.ts';
import { openDesks } from './import-school.ts';

const [folder, schools, pupils] = process.argv.slice(2), PUPILS = Number(pupils), SCHOOLS = Number(schools);

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

const { school, register, close } = await openDesks();
const readSeconds: number[] = [], importSeconds: number[] = [];
try {
  for (let number = 1; number <= SCHOOLS; number++) {
    const admin = await register(number), results = filesOf(folder!, number, 'results');
    await bringIn(school, admin, filesOf(folder!, number, 'lists'));
    readSeconds.push(await secondsOf(async () => { for (const { bytes } of results) await readXlsx(bytes); }));
    importSeconds.push(await secondsOf(async () => bringIn(school, admin, results)));
    process.stderr.write(`Trường ${number}/${SCHOOLS}: đọc ${Math.round(PUPILS / readSeconds.at(-1)!)} dòng/giây, nhập ${Math.round(PUPILS / importSeconds.at(-1)!)} dòng/giây\n`);
  }
} finally {
  await close();
}
process.stdout.write(JSON.stringify({ readSeconds, importSeconds, peakRssMb: process.resourceUsage().maxRSS / 1024 } satisfies Lap));
