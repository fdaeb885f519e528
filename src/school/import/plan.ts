import { describe, isTemporary, type PupilId, type PupilIdentity, refusal, type SchoolYear } from '#domain';
import { isSamePerson, type Problem, type PupilRow, type RefusedRow, type RowSource, rowKey } from '#workbook';
import type { Classroom, PupilFile, StaffMember } from '../model.ts';
import type { CellEdit } from '../postgres/pupil-years.ts';
import { lifeOf } from '../record/life.ts';
import { lockOf } from '../record/lock.ts';
import type { Effect, ImportReading, PupilChange } from './model.ts';
import { headOf } from '../record/staff.ts';
import { planPupil, type PupilPlan } from './pupil-plan.ts';

/** What the school has of the year before the import. */
export interface Present {
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  readonly files: readonly PupilFile[];
  /** Temporary codes that are or were in use, in any year. */
  readonly temporaryCodes: readonly string[];
}

/** Everything an import will write, and what it says about it. */
export interface ImportPlan {
  readonly staff: readonly Effect<StaffMember>[];
  readonly classrooms: readonly Effect<Classroom>[];
  /** Pupils with a temporary code who come with the code of the sector: one pupil stays one pupil (R96). */
  readonly recoded: readonly { readonly from: PupilId; readonly to: PupilId }[];
  /** Pupils of whom anything is written. */
  readonly pupils: readonly PupilPlan[];
  readonly edits: readonly CellEdit[];
  readonly changes: readonly PupilChange[];
  readonly unchanged: number;
  readonly problems: readonly Problem[];
  /** Rows about pupils whose record may not change now. */
  readonly refused: readonly RefusedRow[];
}

/** Compares what the workbooks say with what the school has. Nobody is removed; a record that is signed or handed in is not touched but named. */
export function planImport(reading: ImportReading, present: Present, schoolYear: SchoolYear): ImportPlan {
  const { data } = reading;
  const staff = data.staff.map(({ staffId, fullName, position, working }): StaffMember => ({ staffId, fullName, position, working }));
  const classrooms = data.classrooms.map(({ classroom, grade, homeroomTeacherId }): Classroom => ({ classroom, grade, homeroomStaffId: homeroomTeacherId }));
  const headName = (headOf(staff) ?? headOf(present.staff))?.fullName ?? '';
  const temporary = recodedPupils(data.pupils.map(({ identity }) => identity), present.files);
  const known = new Map([...present.files.map((file) => [file.year.identity.pupilId, file] as const), ...temporary]);
  const orderOf = listOrders(data.pupils, present.files, known);
  const planned = data.pupils.map((row) => {
    const file = known.get(row.identity.pupilId), plan = planPupil(row, file, { schoolYear, listOrder: orderOf(row), headName });
    return { row, plan, lock: plan.change === undefined ? undefined : lockOf(lifeOf(file?.events ?? [])) };
  });
  const locked = planned.flatMap(({ row, plan: { change }, lock }) => (change !== undefined && lock !== undefined ? [lockedProblem(row, change, lock)] : []));
  const open = planned.filter(({ lock }) => lock === undefined).map(({ plan }) => plan), changes = open.flatMap(({ change }) => (change ? [change] : []));
  const pupils = open.filter(({ touched }) => touched);
  return {
    staff: effectsOf(staff, present.staff, ({ staffId }) => staffId), classrooms: effectsOf(classrooms, present.classrooms, ({ classroom }) => classroom),
    pupils, changes, recoded: open.flatMap(({ year: { identity: { pupilId: to } } }) => (temporary.has(to) ? [{ from: temporary.get(to)!.year.identity.pupilId, to }] : [])), edits: pupils.flatMap((plan) => plan.edits), unchanged: open.length - changes.length,
    problems: locked.map(({ problem }) => problem),
    refused: locked.flatMap(({ rows }) => rows),
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

/** Rows of a list that are new or differ from what is there. */
function effectsOf<T extends object>(told: readonly T[], present: readonly T[], key: (one: T) => string): readonly Effect<T>[] {
  const known = new Map(present.map((one) => [key(one), one]));
  return told.flatMap((after): Effect<T>[] => {
    const before = known.get(key(after));
    if (before !== undefined && Object.keys({ ...before, ...after }).every((name) => before[name as keyof T] === after[name as keyof T])) return [];
    return [{ ...(before === undefined ? {} : { before }), after }];
  });
}

function problem(source: RowSource | undefined, severity: Problem['severity'], code: string, params: Record<string, string>): Problem {
  const { message, remedy, publicCode } = describe(refusal(code, params));
  return { file: source?.file ?? '', sheet: source?.sheet ?? null, row: source?.row ?? null, column: null, value: null, code, publicCode, message, remedy, severity };
}

/** The rows of files that speak about a pupil; a list that came with an earlier import is none. */
export const rowsAbout = ({ sources }: PupilRow): readonly RowSource[] =>
  [...new Map([sources.list, ...(sources.results ? [sources.results] : []), ...(sources.remarks ? [sources.remarks] : []), ...sources.supplementary].filter(({ row }) => row > 0).map((source) => [rowKey(source), source])).values()];

function lockedProblem(row: PupilRow, change: PupilChange, lock: { readonly why: string; readonly remedy: string }): { problem: Problem; rows: readonly RefusedRow[] } {
  const cells = change.fields.map(({ label, from, to }) => `${label} “${from}” → “${to}”`).join('; '), rows = rowsAbout(row);
  const said = problem(rows[0], 'error', 'school/import-record-locked', { pupil: change.fullName, classroom: change.classroom, cells, why: lock.why, remedy: lock.remedy });
  return { problem: said, rows: rows.map(({ file, sheet, row: number }) => ({ file, sheet, row: number, reasons: [{ column: null, code: said.code, message: said.message, remedy: said.remedy }] })) };
}

const inFiles = (row: PupilRow): boolean => row.sources.list.row > 0;

/** Pupils of the school whom a list does not name; nobody when no list was given. */
function absentOf(rows: readonly PupilRow[], files: readonly PupilFile[]): readonly PupilFile[] {
  const listed = new Set(rows.filter(inFiles).map((row) => row.identity.pupilId));
  return listed.size === 0 ? [] : files.filter(({ year }) => year.status !== 'left' && !listed.has(year.identity.pupilId));
}

/** Warnings about pupils whom the list leaves out; `named` are those it does speak of, in a row that is refused or asked for. */
export const absentProblems = (rows: readonly PupilRow[], { files }: Present, named: ReadonlySet<string>): readonly Problem[] =>
  absentOf(rows, files).filter(({ year }) => !named.has(year.identity.pupilId)).map(({ year }) => problem(undefined, 'warning', 'school/import-pupil-not-listed', { pupil: year.identity.fullName, classroom: year.classroom }));

/** A list of everybody gives everybody a place; one of some only adds newcomers behind the others. */
function listOrders(rows: readonly PupilRow[], files: readonly PupilFile[], known: ReadonlyMap<string, PupilFile>): (row: PupilRow) => number {
  const found = new Set(rows.map(({ identity }) => known.get(identity.pupilId))), last = files.reduce((max, { year }) => Math.max(max, year.listOrder), 0);
  const whole = rows.some(inFiles) && absentOf(rows, files.filter((file) => !found.has(file))).length === 0;
  const order = new Map(rows.map((row, index) => [row, index + 1]));
  return (row) => (whole ? order.get(row)! : (known.get(row.identity.pupilId)?.year.listOrder ?? last + order.get(row)!));
}
