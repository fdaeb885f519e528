import { sql } from 'kysely';
import type { LookupCode, PupilId, PupilIdentity, SchoolYear } from '#domain';
import type { PlainDate } from '#kernel';
import type { PupilFile, PupilYear } from '../model.ts';
import { loadSeen, NONE_SEEN } from './doubts.ts';
import { givenRows, type JsonRows } from './json-rows.ts';
import { anyOf, inParts } from './parts.ts';
import { loadEvents } from './records.ts';
import { rowOfYear, type YearRow, yearOfRow } from './stored-year.ts';
import type { SchoolScope } from './tables.ts';

export interface PupilSelection {
  readonly schoolYear: SchoolYear;
  readonly classroom?: string;
  readonly pupilIds?: readonly string[];
}

/** Pupils of a school year with identity, cells, events and look-up code, by class and list order. `lock` keeps others from changing them until the transaction ends. */
export async function loadPupilFiles(scope: SchoolScope, selection: PupilSelection, lock?: 'lock'): Promise<readonly PupilFile[]> {
  const { trx, schoolId } = scope;
  const rows = await trx
    .selectFrom('pupil_years')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', selection.schoolYear)
    .$if(selection.classroom !== undefined, (query) => query.where('classroom', '=', selection.classroom ?? ''))
    .$if(selection.pupilIds !== undefined, (query) => query.where('pupil_id', '=', anyOf(selection.pupilIds ?? [])))
    .$if(lock === 'lock', (query) => query.forUpdate())
    .orderBy('classroom')
    .orderBy('list_order')
    .orderBy('pupil_id')
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.pupil_id);
  const [identities, codes, events, seen] = [
    new Map(
      (
        await trx
          .selectFrom('pupils')
          .select(['pupil_id', 'identity'])
          .where('school_id', '=', schoolId)
          .where('pupil_id', '=', anyOf(ids))
          .execute()
      ).map((row) => [row.pupil_id, row.identity as PupilIdentity]),
    ),
    new Map(
      (
        await trx
          .selectFrom('look_up_codes')
          .select(['pupil_id', 'lookup_code'])
          .where('school_id', '=', schoolId)
          .where('pupil_id', '=', anyOf(ids))
          .execute()
      ).map((row) => [row.pupil_id, row.lookup_code as LookupCode]),
    ),
    await loadEvents(scope, selection.schoolYear, ids),
    await loadSeen(scope, selection.schoolYear, ids),
  ];
  return rows.flatMap((row) => {
    const identity = identities.get(row.pupil_id);
    if (identity === undefined) return [];
    const lookupCode = codes.get(row.pupil_id);
    return [
      {
        year: yearOfRow(row as YearRow, identity),
        events: events.get(row.pupil_id) ?? [],
        seen: seen.get(row.pupil_id) ?? NONE_SEEN,
        ...(lookupCode === undefined ? {} : { lookupCode }),
      },
    ];
  });
}

/** The classes that pupils of a year are in, with the grades of those pupils. */
export async function loadClassGrades(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
): Promise<readonly { classroom: string; grades: readonly number[] }[]> {
  const rows = await trx
    .selectFrom('pupil_years')
    .select(['classroom', sql<number>`(frame->>'grade')::int`.as('grade')])
    .distinct()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .execute();
  return [...Map.groupBy(rows, ({ classroom }) => classroom)].map(([classroom, own]) => ({
    classroom,
    grades: own.map(({ grade }) => grade).toSorted((a, b) => a - b),
  }));
}

/** Keeps others from changing pupils' years until the transaction ends; in the order in which everybody takes them. */
export async function lockPupilYears({ trx, schoolId }: SchoolScope, year: SchoolYear, pupilIds: readonly string[]): Promise<void> {
  await sql`select from pupil_years where school_id = ${schoolId} and school_year = ${year} and pupil_id = any(${pupilIds}) order by classroom, list_order, pupil_id for update`.execute(
    trx,
  );
}

/** Writes pupils' years as they are now; the caller holds their rows or makes them. */
export async function savePupilYears(scope: SchoolScope, years: readonly PupilYear[]): Promise<void> {
  if (years.length > 0) await writeYears(scope, givenRows(years.map(rowOfYear)));
}

/** Rows of `YearRow`, into their table. */
export async function writeYears({ trx, schoolId }: SchoolScope, rows: JsonRows): Promise<void> {
  await sql`insert into pupil_years (school_id, school_year, pupil_id, classroom, list_order, status, frame, cells, sheet_result, accepted, supplementary, entry_date, award)
    select ${schoolId}::uuid, row.* from json_to_recordset(${rows}) as row
      (school_year text, pupil_id text, classroom text, list_order int, status text, frame jsonb, cells json, sheet_result text, accepted jsonb, supplementary jsonb, entry_date date, award jsonb)
    on conflict (school_id, school_year, pupil_id) do update set (classroom, list_order, status, frame, cells, sheet_result, accepted, supplementary, entry_date, award)
      = (excluded.classroom, excluded.list_order, excluded.status, excluded.frame, excluded.cells, excluded.sheet_result, excluded.accepted, excluded.supplementary, excluded.entry_date, excluded.award)`.execute(
    trx,
  );
}

export async function savePupils(scope: SchoolScope, identities: readonly PupilIdentity[]): Promise<void> {
  if (identities.length > 0) await writePupils(scope, givenRows(identities.map((identity) => ({ pupil_id: identity.pupilId, identity }))));
}

/** Rows of pupil and identity, into their table. */
export async function writePupils({ trx, schoolId }: SchoolScope, rows: JsonRows): Promise<void> {
  await sql`insert into pupils (school_id, pupil_id, identity)
    select ${schoolId}::uuid, row.* from json_to_recordset(${rows}) as row (pupil_id text, identity jsonb)
    on conflict (school_id, pupil_id) do update set identity = excluded.identity`.execute(trx);
}

/** Takes pupils out of a year again whom an import had brought in; who is in another year, too, stays a pupil. The list of changes and the look-up code stay. */
export async function removePupils({ trx, schoolId }: SchoolScope, year: SchoolYear, pupilIds: readonly PupilId[]): Promise<void> {
  for (const part of inParts(pupilIds)) {
    await trx
      .deleteFrom('pupil_years')
      .where('school_id', '=', schoolId)
      .where('school_year', '=', year)
      .where('pupil_id', 'in', part)
      .execute();
    await trx
      .deleteFrom('pupils')
      .where('school_id', '=', schoolId)
      .where('pupil_id', 'in', part)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('pupil_years')
              .select('pupil_id')
              .where('pupil_years.school_id', '=', schoolId)
              .whereRef('pupil_years.pupil_id', '=', 'pupils.pupil_id'),
          ),
        ),
      )
      .execute();
  }
}

/** Keeps a look-up code; a pupil who has one keeps the old one. */
export async function mintLookUpCodes(
  { trx, schoolId }: SchoolScope,
  codes: readonly { pupilId: PupilId; lookupCode: LookupCode }[],
): Promise<void> {
  for (const part of inParts(codes))
    await trx
      .insertInto('look_up_codes')
      .values(part.map((one) => ({ school_id: schoolId, pupil_id: one.pupilId, lookup_code: one.lookupCode })))
      .onConflict((conflict) => conflict.columns(['school_id', 'pupil_id']).doNothing())
      .execute();
}

export async function pupilOfCode({ trx, schoolId }: SchoolScope, lookupCode: LookupCode): Promise<string | undefined> {
  return (
    await trx
      .selectFrom('look_up_codes')
      .select('pupil_id')
      .where('school_id', '=', schoolId)
      .where('lookup_code', '=', lookupCode)
      .executeTakeFirst()
  )?.pupil_id;
}

/** Class and day of entry in the school years before this one. */
export async function loadEarlierYears(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilIds: readonly string[],
): Promise<ReadonlyMap<string, readonly { schoolYear: SchoolYear; classroom: string; entryDate?: PlainDate }[]>> {
  const rows = await trx
    .selectFrom('pupil_years')
    .select(['pupil_id', 'school_year', 'classroom', 'entry_date'])
    .where('school_id', '=', schoolId)
    .where('school_year', '<', year)
    .where('pupil_id', 'in', [...pupilIds, ''])
    .where('status', '<>', 'left')
    .orderBy('school_year')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      pupilId: row.pupil_id,
      schoolYear: row.school_year as SchoolYear,
      classroom: row.classroom,
      ...(row.entry_date === null ? {} : { entryDate: row.entry_date as PlainDate }),
    })),
    (row) => row.pupilId,
  );
}
