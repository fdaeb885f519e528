import { fromTimestamptz, toTimestamptz } from '#database';
import type { LateDecision, SchoolYear } from '#domain';
import { Instant } from '#kernel';
import type { ProvinceTransaction } from './tables.ts';

export interface RecordedLateDecision extends LateDecision {
  readonly recordedBy: string;
  readonly recordedAt: string;
}

/** The province's decision that lets a school hand in after the cut-off of wave 1, if there is one. */
export async function lateLaneOf(trx: ProvinceTransaction, schoolId: string, schoolYear: SchoolYear): Promise<RecordedLateDecision | null> {
  const row = await trx
    .selectFrom('late_lane')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', schoolYear)
    .executeTakeFirst();
  return row
    ? {
        decisionNumber: row.decision_number,
        decisionDate: row.decision_date,
        recordedBy: row.recorded_by,
        recordedAt: Instant.toIso(fromTimestamptz(row.recorded_at)),
      }
    : null;
}

/** Records a decision; the first one of a school and year stands. */
export async function insertLateLane(
  trx: ProvinceTransaction,
  {
    schoolId,
    schoolYear,
    decisionNumber,
    decisionDate,
    recordedBy,
    at,
  }: LateDecision & { readonly schoolId: string; readonly schoolYear: SchoolYear; readonly recordedBy: string; readonly at: Instant },
): Promise<void> {
  await trx
    .insertInto('late_lane')
    .values({
      school_id: schoolId,
      school_year: schoolYear,
      decision_number: decisionNumber,
      decision_date: decisionDate,
      recorded_by: recordedBy,
      recorded_at: toTimestamptz(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
