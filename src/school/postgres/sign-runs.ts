import type { Refusal, SchoolYear, StaffId } from '#domain';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import type { Selectable } from 'kysely';
import type { SlotName } from '../model.ts';
import type { SchoolScope, SchoolTables } from './tables.ts';

export type SignRunState = 'running' | 'paused' | 'finished';
export type SignItemState = 'waiting' | 'signed' | 'failed' | 'skipped';

export interface SignRunRow {
  readonly runId: string;
  readonly schoolYear: SchoolYear;
  readonly slot: SlotName;
  readonly state: SignRunState;
  /** Whose key signs; for the seal the person who presses it. */
  readonly staffId: StaffId;
  readonly startedAt: Instant;
  readonly startedBy: string;
}

export interface SignItemRow {
  readonly number: number;
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly state: SignItemState;
  readonly signedAt?: Instant;
  readonly refusal?: Refusal;
}

const readRun = (row: Selectable<SchoolTables['sign_runs']>): SignRunRow => ({
  runId: row.run_id,
  schoolYear: row.school_year as SchoolYear,
  slot: row.slot as SlotName,
  state: row.state as SignRunState,
  staffId: row.staff_id as StaffId,
  startedAt: fromTimestamptz(row.started_at),
  startedBy: row.started_by,
});

export async function insertRun({ trx, schoolId }: SchoolScope, run: SignRunRow, items: readonly SignItemRow[]): Promise<void> {
  await trx
    .insertInto('sign_runs')
    .values({
      school_id: schoolId,
      run_id: run.runId,
      school_year: run.schoolYear,
      slot: run.slot,
      state: run.state,
      staff_id: run.staffId,
      started_at: toTimestamptz(run.startedAt),
      started_by: run.startedBy,
    })
    .execute();
  await trx
    .insertInto('sign_run_items')
    .values(
      items.map((item) => ({
        school_id: schoolId,
        run_id: run.runId,
        number: item.number,
        pupil_id: item.pupilId,
        full_name: item.fullName,
        classroom: item.classroom,
        state: item.state,
        signed_at: null,
        refusal: null,
      })),
    )
    .execute();
}

export async function findRun({ trx, schoolId }: SchoolScope, runId: string): Promise<SignRunRow | undefined> {
  const row = await trx
    .selectFrom('sign_runs')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return row && readRun(row);
}

/** All runs of the school, newest first: the ledger of signing. */
export async function listRuns({ trx, schoolId }: SchoolScope, state?: SignRunState): Promise<readonly SignRunRow[]> {
  const rows = await trx
    .selectFrom('sign_runs')
    .selectAll()
    .where('school_id', '=', schoolId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
    .orderBy('started_at', 'desc')
    .orderBy('run_id')
    .limit(500)
    .execute();
  return rows.map(readRun);
}

export async function loadItems(
  { trx, schoolId }: SchoolScope,
  runId: string,
  options: { state?: SignItemState; limit?: number } = {},
): Promise<readonly SignItemRow[]> {
  const rows = await trx
    .selectFrom('sign_run_items')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .$if(options.state !== undefined, (query) => query.where('state', '=', options.state ?? ''))
    .orderBy('number')
    .$if(options.limit !== undefined, (query) => query.limit(options.limit ?? 0))
    .execute();
  return rows.map((row) => ({
    number: row.number,
    pupilId: row.pupil_id,
    fullName: row.full_name,
    classroom: row.classroom,
    state: row.state as SignItemState,
    ...(row.signed_at === null ? {} : { signedAt: fromTimestamptz(row.signed_at) }),
    ...(row.refusal === null ? {} : { refusal: row.refusal as Refusal }),
  }));
}

/** How many items of each state each run has. */
export async function countItems(
  { trx, schoolId }: SchoolScope,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<SignItemState, number>>>> {
  const rows = await trx
    .selectFrom('sign_run_items')
    .select(['run_id', 'state'])
    .select((eb) => eb.fn.countAll<number>().as('items'))
    .where('school_id', '=', schoolId)
    .where('run_id', 'in', [...runIds, '00000000-0000-0000-0000-000000000000'])
    .groupBy(['run_id', 'state'])
    .execute();
  const counts = new Map<string, Record<SignItemState, number>>();
  for (const row of rows) {
    const one = counts.get(row.run_id) ?? { waiting: 0, signed: 0, failed: 0, skipped: 0 };
    one[row.state as SignItemState] = Number(row.items);
    counts.set(row.run_id, one);
  }
  return counts;
}

export async function setRunState(
  { trx, schoolId }: SchoolScope,
  runId: string,
  from: readonly SignRunState[],
  to: SignRunState,
): Promise<boolean> {
  const done = await trx
    .updateTable('sign_runs')
    .set({ state: to })
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

export async function setItem(
  { trx, schoolId }: SchoolScope,
  runId: string,
  number: number,
  outcome: { state: SignItemState; signedAt?: Instant; refusal?: Refusal },
): Promise<void> {
  await trx
    .updateTable('sign_run_items')
    .set({
      state: outcome.state,
      signed_at: outcome.signedAt === undefined ? null : toTimestamptz(outcome.signedAt),
      refusal: outcome.refusal === undefined ? null : JSON.stringify(outcome.refusal),
    })
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .execute();
}

/** Failed items are tried again. */
export async function retryFailed({ trx, schoolId }: SchoolScope, runId: string): Promise<void> {
  await trx
    .updateTable('sign_run_items')
    .set({ state: 'waiting', refusal: null })
    .where('school_id', '=', schoolId)
    .where('run_id', '=', runId)
    .where('state', '=', 'failed')
    .execute();
}

/** Pupils who wait in a run of one slot that is not over. */
export async function pupilsInRuns({ trx, schoolId }: SchoolScope, year: SchoolYear, slot: SlotName): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('sign_run_items as item')
    .innerJoin('sign_runs as run', (join) => join.onRef('run.school_id', '=', 'item.school_id').onRef('run.run_id', '=', 'item.run_id'))
    .select('item.pupil_id')
    .where('item.school_id', '=', schoolId)
    .where('run.school_year', '=', year)
    .where('run.slot', '=', slot)
    .where('run.state', '<>', 'finished')
    .where('item.state', '=', 'waiting')
    .execute();
  return new Set(rows.map((row) => row.pupil_id));
}
