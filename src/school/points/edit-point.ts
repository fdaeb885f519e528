import { cellLabel, type EarlierPoint, readCell, type Refusal, refusal, type SchoolYear, writeCellAt } from '#domain';
import { err, ok, PlainDate, type Result } from '#kernel';
import type { EditOutcome, WantedEdit } from '../entry/edit-cells.ts';
import type { Cells, PupilFile } from '../model.ts';
import type { CellEdit } from '../postgres/cell-edits.ts';
import { assessmentOf } from '../record/assessment.ts';
import { lifeOf } from '../record/life.ts';
import { pointColumnsOf } from './columns.ts';
import { editName } from './edit-name.ts';

export interface EditedPoint {
  readonly cells: Cells;
  readonly edits: readonly CellEdit[];
  readonly outcomes: readonly EditOutcome[];
}
interface Editor {
  readonly who: string;
  readonly schoolYear: SchoolYear;
}

/** Applies edits to what one pupil has at a point, each on its own: what cannot be saved is refused by name, the rest is. */
export function editPoint(file: PupilFile, point: EarlierPoint, before: Cells, wanted: readonly WantedEdit[], editor: Editor): EditedPoint {
  let cells = before;
  const edits: CellEdit[] = [];
  const outcomes = wanted.map((edit): EditOutcome => {
    const written = editOne(file, point, cells, edit, editor);
    if (written.ok && written.value !== undefined) {
      cells = {
        ...cells,
        [edit.key]: { ...cells[edit.key], value: written.value.after, revision: written.value.revision, source: editor.who },
      };
      edits.push(written.value);
    }
    const cell = cells[edit.key];
    return {
      edit,
      value: cell?.value ?? '',
      revision: cell?.revision ?? 0,
      saved: written.ok,
      ...(written.ok ? {} : { refusal: written.error }),
    };
  });
  return { cells, edits, outcomes };
}

/** Undefined when the cell already says so. */
function editOne(
  file: PupilFile,
  point: EarlierPoint,
  cells: Cells,
  edit: WantedEdit,
  { who, schoolYear }: Editor,
): Result<CellEdit | undefined, Refusal> {
  const { year } = file;
  const pupil = year.identity.fullName;
  const label = cellLabel(edit.key);
  const cell = cells[edit.key];
  const open = mayEditPoint(file);
  if (!open.ok) return open;
  if (!pointColumnsOf(point, year.frame.grade).some(({ key }) => key === edit.key))
    return err(refusal('school/cell-unknown', { pupil, cell: label }));
  const written = writeCellAt(point, assessmentOf({ frame: year.frame, cells }, 'yearEnd'), edit.key, edit.value);
  if (!written.ok) return err({ ...written.error, params: { ...written.error.params, pupil }, where: `${pupil}, ${label}` });
  const value = readCell(written.value, edit.key);
  if (value === (cell?.value ?? '')) return ok(undefined);
  if (edit.baseRevision !== (cell?.revision ?? 0))
    return err(refusal('school/cell-conflict', { pupil, cell: label, value: cell?.value ?? '' }));
  return ok({
    schoolYear,
    pupilId: year.identity.pupilId,
    cell: editName(point, edit.key),
    revision: (cell?.revision ?? 0) + 1,
    before: cell?.value ?? '',
    after: value,
    source: who,
  });
}

/** A signed year does not hold earlier points, so they stay open while it is signed; a final year closes them too. */
export function mayEditPoint({ year, events }: Pick<PupilFile, 'year' | 'events'>): Result<void, Refusal> {
  const pupil = year.identity.fullName;
  const { progress, effectiveDate } = lifeOf(events);
  if (year.status === 'left') return err(refusal('school/pupil-left', { pupil }));
  return progress.at === 'finalized'
    ? err(refusal('school/record-final', { pupil, date: effectiveDate === undefined ? '' : PlainDate.toVietnamese(effectiveDate) }))
    : ok(undefined);
}
