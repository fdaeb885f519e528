import { cellsAt, EARLIER_POINTS, type EarlierPoint, readCell } from '#domain';
import type { PointRow, PupilRow, RowSource } from '#workbook';
import type { Cells } from '../model.ts';
import { editedCellLabel, editName } from '../points/edit-name.ts';
import { mergeCells, sourceText } from './cells.ts';
import type { FieldChange, PointEffect } from './model.ts';
import { sameValue } from './same-value.ts';

/** What an import does to one pupil at one point before the year end. */
export interface PointPlan extends PointEffect {
  readonly fields: readonly FieldChange[];
  readonly source: RowSource;
}

/** The cells of a point that a row fills (TT 27/2020 Điều 7). An empty cell says nothing. */
function cellsOfPoint(point: EarlierPoint, { assessment, source }: PointRow): ReadonlyMap<string, { value: string; source: string }> {
  return new Map(
    cellsAt(point, assessment.grade)
      .map((key) => [key, { value: readCell(assessment, key), source: sourceText(source) }] as const)
      .filter(([, { value }]) => value !== ''),
  );
}

/** Compares the points of a row with what the school has at each; a point at which nothing has to be written is not there. */
export function planPoints({ points = {} }: PupilRow, cellsAtPoint: (point: EarlierPoint) => Cells): readonly PointPlan[] {
  return EARLIER_POINTS.flatMap((point) => {
    const row = points[point];
    if (row === undefined) return [];
    const before = cellsAtPoint(point);
    const { cells: after, news } = mergeCells(before, cellsOfPoint(point, row));
    if (sameValue(before, after)) return [];
    return [
      {
        point,
        before,
        after,
        fields: changedPointFields(
          { point, before, after },
          news.map(({ key }) => key),
        ),
        source: row.source,
      },
    ];
  });
}

/** What people see of a change at a point: the named cells. */
export const changedPointFields = ({ point, before, after }: PointEffect, cells: readonly string[]): readonly FieldChange[] =>
  cells.map((key) => ({ label: editedCellLabel(editName(point, key)), from: before[key]?.value ?? '', to: after[key]?.value ?? '' }));
