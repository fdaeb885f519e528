import { describe, isTemporary, type PupilId, type PupilIdentity, refusal, type SchoolYear } from '#domain';
import { isSamePerson, type Problem, type RowSource } from '#workbook';
import type { Classroom, PupilFile, StaffMember } from '../model.ts';
import type { CellEdit } from '../postgres/pupil-years.ts';
import { lifeOf } from '../record/life.ts';
import { lockOf } from '../record/lock.ts';
import type { ImportReading, PupilChange } from './model.ts';
import { headOf } from '../record/staff.ts';
import { planPupil, type PupilPlan } from './pupil-plan.ts';

/** What the school has of the year before the import. */
export interface Present {
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  readonly files: readonly PupilFile[];
}

/** Everything an import will write, and what it says about it. */
export interface ImportPlan {
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  readonly identities: readonly PupilIdentity[];
  /** Pupils with a temporary code who come with the code of the sector: one pupil stays one pupil (R96). */
  readonly recoded: readonly { readonly from: PupilId; readonly to: PupilId }[];
  readonly pupils: readonly PupilPlan[];
  readonly edits: readonly CellEdit[];
  readonly changes: readonly PupilChange[];
  readonly unchanged: number;
  readonly problems: readonly Problem[];
}

/** Compares what the workbooks say with what the school has. Nobody is removed; a record that is signed or handed in is not touched but named. */
export function planImport(reading: ImportReading, present: Present, schoolYear: SchoolYear): ImportPlan {
  const { data } = reading;
  const staff = data.staff.map(({ staffId, fullName, position, working }): StaffMember => ({ staffId, fullName, position, working }));
  const classrooms = data.classrooms.map(({ classroom, grade, homeroomTeacherId }): Classroom => ({ classroom, grade, homeroomStaffId: homeroomTeacherId }));
  const headName = (headOf(staff) ?? headOf(present.staff))?.fullName ?? '';
  const known = new Map(present.files.map((file) => [file.year.identity.pupilId, file]));
  const temporary = recodedPupils(data.pupils.map(({ identity }) => identity), present.files);
  const pupils = data.pupils.map((row, index) => planPupil(row, known.get(row.identity.pupilId) ?? temporary.get(row.identity.pupilId), { schoolYear, listOrder: index + 1, headName }));
  const changes = pupils.flatMap(({ change }) => (change ? [change] : []));
  return {
    staff: staff.filter((one) => !present.staff.some((other) => sameStaff(one, other))),
    classrooms: classrooms.filter((one) => !present.classrooms.some((other) => other.classroom === one.classroom && other.grade === one.grade && other.homeroomStaffId === one.homeroomStaffId)),
    identities: data.pupils.map((row) => row.identity),
    pupils, changes,
    recoded: [...temporary].map(([to, { year }]) => ({ from: year.identity.pupilId, to })),
    edits: pupils.flatMap((plan) => plan.edits),
    unchanged: pupils.length - changes.length,
    problems: [...lockedProblems(data.pupils.map((row) => row.sources.list), pupils, known), ...absentProblems(present, new Set([...data.pupils.map((row) => row.identity.pupilId), ...[...temporary.values()].map(({ year }) => year.identity.pupilId)]))],
  };
}

/** By new code, the pupil with a temporary code who is that person; whoever could be two stays as he is. */
function recodedPupils(listed: readonly PupilIdentity[], files: readonly PupilFile[]): ReadonlyMap<PupilId, PupilFile> {
  const codes = new Set(listed.map(({ pupilId }) => pupilId)), known = new Set(files.map(({ year }) => year.identity.pupilId));
  const waiting = files.filter(({ year }) => isTemporary(year.identity.pupilId) && !codes.has(year.identity.pupilId));
  const arrived = listed.filter(({ pupilId }) => !isTemporary(pupilId) && !known.has(pupilId));
  return new Map(waiting.flatMap((file) => {
    const same = arrived.filter((identity) => isSamePerson(identity, file.year.identity)), [only] = same;
    const rivals = waiting.filter(({ year }) => only !== undefined && isSamePerson(only, year.identity)).length;
    return only !== undefined && same.length === 1 && rivals === 1 ? [[only.pupilId, file] as const] : [];
  }));
}

const sameStaff = (a: StaffMember, b: StaffMember): boolean => a.staffId === b.staffId && a.fullName === b.fullName && a.position === b.position && a.working === b.working;

function problem(source: RowSource | undefined, severity: Problem['severity'], code: string, params: Record<string, string>): Problem {
  const { message, remedy, publicCode } = describe(refusal(code, params));
  return { file: source?.file ?? '', sheet: source?.sheet ?? null, row: source?.row ?? null, column: null, value: null, code, publicCode, message, remedy, severity };
}

function lockedProblems(sources: readonly RowSource[], pupils: readonly PupilPlan[], known: ReadonlyMap<string, PupilFile>): readonly Problem[] {
  return pupils.flatMap(({ change }, index) => {
    if (change === undefined) return [];
    const lock = lockOf(lifeOf(known.get(change.pupilId)?.events ?? []));
    if (lock === undefined) return [];
    const cells = change.fields.map(({ label, from, to }) => `${label} “${from}” → “${to}”`).join('; ');
    return [problem(sources[index], 'error', 'school/import-record-locked', { pupil: change.fullName, classroom: change.classroom, cells, why: lock.why, remedy: lock.remedy })];
  });
}

function absentProblems(present: Present, listed: ReadonlySet<string>): readonly Problem[] {
  return present.files.filter(({ year }) => year.status !== 'left' && !listed.has(year.identity.pupilId))
    .map(({ year }) => problem(undefined, 'warning', 'school/import-pupil-not-listed', { pupil: year.identity.fullName, classroom: year.classroom }));
}
