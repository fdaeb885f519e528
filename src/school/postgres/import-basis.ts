import { sql } from 'kysely';
import type { SchoolYear } from '#domain';
import type { PlannedWrites } from '../import/model.ts';
import type { PlannedHead } from './imports.ts';
import type { SchoolScope } from './tables.ts';

/** Every code under which a pupil of whom something is written stands, or stood. */
export const idsOf = ({ pupilIds, recoded }: Pick<PlannedHead, 'pupilIds' | 'recoded'>): readonly string[] => [
  ...pupilIds,
  ...recoded.map(({ from }) => from),
];
export const idsInWrites = ({ pupils, recoded }: PlannedWrites): readonly string[] =>
  idsOf({ pupilIds: pupils.map(({ pupilId }) => pupilId), recoded });

/**
 * What planned writes were made from, as one value: the rows of the pupils of whom something is written (that there is none, too), and the lists of staff
 * and classes. PostgreSQL gives a row that is written another `xmin`; two bases that are equal say that nobody has written any of these rows in between.
 */
export async function basisOf({ trx, schoolId }: SchoolScope, year: SchoolYear, pupilIds: readonly string[]): Promise<string> {
  const { rows } = await sql<{ basis: string }>`
    with pupil as (select unnest(${pupilIds}::text[]) as pupil_id), row (kind, key, version) as (
      select 'year', pupil_id, pupil_years.xmin::text from pupil_years join pupil using (pupil_id) where school_id = ${schoolId} and school_year = ${year}
      union all select 'identity', pupil_id, pupils.xmin::text from pupils join pupil using (pupil_id) where school_id = ${schoolId}
      union all select 'event', pupil_id, number::text from record_events join pupil using (pupil_id) where school_id = ${schoolId} and school_year = ${year}
      union all select point, pupil_id, pupil_points.xmin::text from pupil_points join pupil using (pupil_id) where school_id = ${schoolId} and school_year = ${year}
      union all select 'staff', staff_id, staff.xmin::text from staff where school_id = ${schoolId} and school_year = ${year}
      union all select 'classroom', classroom, classrooms.xmin::text from classrooms where school_id = ${schoolId} and school_year = ${year}
    ) select md5(coalesce(string_agg(concat_ws(' ', kind, key, version), ',' order by kind collate "C", key collate "C", version collate "C"), '')) as basis from row`.execute(
    trx,
  );
  return rows[0]!.basis;
}
