import { describe, type EarlierPoint, isTemporary, type PupilId, type PupilIdentity, refusal, type SchoolYear } from '#domain';
import { isSamePerson, type Problem, type PupilRow, type RefusedRow, type RowSource, rowKey, type SchoolYearData } from '#workbook';
import type { Cells, Classroom, PupilFile, StaffMember } from '../model.ts';
import { mayEditPoint } from '../points/edit-point.ts';
import { lifeOf } from '../record/life.ts';
import { type Lock, lockOf } from '../record/lock.ts';
import type { Effect, FieldChange, PlannedWrites, PupilChange, PupilEffect } from './model.ts';
import { headOf } from '../record/staff.ts';
import { planPoints, type PointPlan } from './point-plan.ts';
import { planPupil, type PupilPlan } from './pupil-plan.ts';

/** What the school has of the year before the import. */
export interface Present {
  readonly staff: readonly StaffMember[];
  readonly classrooms: readonly Classroom[];
  readonly files: readonly PupilFile[];
  /** What is entered at points before the year end, by `pointKey`. */
  readonly points: ReadonlyMap<string, Cells>;
  /** Temporary codes that are or were in use, in any year. */
  readonly temporaryCodes: readonly string[];
  /** Of cells of pupils who were taken out of the year again, the last revision, by `pupil cell`: theirs go on where they ended. */
  readonly formerRevisions: ReadonlyMap<string, number>;
}

export const pointKey = (pupilId: string, point: EarlierPoint): string => `${point} ${pupilId}`;

/** What an import will write, and what it says about it. */
export interface ImportPlan {
  readonly writes: PlannedWrites;
  readonly changes: readonly PupilChange[];
  readonly unchanged: number;
  readonly problems: readonly Problem[];
  /** Rows about pupils whose record may not change now. */
  readonly refused: readonly RefusedRow[];
}

/** Compares what the workbooks say with what the school has. Nobody is removed; a record that is signed or handed in is not touched but named. */
export function planImport(data: SchoolYearData, present: Present, schoolYear: SchoolYear): ImportPlan {
  const staff = data.staff.map(({ staffId, fullName, position, working }): StaffMember => ({ staffId, fullName, position, working }));
  const classrooms = data.classrooms.map(
    ({ classroom, grade, homeroomTeacherId }): Classroom => ({ classroom, grade, homeroomStaffId: homeroomTeacherId }),
  );
  const headName = (headOf(staff) ?? headOf(present.staff))?.fullName ?? '';
  const temporary = recodedPupils(
    data.pupils.map(({ identity }) => identity),
    present.files,
  );
  const known = new Map([...present.files.map((file) => [file.year.identity.pupilId, file] as const), ...temporary]);
  const orderOf = listOrders(data.pupils, present.files, known);
  const planned = data.pupils.map((row): Planned => {
    const file = known.get(row.identity.pupilId);
    const plan = planPupil(row, file, {
      schoolYear,
      listOrder: orderOf(row),
      headName,
      formerRevision: (key) => present.formerRevisions.get(`${row.identity.pupilId} ${key}`) ?? 0,
    });
    const life = lifeOf(file?.events ?? []);
    const points = planPoints(
      row,
      (point) => present.points.get(pointKey(file?.year.identity.pupilId ?? row.identity.pupilId, point)) ?? {},
    );
    // A signed year does not hold its earlier points: only finality closes them.
    const closed = points.length > 0 && !mayEditPoint({ year: plan.year, events: file?.events ?? [] }).ok;
    const lock = lockOf(life);
    return {
      row,
      ...(file === undefined ? {} : { file }),
      plan,
      points: closed ? [] : points,
      closedPoints: closed ? points : [],
      ...(lock === undefined ? {} : { lock }),
    };
  });
  const locked = planned.flatMap(lockedProblems);
  const open = planned.filter(isOpen);
  const changes = planned.flatMap((one) => changeOf(one) ?? []);
  const written = open.filter(({ plan: { touched } }) => touched);
  return {
    writes: {
      staff: effectsOf(staff, present.staff, ({ staffId }) => staffId),
      classrooms: effectsOf(classrooms, present.classrooms, ({ classroom }) => classroom),
      recoded: open.flatMap(
        ({
          row: {
            identity: { pupilId: to },
          },
        }) => (temporary.has(to) ? [{ from: temporary.get(to)!.year.identity.pupilId, to }] : []),
      ),
      pupils: planned.flatMap((one) => effectOf(one) ?? []),
      newlyCoded: written
        .filter(({ file, plan: { year } }) => year.status !== 'left' && file?.lookupCode === undefined)
        .map(({ row: { identity } }) => identity.pupilId),
      reopened: written.flatMap(reopenedBy),
    },
    changes,
    unchanged: planned.filter(
      (one) =>
        isOpen(one) &&
        one.closedPoints.length === 0 &&
        one.plan.change === undefined &&
        one.points.every(({ fields }) => fields.length === 0),
    ).length,
    problems: locked.map(({ problem }) => problem),
    refused: locked.flatMap(({ rows }) => rows),
  };
}

interface Planned {
  readonly row: PupilRow;
  /** What the school has of the pupil. */
  readonly file?: PupilFile;
  readonly plan: PupilPlan;
  readonly points: readonly PointPlan[];
  /** Of a year that is final: they are not written. */
  readonly closedPoints: readonly PointPlan[];
  readonly lock?: Lock;
}

/** Whether the year may be written: it changes nothing that people see, or nothing holds it. */
const isOpen = ({ plan, lock }: Planned): boolean => plan.change === undefined || lock === undefined;

/** What is written of a pupil. */
function effectOf(one: Planned): PupilEffect | undefined {
  const {
    row: {
      identity: { pupilId, fullName },
      classroom,
    },
    file,
    plan: { touched, year: after },
    points,
  } = one;
  const writesYear = touched && isOpen(one);
  if (!writesYear && points.length === 0) return undefined;
  return {
    pupilId,
    fullName,
    classroom,
    ...(writesYear ? { year: { ...(file === undefined ? {} : { before: file.year }), after } } : {}),
    ...(points.length === 0 ? {} : { points: points.map(({ point, before, after: to }) => ({ point, before, after: to })) }),
  };
}

/** New data behind a refused or withdrawn record open it again: the state on screen follows the data from here on. */
function reopenedBy({
  row: {
    identity: { pupilId },
  },
  file,
  plan: { change },
}: Planned): PlannedWrites['reopened'] {
  const { progress, eventCount } = lifeOf(file?.events ?? []);
  return change !== undefined && (progress.at === 'refused' || progress.at === 'withdrawn') ? [{ pupilId, after: eventCount }] : [];
}

/** What people see of a pupil: the year's changes, unless it is held, and those of earlier points. */
function changeOf(one: Planned): PupilChange | undefined {
  const {
    row: {
      identity: { pupilId, fullName },
      classroom,
    },
    plan,
    points,
  } = one;
  const fields = points.flatMap((point) => point.fields);
  const change = isOpen(one) ? plan.change : undefined;
  if (change !== undefined) return { ...change, fields: [...change.fields, ...fields] };
  return fields.length === 0 ? undefined : { pupilId, fullName, classroom, kind: 'changed', fields };
}

/** By new code, the pupil with a temporary code who is that person; whoever could be two stays as he is. */
function recodedPupils(listed: readonly PupilIdentity[], files: readonly PupilFile[]): ReadonlyMap<PupilId, PupilFile> {
  const codes = new Set(listed.map(({ pupilId }) => pupilId));
  const known = new Set(files.map(({ year }) => year.identity.pupilId));
  const waiting = files.filter(({ year }) => isTemporary(year.identity.pupilId) && !codes.has(year.identity.pupilId));
  const arrived = listed.filter(({ pupilId }) => !isTemporary(pupilId) && !known.has(pupilId));
  return new Map(
    waiting.flatMap((file) => {
      const same = arrived.filter((identity) => isSamePerson(identity, file.year.identity));
      const [only] = same;
      const rivals = waiting.filter(({ year }) => only !== undefined && isSamePerson(only, year.identity)).length;
      return only !== undefined && same.length === 1 && rivals === 1 ? [[only.pupilId, file] as const] : [];
    }),
  );
}

/** Rows of a list that are new or differ from what is there. */
function effectsOf<T extends object>(told: readonly T[], present: readonly T[], key: (one: T) => string): readonly Effect<T>[] {
  const known = new Map(present.map((one) => [key(one), one]));
  return told.flatMap((after): Effect<T>[] => {
    const before = known.get(key(after));
    if (before !== undefined && Object.keys({ ...before, ...after }).every((name) => before[name as keyof T] === after[name as keyof T]))
      return [];
    return [{ ...(before === undefined ? {} : { before }), after }];
  });
}

function problem(source: RowSource | undefined, severity: Problem['severity'], code: string, params: Record<string, string>): Problem {
  const { message, remedy, publicCode } = describe(refusal(code, params));
  return {
    file: source?.file ?? '',
    sheet: source?.sheet ?? null,
    row: source?.row ?? null,
    column: null,
    value: null,
    code,
    publicCode,
    message,
    remedy,
    severity,
  };
}

const inFiles = ({ row }: RowSource): boolean => row > 0;
const distinct = (sources: readonly RowSource[]): readonly RowSource[] => [
  ...new Map(sources.filter(inFiles).map((source) => [rowKey(source), source])).values(),
];
const yearRows = ({ sources }: PupilRow): readonly RowSource[] =>
  distinct([
    sources.list,
    ...(sources.results ? [sources.results] : []),
    ...(sources.remarks ? [sources.remarks] : []),
    ...sources.supplementary,
  ]);

/** The rows of files that speak about a pupil; a list that came with an earlier import is none. */
export const rowsAbout = (row: PupilRow): readonly RowSource[] =>
  distinct([...yearRows(row), ...Object.values(row.points ?? {}).map(({ source }) => source)]);

/** What is not taken of a pupil whose record is under way, issued or final, with its rows. */
function lockedProblems(one: Planned): readonly { problem: Problem; rows: readonly RefusedRow[] }[] {
  const {
    row,
    plan: { change },
    closedPoints,
    lock,
  } = one;
  if (lock === undefined) return [];
  const said = (fields: readonly FieldChange[], rows: readonly RowSource[]) => {
    const cells = fields.map(({ label, from, to }) => `${label} “${from}” → “${to}”`).join('; ');
    const told = problem(rows[0], 'error', 'school/import-record-locked', {
      pupil: row.identity.fullName,
      classroom: row.classroom,
      cells,
      why: lock.why,
      remedy: lock.remedy,
    });
    return {
      problem: told,
      rows: rows.map(({ file, sheet, row: number }) => ({
        file,
        sheet,
        row: number,
        reasons: [{ column: null, code: told.code, message: told.message, remedy: told.remedy }],
      })),
    };
  };
  return [
    ...(change === undefined ? [] : [said(change.fields, yearRows(row))]),
    ...closedPoints.filter(({ fields }) => fields.length > 0).map(({ fields, source }) => said(fields, [source])),
  ];
}

const inList = ({ sources }: PupilRow): boolean => inFiles(sources.list);

/** Pupils of the school whom a list does not name; nobody when no list was given. */
function absentOf(rows: readonly PupilRow[], files: readonly PupilFile[]): readonly PupilFile[] {
  const listed = new Set(rows.filter(inList).map((row) => row.identity.pupilId));
  return listed.size === 0 ? [] : files.filter(({ year }) => year.status !== 'left' && !listed.has(year.identity.pupilId));
}

/** Warnings about pupils whom the list leaves out; `named` are those it does speak of, in a row that is refused or asked for. */
export const absentProblems = (rows: readonly PupilRow[], { files }: Present, named: ReadonlySet<string>): readonly Problem[] =>
  absentOf(rows, files)
    .filter(({ year }) => !named.has(year.identity.pupilId))
    .map(({ year }) =>
      problem(undefined, 'warning', 'school/import-pupil-not-listed', { pupil: year.identity.fullName, classroom: year.classroom }),
    );

/** A list of everybody gives everybody a place; one of some only adds newcomers behind the others. */
function listOrders(
  rows: readonly PupilRow[],
  files: readonly PupilFile[],
  known: ReadonlyMap<string, PupilFile>,
): (row: PupilRow) => number {
  const found = new Set(rows.map(({ identity }) => known.get(identity.pupilId)));
  const last = files.reduce((max, { year }) => Math.max(max, year.listOrder), 0);
  const whole =
    rows.some(inList) &&
    absentOf(
      rows,
      files.filter((file) => !found.has(file)),
    ).length === 0;
  const order = new Map(rows.map((row, index) => [row, index + 1]));
  return (row) => (whole ? order.get(row)! : (known.get(row.identity.pupilId)?.year.listOrder ?? last + order.get(row)!));
}
