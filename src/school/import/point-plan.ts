import { cellsAt, EARLIER_POINTS, type EarlierPoint, type PupilId, readCell, type SchoolYear } from '#domain';
import type { PointRow, PupilRow, RowSource } from '#workbook';
import type { Cells } from '../model.ts';
import { editedCellLabel, editName } from '../points/edit-name.ts';
import type { CellEdit } from '../postgres/cell-edits.ts';
import { mergeCells, sourceText } from './cells.ts';
import type { FieldChange, PointEffect } from './model.ts';
import { sameValue } from './stable-json.ts';

/** What an import does to one pupil at one point before the year end. */
export interface PointPlan extends PointEffect {
  readonly pupilId: PupilId;
  readonly edits: readonly CellEdit[];
  readonly fields: readonly FieldChange[];
  readonly source: RowSource;
}

/** The cells of a point that a row fills (TT 27/2020 Điều 7). An empty cell says nothing. */
function cellsOfPoint(point: EarlierPoint, { assessment, source }: PointRow): ReadonlyMap<string, { value: string; source: string }> {
  return new Map(cellsAt(point, assessment.grade).map((key) => [key, { value: readCell(assessment, key), source: sourceText(source) }] as const).filter(([, { value }]) => value !== ''));
}

/** Compares the points of a row with what the school has at each; a point at which nothing has to be written is not there. */
export function planPoints({ identity: { pupilId }, points = {} }: PupilRow, cellsAtPoint: (point: EarlierPoint) => Cells, schoolYear: SchoolYear): readonly PointPlan[] {
  return EARLIER_POINTS.flatMap((point) => {
    const row = points[point];
    if (row === undefined) return [];
    const before = cellsAtPoint(point), { cells: after, news } = mergeCells(before, cellsOfPoint(point, row));
    if (sameValue(before, after)) return [];
    const edits = news.map(({ key, before: was, after: now }): CellEdit => ({ schoolYear, pupilId, cell: editName(point, key), revision: now.revision, before: was, after: now.value, source: now.source }));
    return [{ pupilId, point, before, after, edits, fields: edits.map(({ cell, before: from, after: to }) => ({ label: editedCellLabel(cell), from, to })), source: row.source }];
  });
}
