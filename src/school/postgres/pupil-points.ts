import { sql } from 'kysely';
import type { EarlierPoint, SchoolYear } from '#domain';
import type { Cells } from '../model.ts';
import { packCells, type StoredCells, unpackCells } from './stored-cells.ts';
import type { SchoolScope } from './tables.ts';

/** Cells of one pupil at one point before the year end. */
export interface PointCells {
  readonly pupilId: string;
  readonly point: EarlierPoint;
  readonly cells: Cells;
}

/** What is entered at points before the year end, of every pupil of the year or of those named. */
export async function loadPointCells({ trx, schoolId }: SchoolScope, year: SchoolYear, { point, pupilIds }: { readonly point?: EarlierPoint; readonly pupilIds?: readonly string[] } = {}): Promise<readonly PointCells[]> {
  const rows = await trx.selectFrom('pupil_points').select(['pupil_id', 'point', 'cells']).where('school_id', '=', schoolId).where('school_year', '=', year)
    .$if(point !== undefined, (query) => query.where('point', '=', point ?? ''))
    .$if(pupilIds !== undefined, (query) => query.where('pupil_id', 'in', [...(pupilIds ?? []), ''])).execute();
  return rows.map((row) => ({ pupilId: row.pupil_id, point: row.point as EarlierPoint, cells: unpackCells(row.cells as StoredCells) }));
}

/** Writes cells as they are now; the caller holds the rows of the pupils' years, so that nobody writes the same cells meanwhile. */
export async function savePointCells({ trx, schoolId }: SchoolScope, year: SchoolYear, changed: readonly PointCells[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ pupilId, point, cells }) => ({ pupil_id: pupilId, point, cells: packCells(cells) }));
  await sql`insert into pupil_points (school_id, school_year, pupil_id, point, cells)
    select ${schoolId}::uuid, ${year}, pupil_id, point, cells from json_to_recordset(${JSON.stringify(rows)}::json) as row (pupil_id text, point text, cells json)
    on conflict (school_id, school_year, pupil_id, point) do update set cells = excluded.cells`.execute(trx);
}
