import { sql } from 'kysely';
import type { EarlierPoint, SchoolYear } from '#domain';
import type { Cells } from '../model.ts';
import { givenRows, type JsonRows } from './json-rows.ts';
import { packCells, type StoredCells, unpackCells } from './stored-cells.ts';
import type { SchoolScope } from './tables.ts';

/** Cells of one pupil at one point before the year end. */
export interface PointCells {
  readonly pupilId: string;
  readonly point: EarlierPoint;
  readonly cells: Cells;
}

/** What is entered at points before the year end, of every pupil of the year or of those named. */
export async function loadPointCells(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  { point, pupilIds }: { readonly point?: EarlierPoint; readonly pupilIds?: readonly string[] } = {},
): Promise<readonly PointCells[]> {
  const rows = await trx
    .selectFrom('pupil_points')
    .select(['pupil_id', 'point', 'cells'])
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .$if(point !== undefined, (query) => query.where('point', '=', point ?? ''))
    .$if(pupilIds !== undefined, (query) => query.where('pupil_id', 'in', [...(pupilIds ?? []), '']))
    .execute();
  return rows.map((row) => ({ pupilId: row.pupil_id, point: row.point as EarlierPoint, cells: unpackCells(row.cells as StoredCells) }));
}

/** A row of `pupil_points`. */
export interface PointRow {
  readonly pupil_id: string;
  readonly point: EarlierPoint;
  readonly cells: StoredCells;
}
export const rowOfPoint = ({ pupilId, point, cells }: PointCells): PointRow => ({ pupil_id: pupilId, point, cells: packCells(cells) });

/** Writes cells as they are now; the caller holds the rows of the pupils' years, so that nobody writes the same cells meanwhile. */
export async function savePointCells(scope: SchoolScope, year: SchoolYear, changed: readonly PointCells[]): Promise<void> {
  if (changed.length > 0) await writePoints(scope, year, givenRows(changed.map(rowOfPoint)));
}

/** Rows of `PointRow`, into their table. */
export async function writePoints({ trx, schoolId }: SchoolScope, year: SchoolYear, rows: JsonRows): Promise<void> {
  await sql`insert into pupil_points (school_id, school_year, pupil_id, point, cells)
    select ${schoolId}::uuid, ${year}, pupil_id, point, cells from json_to_recordset(${rows}) as row (pupil_id text, point text, cells json)
    on conflict (school_id, school_year, pupil_id, point) do update set cells = excluded.cells`.execute(trx);
}
