import { type Refusal, refusal } from '#domain';
import { err, Instant, ok, PlainDate, type Result } from '#kernel';
import { mayDo } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { findImport, loadListEffects, loadWrites, outdateDryRuns, setImportUndone, type StoredImport } from '../postgres/imports.ts';
import {
  findSchool,
  loadClassrooms,
  loadStaff,
  removeClassrooms,
  removeStaff,
  saveClassrooms,
  saveSchool,
  saveStaff,
} from '../postgres/people.ts';
import { recordCellEdits } from '../postgres/cell-edits.ts';
import { loadClassGrades, loadPupilFiles, removePupils, savePupils, savePupilYears } from '../postgres/pupil-years.ts';
import { loadPointCells, savePointCells } from '../postgres/pupil-points.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import type { UndoResult } from './model.ts';
import { planUndo, undoList, type UndoPlan } from './undo-plan.ts';

/** What undoing would put back, and what it would leave alone. Nothing changes. */
export async function undoPreview(context: SchoolContext, who: Actor, importId: string): Promise<Result<UndoResult, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok
    ? inSchool(context, who.schoolCode, async (scope) => {
        const planned = await planOf(scope, importId, '');
        return planned.ok ? ok(planned.value.plan.result) : planned;
      })
    : allowed;
}

/** Undoes a committed import, once. The reason stands in the history of every cell that is put back. */
export async function undoImport(
  context: SchoolContext,
  who: Actor,
  importId: string,
  reason: string,
): Promise<Result<StoredImport, Refusal>> {
  const allowed = mayDo(who, 'import');
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const planned = await planOf(scope, importId, reason, 'lock');
    if (!planned.ok) return planned;
    const { run, plan } = planned.value;
    const at = context.clock.now();
    await savePupils(
      scope,
      plan.years.map(({ identity }) => identity),
    );
    await savePupilYears(scope, plan.years);
    await savePointCells(scope, run.schoolYear, plan.points);
    await removePupils(scope, run.schoolYear, plan.removed);
    await recordCellEdits(scope, plan.edits, at, who.name);
    await undoLists(scope, run);
    const undone = { at, by: who.name, reason, result: plan.result };
    await setImportUndone(scope, importId, undone);
    await outdateDryRuns(scope, run.schoolYear);
    return ok({ ...run, state: 'undone' as const, undone });
  });
}

/** Pupils of the import are held until the transaction ends: an edit comes before, and is kept, or after, and meets the restored cell. */
async function planOf(
  scope: SchoolScope,
  importId: string,
  reason: string,
  lock?: 'lock',
): Promise<Result<{ readonly run: StoredImport; readonly plan: UndoPlan }, Refusal>> {
  const run = await findImport(scope, importId, lock);
  if (run === undefined) return err(refusal('school/import-unknown'));
  if (run.state !== 'committed')
    return err(refusal('school/import-not-undoable', { why: run.state === 'undone' ? 'đã được hoàn tác rồi' : 'chưa ghi gì' }));
  const { pupils: effects } = await loadWrites(scope, importId);
  const files = new Map(
    (await loadPupilFiles(scope, { schoolYear: run.schoolYear, pupilIds: effects.map(({ pupilId }) => pupilId) }, lock)).map((file) => [
      file.year.identity.pupilId as string,
      file,
    ]),
  );
  const committed = run.committedAt === undefined ? '' : ` ngày ${PlainDate.toVietnamese(Instant.toPlainDate(run.committedAt))}`;
  const points = await loadPointCells(scope, run.schoolYear, { pupilIds: [...files.keys()] });
  return ok({
    run,
    plan: planUndo(effects, files, { points, schoolYear: run.schoolYear, source: `Hoàn tác lần nhập${committed}: ${reason}` }),
  });
}

/** Staff, classes and the year of the school. Classes that still have pupils, and the people who lead them, stay. */
async function undoLists(scope: SchoolScope, { importId, schoolYear }: StoredImport): Promise<void> {
  const lists = await loadListEffects(scope, importId);
  const left = await loadClassGrades(scope, schoolYear);
  const used = new Set(left.map(({ classroom }) => classroom));
  const classrooms = undoList(
    lists.classrooms,
    await loadClassrooms(scope, schoolYear),
    ({ classroom }) => classroom,
    ({ classroom }) => used.has(classroom),
  );
  await saveClassrooms(scope, schoolYear, classrooms.restored);
  await removeClassrooms(scope, schoolYear, classrooms.removed);
  const leading = new Set((await loadClassrooms(scope, schoolYear)).map(({ homeroomStaffId }) => homeroomStaffId));
  const staff = undoList(
    lists.staff,
    await loadStaff(scope, schoolYear),
    ({ staffId }) => staffId,
    ({ staffId }) => leading.has(staffId),
  );
  await saveStaff(scope, schoolYear, staff.restored);
  await removeStaff(scope, schoolYear, staff.removed);
  const school = await findSchool(scope);
  if (school?.currentSchoolYear !== schoolYear || left.length > 0 || lists.yearBefore === schoolYear) return;
  const { currentSchoolYear: _, ...rest } = school;
  await saveSchool(scope, lists.yearBefore === undefined ? rest : { ...rest, currentSchoolYear: lists.yearBefore });
}
