import { type Refusal, refusal, type SchoolCode } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { PrintedYear, Product } from '#print';
import type { TrustMaterial } from '#signature';
import { inSchool, type SchoolContext } from '../context.ts';
import { loadExamined } from '../desk/examine.ts';
import { logAccess } from '../postgres/access-log.ts';
import { findSchool } from '../postgres/people.ts';
import {
  findPrintRun,
  loadPrintItems,
  type PrintItemRow,
  type PrintRunRow,
  setPrintItem,
  setPrintRunState,
} from '../postgres/print-runs.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { openDraftRoom } from '../sign/draft.ts';
import { printInputOf } from './print-record.ts';
import { printedYears, yearOf } from './printed-years.ts';

/** Records read at once: few enough that memory stays small, enough that the database is not asked for each. */
const CHUNK = 10;

type Years = readonly [PrintedYear, ...PrintedYear[]];
interface Work {
  readonly run: PrintRunRow;
  readonly items: readonly (readonly [PrintItemRow, Result<Years, Refusal>])[];
}

/** Works through a run until it is cancelled or nothing waits. Safe to call again at any time: what is printed stays printed, and a record that fails stops nobody. */
export async function processPrintRun(context: SchoolContext, code: SchoolCode, runId: string): Promise<void> {
  for (;;) {
    const trust = (await context.trust()).material;
    const next = await inSchool(context, code, (scope) => nextWork(context, scope, code, runId, trust));
    if (!next.ok || next.value === undefined) return;
    const { run, items } = next.value;
    for (const [item, years] of items) {
      const printed = years.ok ? await printOne(context, run.product, years.value) : years;
      if (!(await settle(context, code, run, item, printed))) return;
    }
  }
}

async function nextWork(
  context: SchoolContext,
  scope: SchoolScope,
  code: SchoolCode,
  runId: string,
  trust: TrustMaterial,
): Promise<Result<Work | undefined, Refusal>> {
  const run = await findPrintRun(scope, runId);
  if (run?.state !== 'running') return ok(undefined);
  const items = (await loadPrintItems(scope, [runId], { state: 'waiting', limit: CHUNK })).get(runId) ?? [];
  if (items.length === 0) {
    await setPrintRunState(scope, runId, ['running'], 'finished');
    return ok(undefined);
  }
  const school = await findSchool(scope);
  if (school === undefined) return err(refusal('school/not-registered', { code }));
  const pupils = await loadExamined(scope, { schoolYear: run.schoolYear, pupilIds: items.map(({ pupilId }) => pupilId) });
  const room = { draft: await openDraftRoom(scope, school, pupils), trust, at: context.clock.now() };
  const work: (readonly [PrintItemRow, Result<Years, Refusal>])[] = [];
  for (const item of items) {
    const pupil = pupils.find(({ file }) => file.year.identity.pupilId === item.pupilId);
    const all =
      pupil === undefined
        ? err(refusal('school/pupil-unknown', { pupilId: item.pupilId, schoolYear: run.schoolYear }))
        : await printedYears(context, scope, pupil, room);
    const one = all.ok && run.product === 'extract' ? yearOf(all.value, run.schoolYear) : undefined;
    work.push([item, one === undefined ? all : ok([one])]);
  }
  return ok({ run, items: work });
}

async function printOne(context: SchoolContext, product: Product, years: Years): Promise<Result<Uint8Array, Refusal>> {
  try {
    return await context.printer.print(printInputOf(context, product, years));
  } catch {
    return err(refusal('print/failed', { pupil: years[0].hocBa.pupil.fullName }));
  }
}

/** Keeps the outcome of one record and writes down that it was printed (R52); false when the run is no longer wanted. */
async function settle(
  context: SchoolContext,
  code: SchoolCode,
  run: PrintRunRow,
  item: PrintItemRow,
  printed: Result<Uint8Array, Refusal>,
): Promise<boolean> {
  const kept = await inSchool(context, code, async (scope) => {
    if ((await findPrintRun(scope, run.runId))?.state !== 'running') return ok(false);
    await setPrintItem(scope, run.runId, item.number, printed.ok ? { pdf: printed.value } : { refusal: printed.error });
    if (printed.ok)
      await logAccess(scope, {
        entryId: context.ids.uuid(),
        at: context.clock.now(),
        who: run.startedBy,
        what: 'print',
        pupilId: item.pupilId,
      });
    return ok(true);
  });
  return kept.ok && kept.value;
}
