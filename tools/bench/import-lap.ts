import { readXlsx } from 'hucre';
import { unwrap } from '#kernel';
import type { Actor, SchoolServices } from '#school';
import { type KnownLists, readWorkbooks, type WorkbookFile } from '#workbook';
import { filesOf, type Lap } from './import-files.ts';
import { openDesks, YEAR } from './import-school.ts';

const [folder, schools, pupils] = process.argv.slice(2);
const PUPILS = Number(pupils);
const SCHOOLS = Number(schools);

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** From the files of the lists, as the school has them after it has brought them in. */
async function listsOf({ schoolCode }: Actor, files: readonly WorkbookFile[]): Promise<KnownLists> {
  const {
    data: { staff, pupils },
  } = await readWorkbooks(files, { schoolCode, schoolYear: YEAR });
  return { staff, pupils };
}

/** Opened without trust, recognised, matched with the pupils and checked, every cell: what a program has then is the year of each pupil. */
async function understand({ schoolCode }: Actor, known: KnownLists, files: readonly WorkbookFile[]): Promise<void> {
  const { counts, problems } = await readWorkbooks(files, { schoolCode, schoolYear: YEAR, known });
  if (counts.results !== PUPILS || problems.some(({ severity }) => severity === 'error'))
    throw new Error(`not everything was understood: ${JSON.stringify(counts)}`);
}

/** Dry run and commit, as a person at the desk does it. Every row must come in. */
async function bringIn(school: SchoolServices, admin: Actor, files: readonly WorkbookFile[]): Promise<void> {
  const { importId, counts, problems } = unwrap(await school.dryRunImport(admin, files));
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined || counts.added + counts.changed !== PUPILS)
    throw new Error(`not everything came in: ${wrong?.message ?? JSON.stringify(counts)}`);
  unwrap(await school.commitImport(admin, importId));
}

const { school, register, close } = await openDesks();
const readSeconds: number[] = [];
const understandSeconds: number[] = [];
const storeSeconds: number[] = [];
try {
  for (let number = 1; number <= SCHOOLS; number++) {
    const admin = await register(number);
    const lists = filesOf(folder!, number, 'lists');
    const results = filesOf(folder!, number, 'results');
    const known = await listsOf(admin, lists);
    await bringIn(school, admin, lists);
    readSeconds.push(
      await secondsOf(async () => {
        for (const { bytes } of results) await readXlsx(bytes);
      }),
    );
    understandSeconds.push(await secondsOf(async () => understand(admin, known, results)));
    storeSeconds.push(await secondsOf(async () => bringIn(school, admin, results)));
    const perSecond = (seconds: readonly number[]) => Math.round(PUPILS / seconds.at(-1)!);
    process.stderr.write(
      `Trường ${number}/${SCHOOLS}: đọc ${perSecond(readSeconds)} dòng/giây, hiểu ${perSecond(understandSeconds)}, nhập và lưu ${perSecond(storeSeconds)}\n`,
    );
  }
} finally {
  await close();
}
process.stdout.write(
  JSON.stringify({ readSeconds, understandSeconds, storeSeconds, peakRssMb: process.resourceUsage().maxRSS / 1024 } satisfies Lap),
);
