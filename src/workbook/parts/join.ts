import { EARLIER_POINTS, type EarlierPoint, type Grade } from '#domain';
import type { ClassroomRow, PupilRow, RowSource, StaffRow } from '../model.ts';
import type { Report } from '../problem.ts';
import { classroomKey } from './classroom.ts';
import { assembleYear, type Draft, emptyDraft } from './draft.ts';
import type { ListedPupil } from './listed-pupil.ts';
import type { ResultRow } from './results.ts';
import type { SupplementaryReading } from './supplementary.ts';

/** What the files say of one point before the year end. */
export interface PointParts {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly results: ReadonlyMap<string, ResultRow>;
}

export interface Parts {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly results: ReadonlyMap<string, ResultRow>;
  readonly points: ReadonlyMap<EarlierPoint, PointParts>;
  readonly remarks: ReadonlyMap<string, RowSource>;
  readonly supplementary: ReadonlyMap<string, SupplementaryReading>;
}

/** TT 27/2020 Điều 8. The sheets say it outright or by a disability with a row that is blank from end to end. */
function isNotAssessed(pupil: ListedPupil, result: ResultRow | undefined, report: Report): boolean {
  const stated = pupil.notAssessed ?? result?.notAssessed;
  const place = result?.source ?? pupil.source;
  if (stated && result && result.filled > 0) report.problem('workbook/not-assessed-conflict', place, { pupil: pupil.who });
  if (stated !== undefined || !result || !pupil.identity?.disability) return stated ?? false;
  const silent = result.filled === 0 && result.sheetResult === undefined && Object.keys(result.sheetFlags).length === 0;
  if (silent) report.problem('workbook/not-assessed', place, { pupil: pupil.who, disability: pupil.identity.disability });
  return silent;
}

function pointsOf(pupilId: string, { points }: Parts): Pick<PupilRow, 'points'> {
  const rows = EARLIER_POINTS.flatMap((point) => {
    const at = points.get(point);
    const row = at?.results.get(pupilId);
    return row === undefined ? [] : [[point, { assessment: assembleYear(at!.drafts.get(pupilId)!, false), source: row.source }] as const];
  });
  return rows.length === 0 ? {} : { points: Object.fromEntries(rows) };
}

/** One pupil with everything the files say. A pupil whose row had an error stays out: with an error nothing is stored. */
export function joinPupil(pupil: ListedPupil, parts: Parts, report: Report): readonly PupilRow[] {
  const { identity, grade, status } = pupil;
  if (!identity || !grade || !status) return [];
  const base = { identity, classroom: pupil.classroom, grade, status, ...(pupil.statusDate ? { statusDate: pupil.statusDate } : {}) };
  if (status === 'left')
    return [
      { ...base, assessment: assembleYear(emptyDraft(grade), false), sheetFlags: {}, sources: { list: pupil.source, supplementary: [] } },
    ];
  const result = parts.results.get(pupil.pupilId);
  const remarks = parts.remarks.get(pupil.pupilId);
  const summer = parts.supplementary.get(pupil.pupilId);
  return [
    {
      ...base,
      assessment: assembleYear(parts.drafts.get(pupil.pupilId)!, isNotAssessed(pupil, result, report)),
      ...(result?.sheetResult ? { sheetResult: result.sheetResult } : {}),
      sheetFlags: result?.sheetFlags ?? {},
      ...(summer?.supplementary ? { supplementary: summer.supplementary } : {}),
      ...pointsOf(pupil.pupilId, parts),
      sources: {
        list: pupil.source,
        ...(result ? { results: result.source } : {}),
        ...(remarks ? { remarks } : {}),
        supplementary: summer?.sources ?? [],
      },
    },
  ];
}

const teachersOf = (staff: readonly StaffRow[], report: Report): ReadonlyMap<string, StaffRow> => {
  const teachers = new Map<string, StaffRow>();
  for (const person of staff.filter(({ working }) => working)) {
    for (const classroom of person.homeroomClassrooms) {
      const other = teachers.get(classroomKey(classroom));
      if (other) report.problem('workbook/duplicate-homeroom', person.source, { pupil: person.fullName, other: other.fullName, classroom });
      else teachers.set(classroomKey(classroom), person);
    }
  }
  return teachers;
};

/** The classrooms of the list, each with its homeroom teacher. */
export function joinClassrooms(pupils: readonly ListedPupil[], staff: readonly StaffRow[], report: Report): readonly ClassroomRow[] {
  const teachers = teachersOf(staff, report);
  const byClassroom = Map.groupBy(
    pupils.filter(({ classroom, status }) => classroom !== '' && status !== 'left'),
    ({ classroom }) => classroom,
  );
  for (const person of new Set(teachers.values())) {
    for (const classroom of person.homeroomClassrooms) {
      if (![...byClassroom.keys()].some((known) => classroomKey(known) === classroomKey(classroom)))
        report.problem('workbook/classroom-empty', person.source, { pupil: person.fullName, classroom });
    }
  }
  return [...byClassroom].flatMap(([classroom, members]) => {
    const teacher = teachers.get(classroomKey(classroom));
    const grades = members.flatMap(({ grade }) => grade ?? []);
    if (!teacher)
      report.problem('workbook/no-homeroom-teacher', members[0]!.classroomPlace, {
        classroom,
        pupil: members[0]!.who,
        count: members.length,
      });
    return teacher && grades.length > 0 ? [{ classroom, grade: Math.min(...grades) as Grade, homeroomTeacherId: teacher.staffId }] : [];
  });
}
