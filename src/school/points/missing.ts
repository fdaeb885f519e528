import { type CellKey, type EarlierPoint, missingCellsAt } from '#domain';
import type { Cells, PupilYear } from '../model.ts';
import { assessmentOf } from '../record/assessment.ts';

/** The required cells of a pupil that are empty at a point; who moved away lacks none. */
export const missingAt = (point: EarlierPoint, { frame, status }: Pick<PupilYear, 'frame' | 'status'>, cells: Cells): readonly CellKey[] =>
  status === 'left' ? [] : missingCellsAt(point, assessmentOf({ frame, cells }, 'yearEnd'));
