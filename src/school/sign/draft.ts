import { type HocBa, type LookupCode, type Refusal, refusal, VersionId } from '#domain';
import { err, type Instant, Instant as InstantOf, ok, type Result, unwrap } from '#kernel';
import type { Examined } from '../desk/examine.ts';
import { buildHocBa, composeHocBa, type DraftFacts } from '../draft/build-hoc-ba.ts';
import type { Classroom, RecordVersion, School, StaffMember } from '../model.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { loadEarlierYears } from '../postgres/pupil-years.ts';
import { loadPreviousYears, loadVersions } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { headOf, homeroomTeacherOf } from '../record/staff.ts';

/** What drafts of several pupils share. */
export interface DraftRoom {
  readonly school: School;
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  readonly versions: readonly RecordVersion[];
  readonly earlier: Awaited<ReturnType<typeof loadEarlierYears>>;
  readonly previous: Awaited<ReturnType<typeof loadPreviousYears>>;
}

export async function openDraftRoom(scope: SchoolScope, school: School, pupils: readonly Examined[]): Promise<DraftRoom> {
  const schoolYear = pupils[0]?.file.year.schoolYear ?? school.currentSchoolYear;
  if (schoolYear === undefined) return { school, staff: [], classrooms: [], versions: [], earlier: new Map(), previous: new Map() };
  const ids = pupils.map(({ file }) => file.year.identity.pupilId);
  return {
    school,
    staff: await loadStaff(scope, schoolYear),
    classrooms: await loadClassrooms(scope, schoolYear),
    versions: await loadVersions(scope, schoolYear, ids),
    earlier: await loadEarlierYears(scope, schoolYear, ids),
    previous: await loadPreviousYears(scope, schoolYear, ids),
  };
}

export interface Draft {
  readonly hocBa: HocBa;
  readonly version: RecordVersion;
}

/** The next version of a pupil's record as it would be signed now. `checked` refuses what breaks a rule; a preview leaves that out. */
export function draftOf(
  { file, outcome, life }: Examined,
  room: DraftRoom,
  options: { versionUuid: string; now: Instant; checked: boolean },
): Result<Draft, Refusal> {
  const { year } = file;
  const homeroomTeacher = homeroomTeacherOf(
    room.classrooms.find((one) => one.classroom === year.classroom),
    room.staff,
  );
  if (homeroomTeacher === undefined) return err(refusal('school/no-homeroom-teacher', { classroom: year.classroom }));
  const head = headOf(room.staff);
  if (head === undefined) return err(refusal('school/no-school-head'));
  if (file.lookupCode === undefined)
    return err(refusal('school/not-signable', { pupil: year.identity.fullName, why: 'chưa có mã tra cứu' }));
  const pupilId = year.identity.pupilId;
  const versionNumber = Math.max(0, ...room.versions.filter((one) => one.pupilId === pupilId).map((one) => one.versionNumber)) + 1;
  const versionId = unwrap(VersionId.parse(options.versionUuid.replaceAll('-', '')));
  const previousYear = room.previous.get(pupilId);
  const facts: DraftFacts = {
    year,
    outcome,
    school: room.school,
    homeroomTeacher,
    schoolHead: { staffId: head.staffId, fullName: head.fullName, position: head.position },
    lookupCode: file.lookupCode satisfies LookupCode,
    versionId,
    versionNumber,
    createdOn: InstantOf.toPlainDate(options.now),
    earlier: room.earlier.get(pupilId) ?? [],
    ...(life.replacing === undefined ? {} : { replaces: life.replacing }),
    ...(previousYear === undefined ? {} : { previousYear }),
  };
  const hocBa = options.checked ? buildHocBa(facts) : ok(composeHocBa(facts));
  if (!hocBa.ok) return hocBa;
  const version: RecordVersion = {
    pupilId,
    versionNumber,
    versionId,
    classroom: year.classroom,
    wave: hocBa.value.wave,
    ...(life.replacing === undefined ? {} : { replaces: life.replacing }),
  };
  return ok({ hocBa: hocBa.value, version });
}
