import type { PrintRun } from '#contract';
import { type Refusal, refusal, type SchoolCode, type SchoolYear } from '#domain';
import { err, Instant, ok, type Result } from '#kernel';
import { mergePdfs, type Product } from '#print';
import { mayReach, reaches } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { loadExamined } from '../desk/examine.ts';
import { viewOf } from '../desk/grid-pupil.ts';
import type { Actor } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { loadClassrooms } from '../postgres/people.ts';
import {
  dropPrintedBefore,
  findPrintRun as findRun,
  insertPrintRun,
  listPrintRuns as listRuns,
  loadPrintedPdf,
  loadPrintItems,
  type PrintItemRow,
  type PrintRunRow,
  retryFailedPrints,
  setPrintRunState,
} from '../postgres/print-runs.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { zipOf } from './zip.ts';

/** Runs of one school at the same time; more would only hold each other up. */
const RUNNING_MAX = 3;
/** How long the files of a run are kept. */
const KEPT_MS = 24 * 3_600_000;

export interface PrintOrder {
  /** Every class the person reaches when absent. */
  readonly classrooms?: readonly string[] | undefined;
  readonly product: Product;
}

/** Makes a run of everybody in these classes who has not left. Printing itself is the runner's work and survives a restart. */
export async function startPrintRun(
  context: SchoolContext,
  who: Actor,
  { classrooms, product }: PrintOrder,
): Promise<Result<PrintRun, Refusal>> {
  for (const allowed of (classrooms ?? []).map((one) => mayReach(who, one))) if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const at = context.clock.now();
    const known = await loadClassrooms(scope, schoolYear);
    const unknown = classrooms?.find((one) => !known.some(({ classroom }) => classroom === one));
    if (unknown !== undefined) return err(refusal('school/class-unknown', { classroom: unknown, schoolYear }));
    if ((await listRuns(scope, 'running')).length >= RUNNING_MAX) return err(refusal('print/busy', { running: RUNNING_MAX }));
    const items = await itemsOf(
      scope,
      schoolYear,
      new Set(classrooms ?? known.map(({ classroom }) => classroom).filter((one) => reaches(who, one))),
    );
    if (items.length === 0) return err(refusal('print/nobody'));
    const run: PrintRunRow = { runId: context.ids.uuid(), schoolYear, product, state: 'running', startedAt: at, startedBy: who.name };
    await insertPrintRun(scope, run, items);
    return ok(runView(run, items));
  });
}

/** Lets go of files that have been kept long enough; the results stay. */
export const dropOldPrints = (context: SchoolContext, code: SchoolCode): Promise<Result<void, Refusal>> =>
  inSchool(context, code, async (scope) => ok(await dropPrintedBefore(scope, Instant.of(context.clock.now() - KEPT_MS))));

async function itemsOf(scope: SchoolScope, schoolYear: SchoolYear, classrooms: ReadonlySet<string>): Promise<readonly PrintItemRow[]> {
  const pupils = (await loadExamined(scope, { schoolYear })).filter(
    ({ file, outcome }) => classrooms.has(file.year.classroom) && !outcome.left,
  );
  return pupils.map(({ file: { year } }, i) => ({
    number: i + 1,
    pupilId: year.identity.pupilId,
    fullName: year.identity.fullName,
    classroom: year.classroom,
    state: 'waiting',
    kept: false,
  }));
}

/** A run whose classes the person reaches, every one of them; of others nothing is said. */
async function reachedRun(
  scope: SchoolScope,
  who: Actor,
  runId: string,
): Promise<Result<{ readonly run: PrintRunRow; readonly items: readonly PrintItemRow[] }, Refusal>> {
  const run = await findRun(scope, runId);
  const items = run === undefined ? [] : ((await loadPrintItems(scope, [runId])).get(runId) ?? []);
  return run === undefined || !items.every(({ classroom }) => reaches(who, classroom))
    ? err(refusal('print/run-unknown'))
    : ok({ run, items });
}

export const findPrintRun = (context: SchoolContext, who: Actor, runId: string): Promise<Result<PrintRun, Refusal>> =>
  inSchool(context, who.schoolCode, async (scope) => {
    const found = await reachedRun(scope, who, runId);
    return found.ok ? ok(runView(found.value.run, found.value.items)) : found;
  });

/** The runs of the school the person may see, newest first. */
export const listPrintRuns = (context: SchoolContext, who: Actor): Promise<Result<{ readonly runs: Omit<PrintRun, 'items'>[] }, Refusal>> =>
  inSchool(context, who.schoolCode, async (scope) => {
    const runs = await listRuns(scope);
    const items = await loadPrintItems(
      scope,
      runs.map(({ runId }) => runId),
    );
    return ok({
      runs: runs
        .filter(({ runId }) => (items.get(runId) ?? []).every(({ classroom }) => reaches(who, classroom)))
        .map((run) => headOf(run, items.get(run.runId) ?? [])),
    });
  });

/** Stops a run; what is printed can still be fetched, and the rest be printed later. */
export const cancelPrintRun = (context: SchoolContext, who: Actor, runId: string): Promise<Result<PrintRun, Refusal>> =>
  moveRun(context, who, runId, (scope) => setPrintRunState(scope, runId, ['running'], 'cancelled'));

/** Goes on with a run that was cancelled or broke off, and tries again what failed. */
export const resumePrintRun = (context: SchoolContext, who: Actor, runId: string): Promise<Result<PrintRun, Refusal>> =>
  moveRun(context, who, runId, async (scope) => {
    await retryFailedPrints(scope, runId);
    await setPrintRunState(scope, runId, ['cancelled', 'finished'], 'running');
  });

const moveRun = (
  context: SchoolContext,
  who: Actor,
  runId: string,
  move: (scope: SchoolScope) => Promise<unknown>,
): Promise<Result<PrintRun, Refusal>> =>
  inSchool(context, who.schoolCode, async (scope) => {
    const found = await reachedRun(scope, who, runId);
    if (!found.ok) return found;
    await move(scope);
    const now = await reachedRun(scope, who, runId);
    return now.ok ? ok(runView(now.value.run, now.value.items)) : now;
  });

export type PrintFormat = 'zip' | 'pdf';

/** What a run has printed so far, as one file that flows from the database: a ZIP of single PDFs, or one PDF in the order of the lists. Names of files say nothing of a pupil. */
export async function printRunFile(
  context: SchoolContext,
  who: Actor,
  runId: string,
  format: PrintFormat,
): Promise<Result<{ readonly stream: AsyncIterable<Uint8Array>; readonly fileName: string }, Refusal>> {
  const found = await inSchool(context, who.schoolCode, async (scope) => {
    const reached = await reachedRun(scope, who, runId);
    if (!reached.ok) return reached;
    const kept = reached.value.items.filter((item) => item.kept);
    if (kept.length === 0) return err(refusal('print/no-files'));
    for (const classroom of new Set(kept.map((item) => item.classroom)))
      await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'printFile', classroom });
    return ok({ run: reached.value.run, kept });
  });
  if (!found.ok) return found;
  const { run, kept } = found.value;
  const entries = async function* () {
    for (const { number, classroom } of kept) {
      const pdf = await inSchool(context, who.schoolCode, async (scope) => ok(await loadPrintedPdf(scope, runId, number)));
      if (pdf.ok && pdf.value !== undefined)
        yield { name: `${String(number).padStart(4, '0')}-${classroom.replace(/[^0-9A-Za-z]+/g, '-')}.pdf`, bytes: pdf.value };
    }
  };
  const bodies = async function* () {
    for await (const { bytes } of entries()) yield bytes;
  };
  const name = run.product === 'extract' ? 'trich-luc' : 'hoc-ba';
  return ok({
    stream:
      format === 'zip'
        ? zipOf(entries(), run.startedAt)
        : mergePdfs(bodies(), `${run.product === 'extract' ? 'Trích lục học bạ' : 'Học bạ'} tiểu học năm học ${run.schoolYear}`),
    fileName: `${name}-${run.schoolYear}.${format}`,
  });
}

function headOf(run: PrintRunRow, items: readonly PrintItemRow[]): Omit<PrintRun, 'items'> {
  const count = (state: PrintItemRow['state']): number => items.filter((item) => item.state === state).length;
  return {
    runId: run.runId,
    product: run.product,
    state: run.state,
    startedAt: Instant.toIso(run.startedAt),
    startedBy: run.startedBy,
    classrooms: [...new Set(items.map(({ classroom }) => classroom))],
    total: items.length,
    done: count('printed'),
    failed: count('failed'),
    left: count('waiting'),
    kept: items.filter((item) => item.kept).length,
  };
}

const runView = (run: PrintRunRow, items: readonly PrintItemRow[]): PrintRun => ({
  ...headOf(run, items),
  items: items.map(({ number, pupilId, fullName, classroom, state, refusal: why }) => ({
    number,
    pupilId,
    fullName,
    classroom,
    state,
    ...(why === undefined ? {} : { refusal: viewOf(why) }),
  })),
});
