import type { CellEditResults, CellEdits, GridPupil } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { z } from 'zod';
import { mayDo, mayReach, type SchoolAction } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { type Examined, examine, findPupil } from '../desk/examine.ts';
import { computedView, gridPupil, viewOf } from '../desk/grid-pupil.ts';
import type { Actor, PupilFile, PupilYear } from '../model.ts';
import { recordCellEdits } from '../postgres/cell-edits.ts';
import { loadPupilFiles, savePupilYears } from '../postgres/pupil-years.ts';
import { appendEvents, loadEvents, type NewEvent } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { lifeOf } from '../record/life.ts';
import { resultOf } from '../record/outcome.ts';
import { editPupil, mayEdit } from './edit-cells.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** Saves edits cell by cell: one result each, nothing is lost because another cell was refused. */
export async function editCells(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  body: z.output<typeof CellEdits>,
): Promise<Result<z.input<typeof CellEditResults>, Refusal>> {
  for (const allowed of [mayDo(who, 'edit'), mayReach(who, classroom)]) if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const at = context.clock.now();
    const byPupil = Map.groupBy(body.edits, (edit) => edit.pupilId);
    const files = new Map(
      (await loadPupilFiles(scope, { schoolYear, classroom, pupilIds: [...byPupil.keys()] }, 'lock')).map((file) => [
        file.year.identity.pupilId as string,
        file,
      ]),
    );
    const edited = [...byPupil].map(([pupilId, edits]) => {
      const file = files.get(pupilId);
      return file === undefined ? { unknown: edits } : { file, ...editPupil(file, edits, { who: who.name, at, schoolYear }) };
    });
    const changed = edited.flatMap((one) => ('file' in one && one.edits.length > 0 ? [one] : []));
    await savePupilYears(
      scope,
      changed.map((one) => one.year),
    );
    await recordCellEdits(
      scope,
      changed.flatMap((one) => one.edits),
      at,
      who.name,
    );
    await appendEvents(
      scope,
      schoolYear,
      changed.flatMap((one) => reopenedBy(one.file, 'Sửa dữ liệu sau khi bị từ chối hoặc thu hồi')),
      at,
      who.name,
    );
    return ok({
      results: edited.flatMap((one) =>
        'file' in one
          ? one.outcomes.map(({ edit, value, revision, saved, refusal: why }) => ({
              pupilId: edit.pupilId,
              key: edit.key,
              saved,
              value,
              revision,
              ...(why === undefined ? {} : { refusal: viewOf(why) }),
            }))
          : one.unknown.map((edit) => ({
              pupilId: edit.pupilId,
              key: edit.key,
              saved: false,
              value: '',
              revision: 0,
              refusal: viewOf(refusal('school/pupil-unknown', { pupilId: edit.pupilId, schoolYear })),
            })),
      ),
      pupils: changed.map((one) => {
        const after = examine({ ...one.file, year: one.year }, NOBODY);
        return { pupilId: one.year.identity.pupilId, state: after.state, computed: computedView(after), wave: after.outcome.wave ?? null };
      }),
    });
  });
}

/** New data behind a refused or withdrawn record open it again. */
function reopenedBy(file: PupilFile, reason: string): readonly NewEvent[] {
  const life = lifeOf(file.events);
  return life.progress.at === 'refused' || life.progress.at === 'withdrawn'
    ? [{ pupilId: file.year.identity.pupilId, after: life.eventCount, happening: { kind: 'reopened', reason } }]
    : [];
}

/** The homeroom teacher accepts the computed result although the workbook said another (review → ready). */
export function acceptResult(context: SchoolContext, who: Actor, pupilId: string): Promise<Result<GridPupil, Refusal>> {
  return changePupil(context, who, pupilId, 'accept', async (_, found) => {
    const { file, outcome } = found;
    const result = resultOf(outcome.first);
    if (!outcome.differs || outcome.accepted || result === undefined)
      return err(refusal('school/nothing-to-accept', { pupil: file.year.identity.fullName }));
    return ok({ ...file.year, accepted: { result, by: who.name, at: context.clock.now() } });
  });
}

/** One pupil's year is changed by a decision; the answer is the pupil's row as it then stands. */
export async function changePupil(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  action: Exclude<SchoolAction, 'view' | 'edit' | 'import'>,
  decide: (scope: SchoolScope, found: Examined) => Promise<Result<PupilYear, Refusal>>,
): Promise<Result<GridPupil, Refusal>> {
  const allowed = mayDo(who, action);
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId, 'lock');
    if (!found.ok) return found;
    const editable = mayEdit(found.value.file);
    if (!editable.ok) return editable;
    const year = await decide(scope, found.value);
    if (!year.ok) return year;
    await savePupilYears(scope, [year.value]);
    await appendEvents(scope, now.value.schoolYear, reopenedBy(found.value.file, 'Dữ liệu được bổ sung'), context.clock.now(), who.name);
    const events = (await loadEvents(scope, now.value.schoolYear, [pupilId])).get(pupilId) ?? [];
    return ok(gridPupil(examine({ ...found.value.file, year: year.value, events }, NOBODY), found.value.file.year.listOrder));
  });
}
