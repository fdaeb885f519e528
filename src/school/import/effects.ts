import type { SchoolYear } from '#domain';
import type { Cell, Cells } from '../model.ts';
import { editName } from '../points/edit-name.ts';
import type { CellEdit } from '../postgres/cell-edits.ts';
import { cellKeys } from './cells.ts';
import type { FieldChange, PupilEffect } from './model.ts';
import { changedPointFields } from './point-plan.ts';
import { changedFields } from './pupil-plan.ts';

interface News {
  readonly key: string;
  readonly was: string;
  readonly cell: Cell;
}

/** The cells that say something else than before. */
function newsOf(before: Cells, after: Cells): readonly News[] {
  const news: News[] = [];
  for (const key in after) {
    const cell = after[key]!;
    const was = before[key]?.value ?? '';
    if (was !== cell.value) news.push({ key, was, cell });
  }
  return news;
}

/** What the writing of effects adds to the history of cells, one after the other: an import makes a hundred thousand of them. */
export function* editsOf(effects: readonly PupilEffect[], schoolYear: SchoolYear): Iterable<CellEdit> {
  for (const { pupilId, year, points = [] } of effects) {
    const edit = ({ was, cell: { revision, value, source } }: News, cell: string): CellEdit => ({
      schoolYear,
      pupilId,
      cell,
      revision,
      before: was,
      after: value,
      source,
    });
    if (year !== undefined) for (const one of newsOf(year.before?.cells ?? {}, year.after.cells)) yield edit(one, one.key);
    for (const { point, before, after } of points) for (const one of newsOf(before, after)) yield edit(one, editName(point, one.key));
  }
}

/** What people see of an effect, cells of the year in the order of the form; of a pupil who is new nothing in particular. */
export function fieldsOf({ year, points = [] }: PupilEffect): readonly FieldChange[] {
  const { before, after } = year ?? {};
  const changed = new Set(before && after ? newsOf(before.cells, after.cells).map(({ key }) => key) : []);
  return [
    ...(before && after
      ? changedFields(
          before,
          after,
          cellKeys(after.frame.grade).filter((key) => changed.has(key)),
        )
      : []),
    ...points.flatMap((effect) =>
      changedPointFields(
        effect,
        newsOf(effect.before, effect.after).map(({ key }) => key),
      ),
    ),
  ];
}
