import { sql } from 'kysely';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { PupilId, SchoolYear } from '#domain';
import type { Instant } from '#kernel';
import { givenRows, type JsonRows } from './json-rows.ts';
import type { SchoolScope } from './tables.ts';

/** One change of one cell; `cell` is a key of the entry grid, or `editName` of one at an earlier point. */
export interface CellEdit {
  readonly schoolYear: SchoolYear;
  readonly pupilId: PupilId;
  readonly cell: string;
  readonly revision: number;
  readonly before: string;
  readonly after: string;
  readonly source: string;
}

/** Changes that have a revision in common, as they stand in `cell_edits.changes`: what a cell says now, and what it said before unless that was nothing. */
interface EditGroup {
  readonly revision: number;
  readonly cells: Record<string, string | readonly [before: string, after: string]>;
}

/** A row of `cell_edits`, but for who and when. */
export interface EditRow {
  readonly school_year: SchoolYear;
  readonly pupil_id: PupilId;
  readonly source: string;
  readonly changes: EditGroup[];
}

/** One row for each run of edits that have pupil and source in common. */
export function rowsOfEdits(edits: Iterable<CellEdit>): readonly EditRow[] {
  const rows: EditRow[] = [];
  let row: EditRow | undefined;
  let group: EditGroup | undefined;
  for (const { schoolYear, pupilId, source, cell, revision, before, after } of edits) {
    if (row?.pupil_id !== pupilId || row.source !== source || row.school_year !== schoolYear) {
      rows.push((row = { school_year: schoolYear, pupil_id: pupilId, source, changes: [] }));
      group = undefined;
    }
    if (group?.revision !== revision) {
      group = row.changes.find((one) => one.revision === revision);
      if (group === undefined) row.changes.push((group = { revision, cells: {} }));
    }
    group.cells[cell] = before === '' ? after : [before, after];
  }
  return rows;
}

const editsIn = ({ revision, cells }: EditGroup) =>
  Object.entries(cells).map(([cell, said]) =>
    typeof said === 'string' ? { cell, revision, before: '', after: said } : { cell, revision, before: said[0], after: said[1] },
  );

/** Adds to the list of changes nobody can shorten. */
export async function recordCellEdits(scope: SchoolScope, edits: readonly CellEdit[], at: Instant, by: string): Promise<void> {
  if (edits.length > 0) await writeEdits(scope, givenRows(rowsOfEdits(edits)), at, by);
}

/** Rows of `EditRow`, into their table. */
export async function writeEdits({ trx, schoolId }: SchoolScope, rows: JsonRows, at: Instant, by: string): Promise<void> {
  await sql`insert into cell_edits (school_id, school_year, pupil_id, edited_at, edited_by, source, changes)
    select ${schoolId}::uuid, school_year, pupil_id, ${toTimestamptz(at)}::timestamptz, ${by}, source, changes
    from json_to_recordset(${rows}) as row (school_year text, pupil_id text, source text, changes json)`.execute(trx);
}

/** The changes of a pupil's cells, oldest first. */
export async function loadCellEdits(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  pupilId: string,
): Promise<readonly (CellEdit & { at: Instant; by: string })[]> {
  const rows = await trx
    .selectFrom('cell_edits')
    .selectAll()
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('pupil_id', '=', pupilId)
    .execute();
  return rows
    .flatMap((row) =>
      (row.changes as readonly EditGroup[]).flatMap(editsIn).map((edit) => ({
        ...edit,
        schoolYear: year,
        pupilId: row.pupil_id as PupilId,
        source: row.source,
        at: fromTimestamptz(row.edited_at),
        by: row.edited_by,
      })),
    )
    .toSorted((a, b) => a.at - b.at || a.revision - b.revision);
}

/** The newest revision of the cells of pupils who were in a year once and are not any more, by `pupil cell`. */
export async function formerRevisions({ trx, schoolId }: SchoolScope, year: SchoolYear): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{
    pupil_id: string;
    cell: string;
    revision: number;
  }>`select pupil_id, cell, max((edits->>'revision')::int) as revision from cell_edits, json_array_elements(changes) as edits, json_object_keys(edits->'cells') as cell
    where school_id = ${schoolId} and school_year = ${year} and not exists (select from pupil_years as now where now.school_id = cell_edits.school_id and now.school_year = cell_edits.school_year and now.pupil_id = cell_edits.pupil_id)
    group by 1, 2`.execute(trx);
  return new Map(rows.map(({ pupil_id, cell, revision }) => [`${pupil_id} ${cell}`, revision]));
}
