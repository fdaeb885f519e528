import type { EarlierPoint, SchoolYear } from '#domain';
import type { Cells } from '../model.ts';
import type { SchoolScope } from './tables.ts';

/** Cells of one pupil at one point before the year end. */
export interface PointCells {
  readonly pupilId: string;
  readonly point: EarlierPoint;
  readonly cells: Cells;
}

const ROWS_MAX = 1000;

/** What is entered at points before the year end, of every pupil of the year or of those named. */
export async function loadPointCells({ trx, schoolId }: SchoolScope, year: SchoolYear, { point, pupilIds }: { readonly point?: EarlierPoint; readonly pupilIds?: readonly string[] } = {}): Promise<readonly PointCells[]> {
  const rows = await trx.selectFrom('pupil_points').select(['pupil_id', 'point', 'cells']).where('school_id', '=', schoolId).where('school_year', '=', year)
    .$if(point !== undefined, (query) => query.where('point', '=', point ?? ''))
    .$if(pupilIds !== undefined, (query) => query.where('pupil_id', 'in', [...(pupilIds ?? []), ''])).execute();
  return rows.map((row) => ({ pupilId: row.pupil_id, point: row.point as EarlierPoint, cells: row.cells as Cells }));
}

/** Writes cells as they are now; the caller holds the rows of the pupils' years, so that nobody writes the same cells meanwhile. */
export async function savePointCells({ trx, schoolId }: SchoolScope, year: SchoolYear, changed: readonly PointCells[]): Promise<void> {
  for (let from = 0; from < changed.length; from += ROWS_MAX) {
    await trx.insertInto('pupil_points').values(changed.slice(from, from + ROWS_MAX).map(({ pupilId, point, cells }) => ({ school_id: schoolId, school_year: year, pupil_id: pupilId, point, cells: JSON.stringify(cells) })))
      .onConflict((conflict) => conflict.columns(['school_id', 'school_year', 'pupil_id', 'point']).doUpdateSet((eb) => ({ cells: eb.ref('excluded.cells') }))).execute();
  }
}
