import type { SchoolYear } from '#domain';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import type { PupilFile } from '../model.ts';
import { anyOf } from './parts.ts';
import type { SchoolScope } from './tables.ts';

export const NONE_SEEN: PupilFile['seen'] = new Map();

/** Which contradictions of which pupils have been looked at. */
export async function loadSeen(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilIds: readonly string[],
): Promise<ReadonlyMap<string, PupilFile['seen']>> {
  const rows = await trx
    .selectFrom('doubts_seen')
    .select(['pupil_id', 'doubt', 'seen_by', 'seen_at'])
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('pupil_id', '=', anyOf(pupilIds))
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.pupil_id)].map(([pupilId, own]) => [
      pupilId,
      new Map(own.map((row) => [row.doubt, { by: row.seen_by, at: fromTimestamptz(row.seen_at) }])),
    ]),
  );
}

/** Notes that somebody has looked; who was first stays. */
export async function recordSeen(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilId: string,
  doubt: string,
  by: string,
  at: Instant,
): Promise<void> {
  await trx
    .insertInto('doubts_seen')
    .values({ school_id: schoolId, school_year: year, pupil_id: pupilId, doubt, seen_by: by, seen_at: toTimestamptz(at) })
    .onConflict((conflict) => conflict.columns(['school_id', 'school_year', 'pupil_id', 'doubt']).doNothing())
    .execute();
}
