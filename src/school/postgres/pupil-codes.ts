import { sql } from 'kysely';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { PupilId } from '#domain';
import type { Instant } from '#kernel';
import type { SchoolScope } from './tables.ts';

/** Gives a pupil with a temporary code the code of the sector: in place, in every table, with the history kept. The database refuses anything else. */
export async function replaceTemporaryCode({ trx }: SchoolScope, from: PupilId, to: PupilId, by: string, at: Instant): Promise<void> {
  await sql`select replace_temporary_code(${from}, ${to}, ${by}, ${toTimestamptz(at)})`.execute(trx);
}

/** Whether a code belongs, or ever belonged, to a pupil of the school. */
export async function codeIsTaken({ trx, schoolId }: SchoolScope, code: string): Promise<boolean> {
  const now = await trx
    .selectFrom('pupils')
    .select('pupil_id')
    .where('school_id', '=', schoolId)
    .where('pupil_id', '=', code)
    .executeTakeFirst();
  return (
    now !== undefined ||
    (await trx
      .selectFrom('pupil_codes')
      .select('old_code')
      .where('school_id', '=', schoolId)
      .where('old_code', '=', code)
      .executeTakeFirst()) !== undefined
  );
}

/** Temporary codes that are or were in use, in any year. */
export async function temporaryCodes({ trx, schoolId }: SchoolScope): Promise<readonly string[]> {
  const now = await trx
    .selectFrom('pupils')
    .select('pupil_id')
    .where('school_id', '=', schoolId)
    .where('pupil_id', 'like', 'TAM-%')
    .execute();
  const former = await trx.selectFrom('pupil_codes').select('old_code').where('school_id', '=', schoolId).execute();
  return [...now.map((row) => row.pupil_id), ...former.map((row) => row.old_code)];
}

/** The temporary code a pupil had before, with who replaced it and when. */
export async function formerCodeOf(
  { trx, schoolId }: SchoolScope,
  pupilId: string,
): Promise<{ readonly code: string; readonly by: string; readonly at: Instant } | undefined> {
  const row = await trx
    .selectFrom('pupil_codes')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('new_code', '=', pupilId)
    .executeTakeFirst();
  return row && { code: row.old_code, by: row.changed_by, at: fromTimestamptz(row.changed_at) };
}
