import { cellLabel, readCell, type Refusal, refusal, type SchoolYear, writeCell } from '#domain';
import { type Instant, ok, err, type Result } from '#kernel';
import { columnsOf } from '../desk/columns.ts';
import type { PupilFile, PupilYear } from '../model.ts';
import type { CellEdit } from '../postgres/cell-edits.ts';
import { assessmentOf } from '../record/assessment.ts';
import { lifeOf } from '../record/life.ts';
import { lockOf } from '../record/lock.ts';

export interface WantedEdit {
  readonly pupilId: string;
  readonly key: string;
  readonly value: string;
  readonly baseRevision: number;
}

export interface EditOutcome {
  readonly edit: WantedEdit;
  /** The cell as it now stands. */
  readonly value: string;
  readonly revision: number;
  readonly saved: boolean;
  readonly refusal?: Refusal;
}

export interface EditedPupil {
  readonly year: PupilYear;
  readonly edits: readonly CellEdit[];
  readonly outcomes: readonly EditOutcome[];
}

/** Applies edits to one pupil's year, each on its own: what cannot be saved is refused by name, the rest is. */
export function editPupil(
  file: PupilFile,
  wanted: readonly WantedEdit[],
  editor: { who: string; at: Instant; schoolYear: SchoolYear },
): EditedPupil {
  let { year } = file;
  const edits: CellEdit[] = [];
  const outcomes = wanted.map((edit): EditOutcome => {
    const written = editOne({ ...file, year }, edit, editor);
    if (written.ok && written.value !== undefined) {
      year = written.value.year;
      edits.push(written.value.edit);
    }
    const cell = year.cells[edit.key];
    return {
      edit,
      value: cell?.value ?? '',
      revision: cell?.revision ?? 0,
      saved: written.ok,
      ...(written.ok ? {} : { refusal: written.error }),
    };
  });
  return { year, edits, outcomes };
}

/** Undefined when the cell already says so. */
function editOne(
  file: PupilFile,
  edit: WantedEdit,
  { who, schoolYear }: { who: string; at: Instant; schoolYear: SchoolYear },
): Result<{ year: PupilYear; edit: CellEdit } | undefined, Refusal> {
  const { year } = file;
  const pupil = year.identity.fullName;
  if (!columnsOf(year.frame.grade).some((column) => column.key === edit.key))
    return err(refusal('school/cell-unknown', { pupil, cell: edit.key }));
  const allowed = mayEdit(file);
  if (!allowed.ok) return allowed;
  const label = cellLabel(edit.key);
  if (year.supplementary?.cells[edit.key] !== undefined) return err(refusal('school/cell-supplemented', { pupil, cell: label }));
  const cell = year.cells[edit.key];
  const written = writeCell(assessmentOf(year, 'yearEnd'), edit.key, edit.value);
  if (!written.ok) return err({ ...written.error, params: { ...written.error.params, pupil }, where: `${pupil}, ${label}` });
  const value = readCell(written.value, edit.key);
  if (value === (cell?.value ?? '')) return ok(undefined);
  if (edit.baseRevision !== (cell?.revision ?? 0))
    return err(refusal('school/cell-conflict', { pupil, cell: label, value: cell?.value ?? '' }));
  const revision = (cell?.revision ?? 0) + 1;
  const source = who;
  return ok({
    year: { ...year, cells: { ...year.cells, [edit.key]: { ...cell, value, revision, source } } },
    edit: { schoolYear, pupilId: year.identity.pupilId, cell: edit.key, revision, before: cell?.value ?? '', after: value, source },
  });
}

/** Whether the data of this pupil may change now. */
export function mayEdit(file: PupilFile): Result<void, Refusal> {
  const pupil = file.year.identity.fullName;
  if (file.year.status === 'left') return err(refusal('school/pupil-left', { pupil }));
  const lock = lockOf(lifeOf(file.events));
  return lock === undefined ? ok(undefined) : err(refusal('school/record-locked', { pupil, why: lock.why, remedy: lock.remedy }));
}
