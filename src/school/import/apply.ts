import { LookupCode } from '#domain';
import { type Instant, unwrap } from '#kernel';
import type { SchoolContext } from '../context.ts';
import type { Actor, School } from '../model.ts';
import { writeEdits } from '../postgres/cell-edits.ts';
import { discardOtherDryRuns, setImportCommitted, type StoredImport } from '../postgres/imports.ts';
import { plannedRows } from '../postgres/json-rows.ts';
import { saveClassrooms, saveSchool, saveStaff } from '../postgres/people.ts';
import { replaceTemporaryCode } from '../postgres/pupil-codes.ts';
import { writePoints } from '../postgres/pupil-points.ts';
import { mintLookUpCodes, writePupils, writeYears } from '../postgres/pupil-years.ts';
import { appendEvents } from '../postgres/records.ts';
import type { PlannedLists } from '../postgres/stored-writes.ts';
import type { SchoolScope } from '../postgres/tables.ts';

/** Writes what a dry run planned, and nothing else: its rows go into their tables as they are. The caller holds the rows of the pupils and has seen that they are what they were. */
export async function applyImport(
  context: SchoolContext,
  scope: SchoolScope,
  { school, run, planned, who }: { school: School; run: StoredImport; planned: PlannedLists; who: Actor },
): Promise<Instant> {
  const at = context.clock.now();
  const { schoolYear, importId } = run;
  await saveSchool(scope, {
    ...school,
    name: school.name === '' ? (planned.schoolName ?? '') : school.name,
    currentSchoolYear: schoolYear,
  });
  await saveStaff(
    scope,
    schoolYear,
    planned.staff.map(({ after }) => after),
  );
  await saveClassrooms(
    scope,
    schoolYear,
    planned.classrooms.map(({ after }) => after),
  );
  for (const { from, to } of planned.recoded) await replaceTemporaryCode(scope, from, to, who.name, at);
  await writePupils(scope, plannedRows(scope, importId, 'identities'));
  await writeYears(scope, plannedRows(scope, importId, 'years'));
  await writePoints(scope, schoolYear, plannedRows(scope, importId, 'points'));
  await writeEdits(scope, plannedRows(scope, importId, 'edits'), at, who.name);
  await mintLookUpCodes(
    scope,
    planned.newlyCoded.map((pupilId) => ({ pupilId, lookupCode: unwrap(LookupCode.parseTyped(context.ids.uuid())) })),
  );
  await appendEvents(
    scope,
    schoolYear,
    planned.reopened.map((one) => ({ ...one, happening: { kind: 'reopened', reason: 'Dữ liệu được nhập lại' } })),
    at,
    who.name,
  );
  await setImportCommitted(scope, importId, at, {
    staff: planned.staff,
    classrooms: planned.classrooms,
    ...(school.currentSchoolYear === undefined ? {} : { yearBefore: school.currentSchoolYear }),
  });
  await discardOtherDryRuns(scope, importId, schoolYear);
  return at;
}
