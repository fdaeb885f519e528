import type { PrintRun } from '#contract';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { Refusal, SchoolYear } from '#domain';
import type { Instant } from '#kernel';
import type { Selectable } from 'kysely';
import type { SchoolScope, SchoolTables } from './tables.ts';

export type PrintRunState = 'running' | 'cancelled' | 'finished';
export type PrintItemState = 'waiting' | 'printed' | 'failed';

export interface PrintRunRow {
  readonly runId: string;
  readonly schoolYear: SchoolYear;
  readonly product: PrintRun['product'];
  readonly state: PrintRunState;
  readonly startedAt: Instant;
  readonly startedBy: string;
}

export interface PrintItemRow {
  readonly number: number;
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly state: PrintItemState;
  readonly refusal?: Refusal;
  /** Whether the printed file is still kept. */
  readonly kept: boolean;
}

const readRun = (row: Selectable<SchoolTables['print_runs']>): PrintRunRow => ({
  runId: row.run_id,
  schoolYear: row.school_year as SchoolYear,
  product: row.product as PrintRun['product'],
  state: row.state as PrintRunState,
  startedAt: fromTimestamptz(row.started_at),
  startedBy: row.started_by,
});

export async function insertPrintRun({ trx, schoolId }: SchoolScope, run: PrintRunRow, items: readonly PrintItemRow[]): Promise<void> {
  await trx
    .insertInto('print_runs')
    .values({
      school_id: schoolId,
      run_id: run.runId,
      school_year: run.schoolYear,
      product: run.product,
      state: run.state,
      started_at: toTimestamptz(run.startedAt),
      started_by: run.startedBy,
    })
    .execute();
  await trx
    .insertInto('print_run_items')
    .values(
      items.map((item) => ({
        school_id: schoolId,
        run_id: run.runId,
        number: item.number,
        pupil_id: item.pupilId,
        full_name: item.fullName,
        classroom: item.classroom,
        state: item.state,
        pdf: null,
        refusal: null,
      })),
    )
    .execute();
}

export async function findPrintRun({ trx, schoolId }: SchoolScope, runId: string): Promise<PrintRunRow | undefined> {
  const row = await trx
    .selectFrom('print_runs')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return row && readRun(row);
}

/** Newest first. */
export async function listPrintRuns({ trx, schoolId }: SchoolScope, state?: PrintRunState): Promise<readonly PrintRunRow[]> {
  const rows = await trx
    .selectFrom('print_runs')
    .selectAll()
    .where('school_id', '=', schoolId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
    .orderBy('started_at', 'desc')
    .orderBy('run_id')
    .limit(100)
    .execute();
  return rows.map(readRun);
}

/** Everything about items but their files. */
export async function loadPrintItems(
  { trx, schoolId }: SchoolScope,
  runIds: readonly string[],
  options: { state?: PrintItemState; limit?: number } = {},
): Promise<ReadonlyMap<string, readonly PrintItemRow[]>> {
  if (runIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom('print_run_items')
    .select(['run_id', 'number', 'pupil_id', 'full_name', 'classroom', 'state', 'refusal'])
    .select((eb) => eb('pdf', 'is not', null).as('kept'))
    .where('school_id', '=', schoolId)
    .where('run_id', 'in', [...runIds])
    .$if(options.state !== undefined, (query) => query.where('state', '=', options.state ?? ''))
    .orderBy('run_id')
    .orderBy('number')
    .$if(options.limit !== undefined, (query) => query.limit(options.limit ?? 0))
    .execute();
  return Map.groupBy(
    rows.map((row): PrintItemRow & { readonly runId: string } => ({
      runId: row.run_id,
      number: row.number,
      pupilId: row.pupil_id,
      fullName: row.full_name,
      classroom: row.classroom,
      state: row.state as PrintItemState,
      kept: Boolean(row.kept),
      ...(row.refusal === null ? {} : { refusal: row.refusal as Refusal }),
    })),
    ({ runId }) => runId,
  );
}

/** The file of one printed item, while it is kept. */
export async function loadPrintedPdf({ trx, schoolId }: SchoolScope, runId: string, number: number): Promise<Uint8Array | undefined> {
  const row = await trx
    .selectFrom('print_run_items')
    .select('pdf')
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.pdf ? new Uint8Array(row.pdf) : undefined;
}

export async function setPrintRunState(
  { trx, schoolId }: SchoolScope,
  runId: string,
  from: readonly PrintRunState[],
  to: PrintRunState,
): Promise<boolean> {
  const done = await trx
    .updateTable('print_runs')
    .set({ state: to })
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function setPrintItem(
  { trx, schoolId }: SchoolScope,
  runId: string,
  number: number,
  outcome: { readonly pdf: Uint8Array } | { readonly refusal: Refusal },
): Promise<void> {
  await trx
    .updateTable('print_run_items')
    .set(
      'pdf' in outcome
        ? { state: 'printed', pdf: Buffer.from(outcome.pdf), refusal: null }
        : { state: 'failed', pdf: null, refusal: JSON.stringify(outcome.refusal) },
    )
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .execute();
}

/** Failed items wait again. */
export async function retryFailedPrints({ trx, schoolId }: SchoolScope, runId: string): Promise<void> {
  await trx
    .updateTable('print_run_items')
    .set({ state: 'waiting', refusal: null })
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('state', '=', 'failed')
    .execute();
}

/** Lets go of the files of runs that began before a moment; the results stay. */
export async function dropPrintedBefore({ trx, schoolId }: SchoolScope, before: Instant): Promise<void> {
  await trx
    .updateTable('print_run_items')
    .set({ pdf: null })
    .where('school_id', '=', schoolId)
    .where('pdf', 'is not', null)
    .where(
      'run_id',
      'in',
      trx
        .selectFrom('print_runs')
        .select('run_id')
        .where('school_id', '=', schoolId)
        .where('started_at', '<', toTimestamptz(before))
        .where('state', '<>', 'running'),
    )
    .execute();
}
