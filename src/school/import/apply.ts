import { LookupCode, type PupilId } from '#domain';
import { type Instant, unwrap } from '#kernel';
import type { SchoolContext } from '../context.ts';
import type { Actor, Cells, PupilFile, School } from '../model.ts';
import { insertEffects, setImportCommitted, discardOtherDryRuns, type StoredImport } from '../postgres/imports.ts';
import { savePointCells } from '../postgres/pupil-points.ts';
import { replaceTemporaryCode } from '../postgres/pupil-codes.ts';
import { saveClassrooms, saveSchool, saveStaff } from '../postgres/people.ts';
import { lastRevisions, recordCellEdits } from '../postgres/cell-edits.ts';
import { mintLookUpCodes, savePupils, savePupilYears } from '../postgres/pupil-years.ts';
import { appendEvents } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { lifeOf } from '../record/life.ts';
import type { ImportPlan, Present } from './plan.ts';
import type { PupilEffect } from './model.ts';
import type { PointPlan } from './point-plan.ts';
import type { PupilPlan } from './pupil-plan.ts';

/** Writes a plan, with what each pupil was before: the import can be undone. */
export async function applyImport(context: SchoolContext, scope: SchoolScope, { school, run, plan, present, who }: { school: School; run: StoredImport; plan: ImportPlan; present: Present; who: Actor }): Promise<Instant> {
  const at = context.clock.now(), { schoolYear } = run;
  const before = new Map(present.files.map((file) => [file.year.identity.pupilId, file]));
  for (const { from, to } of plan.recoded) before.set(to, before.get(from)!);
  const pupils = await afterFormerLives(scope, plan.pupils, before);
  await saveSchool(scope, { ...school, name: school.name === '' ? (run.reading.schoolName ?? '') : school.name, currentSchoolYear: schoolYear });
  await saveStaff(scope, schoolYear, plan.staff.map(({ after }) => after));
  await saveClassrooms(scope, schoolYear, plan.classrooms.map(({ after }) => after));
  for (const { from, to } of plan.recoded) await replaceTemporaryCode(scope, from, to, who.name, at);
  await savePupils(scope, pupils.map(({ year }) => year.identity));
  await savePupilYears(scope, pupils.map(({ year }) => year));
  await savePointCells(scope, schoolYear, plan.points.map(({ pupilId, point, after }) => ({ pupilId, point, cells: after })));
  await recordCellEdits(scope, [...pupils, ...plan.points].flatMap(({ edits }) => edits), at, who.name);
  await mintLookUpCodes(scope, pupils.filter(({ year }) => year.status !== 'left').map(({ year }) => ({ pupilId: year.identity.pupilId, lookupCode: unwrap(LookupCode.parseTyped(context.ids.uuid())) })));
  // New data behind a refused or withdrawn record open it again: the state on screen follows the data from here on.
  const reopened = pupils.flatMap(({ change, year: { identity: { pupilId } } }) => {
    const file = change && before.get(pupilId), life = lifeOf(file?.events ?? []);
    return file !== undefined && (life.progress.at === 'refused' || life.progress.at === 'withdrawn') ? [{ pupilId, after: life.eventCount, happening: { kind: 'reopened', reason: 'Dữ liệu được nhập lại' } as const }] : [];
  });
  await appendEvents(scope, schoolYear, reopened, at, who.name);
  await insertEffects(scope, run.importId, effectsOf(pupils, plan.points, before));
  await setImportCommitted(scope, run.importId, at, { staff: plan.staff, classrooms: plan.classrooms, ...(school.currentSchoolYear === undefined ? {} : { yearBefore: school.currentSchoolYear }) });
  await discardOtherDryRuns(scope, run.importId, schoolYear);
  return at;
}

/** What each pupil was and became. Of whom only earlier points changed, the year was and is the same. */
function effectsOf(pupils: readonly PupilPlan[], points: readonly PointPlan[], before: ReadonlyMap<PupilId, PupilFile>): readonly PupilEffect[] {
  const byPupil = Map.groupBy(points, ({ pupilId }) => pupilId), written = new Map(pupils.map(({ year }) => [year.identity.pupilId, year]));
  return [...new Set([...written.keys(), ...byPupil.keys()])].map((pupilId) => {
    const was = before.get(pupilId)?.year, own = byPupil.get(pupilId);
    return { ...(was === undefined ? {} : { before: was }), after: written.get(pupilId) ?? was!, ...(own === undefined ? {} : { points: own.map(({ point, before: from, after: to }) => ({ point, before: from, after: to })) }) };
  });
}

/** A pupil who was brought in before and taken out again by an undoing: the revisions of the cells go on where they ended. */
async function afterFormerLives(scope: SchoolScope, pupils: readonly PupilPlan[], present: ReadonlyMap<string, unknown>): Promise<readonly PupilPlan[]> {
  const newcomers = pupils.filter(({ year }) => !present.has(year.identity.pupilId));
  const [first] = newcomers, last = first === undefined ? new Map() : await lastRevisions(scope, first.year.schoolYear, newcomers.map(({ year }) => year.identity.pupilId));
  if (last.size === 0) return pupils;
  const revised = (pupilId: string, cell: string, revision: number): number => revision + (last.get(`${pupilId} ${cell}`) ?? 0);
  return pupils.map((plan) => {
    const { pupilId } = plan.year.identity;
    if (present.has(pupilId)) return plan;
    const cells: Cells = Object.fromEntries(Object.entries(plan.year.cells).map(([key, cell]) => [key, { ...cell, revision: revised(pupilId, key, cell.revision) }]));
    return { ...plan, year: { ...plan.year, cells }, edits: plan.edits.map((edit) => ({ ...edit, revision: revised(pupilId, edit.cell, edit.revision) })) };
  });
}
