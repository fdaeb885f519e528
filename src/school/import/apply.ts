import { LookupCode } from '#domain';
import { type Instant, unwrap } from '#kernel';
import type { SchoolContext } from '../context.ts';
import type { Actor, School } from '../model.ts';
import { recordCellEdits } from '../postgres/cell-edits.ts';
import { discardOtherDryRuns, setImportCommitted, type StoredImport } from '../postgres/imports.ts';
import { saveClassrooms, saveSchool, saveStaff } from '../postgres/people.ts';
import { replaceTemporaryCode } from '../postgres/pupil-codes.ts';
import { savePointCells } from '../postgres/pupil-points.ts';
import { mintLookUpCodes, savePupils, savePupilYears } from '../postgres/pupil-years.ts';
import { appendEvents } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { editsOf } from './effects.ts';
import type { PlannedWrites } from './model.ts';
import { sameValue } from './same-value.ts';

/** Writes what a dry run planned, and nothing else. The caller holds the rows of the pupils and has seen that they are what they were. */
export async function applyImport(context: SchoolContext, scope: SchoolScope, { school, run, writes, who }: { school: School; run: StoredImport; writes: PlannedWrites; who: Actor }): Promise<Instant> {
  const at = context.clock.now(), { schoolYear } = run;
  const years = writes.pupils.flatMap(({ year }) => year ?? []);
  await saveSchool(scope, { ...school, name: school.name === '' ? (writes.schoolName ?? '') : school.name, currentSchoolYear: schoolYear });
  await saveStaff(scope, schoolYear, writes.staff.map(({ after }) => after));
  await saveClassrooms(scope, schoolYear, writes.classrooms.map(({ after }) => after));
  for (const { from, to } of writes.recoded) await replaceTemporaryCode(scope, from, to, who.name, at);
  await savePupils(scope, years.filter(({ before, after }) => !sameValue(before?.identity, after.identity)).map(({ after }) => after.identity));
  await savePupilYears(scope, years.map(({ after }) => after));
  await savePointCells(scope, schoolYear, writes.pupils.flatMap(({ pupilId, points = [] }) => points.map(({ point, after }) => ({ pupilId, point, cells: after }))));
  await recordCellEdits(scope, editsOf(writes.pupils, schoolYear), at, who.name);
  await mintLookUpCodes(scope, writes.newlyCoded.map((pupilId) => ({ pupilId, lookupCode: unwrap(LookupCode.parseTyped(context.ids.uuid())) })));
  await appendEvents(scope, schoolYear, writes.reopened.map((one) => ({ ...one, happening: { kind: 'reopened', reason: 'Dữ liệu được nhập lại' } })), at, who.name);
  await setImportCommitted(scope, run.importId, at, { staff: writes.staff, classrooms: writes.classrooms, ...(school.currentSchoolYear === undefined ? {} : { yearBefore: school.currentSchoolYear }) });
  await discardOtherDryRuns(scope, run.importId, schoolYear);
  return at;
}
