import type { CellEditResults, CellEdits, PointPage, PointPupil, PointsOverview } from '#contract';
import { ASSESSMENT_POINT_LABEL, ASSESSMENT_POINTS, EARLIER_POINTS, type EarlierPoint, type Refusal, refusal } from '#domain';
import { compareFullNames, err, ok, type Result } from '#kernel';
import type { z } from 'zod';
import { mayDo, mayReach, reaches } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { viewOf } from '../desk/grid-pupil.ts';
import type { Actor, Cells, PupilFile } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { loadPointCells, savePointCells } from '../postgres/pupil-points.ts';
import { recordCellEdits } from '../postgres/cell-edits.ts';
import { loadPupilFiles } from '../postgres/pupil-years.ts';
import { outcomeOf } from '../record/outcome.ts';
import { homeroomTeacherOf } from '../record/staff.ts';
import { pointColumnsOf } from './columns.ts';
import { editPoint, mayEditPoint } from './edit-point.ts';
import { missingAt } from './missing.ts';

const EMPTY: Cells = {};

function pointPupil(file: PupilFile, point: EarlierPoint, cells: Cells, order: number): z.input<typeof PointPupil> {
  const { identity, frame, status } = file.year;
  const missing = new Set(missingAt(point, file.year, cells));
  return {
    pupilId: identity.pupilId,
    grade: frame.grade,
    order,
    fullName: identity.fullName,
    birthDate: identity.birthDate,
    notAssessed: frame.notAssessed,
    status,
    editable: mayEditPoint(file).ok,
    cells: Object.fromEntries(
      pointColumnsOf(point, frame.grade).map(({ key }) => {
        const cell = cells[key];
        return [
          key,
          {
            value: cell?.value ?? '',
            revision: cell?.revision ?? 0,
            ...(missing.has(key) ? { missing: true } : {}),
            ...(cell?.source ? { source: cell.source } : {}),
          },
        ];
      }),
    ),
  };
}

/** The entry grid of a class at a point before the year end. Looking is logged (R52). */
export async function pointPage(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  point: EarlierPoint,
): Promise<Result<PointPage, Refusal>> {
  const reached = mayReach(who, classroom);
  if (!reached.ok) return reached;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const own = (await loadClassrooms(scope, schoolYear)).find((one) => one.classroom === classroom);
    if (own === undefined) return err(refusal('school/class-unknown', { classroom, schoolYear }));
    const files = (await loadPupilFiles(scope, { schoolYear, classroom })).toSorted(
      (a, b) => a.year.listOrder - b.year.listOrder || compareFullNames(a.year.identity.fullName, b.year.identity.fullName),
    );
    const cells = new Map(
      (await loadPointCells(scope, schoolYear, { point, pupilIds: files.map(({ year }) => year.identity.pupilId) })).map((one) => [
        one.pupilId,
        one.cells,
      ]),
    );
    await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'classPage', classroom });
    const grades = [...new Set([own.grade, ...files.map(({ year }) => year.frame.grade)])].sort();
    const columns = [...new Map(grades.flatMap((grade) => pointColumnsOf(point, grade)).map((column) => [column.key, column])).values()];
    const pupils = files.map((file, i) => pointPupil(file, point, cells.get(file.year.identity.pupilId) ?? EMPTY, i + 1));
    return ok({
      classroom,
      grade: own.grade,
      schoolYear,
      homeroomTeacher: homeroomTeacherOf(own, await loadStaff(scope, schoolYear))?.fullName ?? '',
      point,
      columns: columns.map((column) => ({ ...column })),
      pupils,
      missingCells: pupils.reduce((sum, pupil) => sum + Object.values(pupil.cells).filter(({ missing }) => missing).length, 0),
    });
  });
}

/** Saves edits of a point cell by cell: one result each, nothing is lost because another cell was refused. */
export async function editPointCells(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  point: EarlierPoint,
  { edits: wanted }: z.output<typeof CellEdits>,
): Promise<Result<z.input<typeof CellEditResults>, Refusal>> {
  for (const allowed of [mayDo(who, 'edit'), mayReach(who, classroom)]) if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const byPupil = Map.groupBy(wanted, ({ pupilId }) => pupilId);
    const pupilIds = [...byPupil.keys()];
    const files = new Map(
      (await loadPupilFiles(scope, { schoolYear, classroom, pupilIds }, 'lock')).map((file) => [
        file.year.identity.pupilId as string,
        file,
      ]),
    );
    const before = new Map((await loadPointCells(scope, schoolYear, { point, pupilIds })).map((one) => [one.pupilId, one.cells]));
    const done = [...byPupil].map(([pupilId, edits]) => {
      const file = files.get(pupilId);
      return file === undefined
        ? { unknown: edits }
        : { pupilId, ...editPoint(file, point, before.get(pupilId) ?? EMPTY, edits, { who: who.name, schoolYear }) };
    });
    const changed = done.flatMap((one) => ('cells' in one && one.edits.length > 0 ? [one] : []));
    await savePointCells(
      scope,
      schoolYear,
      changed.map(({ pupilId, cells }) => ({ pupilId, point, cells })),
    );
    await recordCellEdits(
      scope,
      changed.flatMap(({ edits }) => edits),
      context.clock.now(),
      who.name,
    );
    return ok({
      results: done.flatMap((one) =>
        'cells' in one
          ? one.outcomes.map(({ edit, value, revision, saved, refusal: why }) => ({
              pupilId: edit.pupilId,
              key: edit.key,
              saved,
              value,
              revision,
              ...(why === undefined ? {} : { refusal: viewOf(why) }),
            }))
          : one.unknown.map(({ pupilId, key }) => ({
              pupilId,
              key,
              saved: false,
              value: '',
              revision: 0,
              refusal: viewOf(refusal('school/pupil-unknown', { pupilId, schoolYear })),
            })),
      ),
      pupils: [],
    });
  });
}

/** How many cells each class lacks at each point. It blocks nothing: a year is issued without its earlier points too. */
export function pointsOverview(context: SchoolContext, who: Actor): Promise<Result<PointsOverview, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const cells = new Map((await loadPointCells(scope, schoolYear)).map((one) => [`${one.point}:${one.pupilId}`, one.cells]));
    const byClass = Map.groupBy(
      (await loadPupilFiles(scope, { schoolYear })).map(({ year }) => year),
      ({ classroom }) => classroom,
    );
    const missing = (classroom: string) => (byClass.get(classroom) ?? []).filter(({ status }) => status !== 'left');
    return ok({
      points: ASSESSMENT_POINTS.map((point) => ({ point, label: ASSESSMENT_POINT_LABEL[point] })),
      classes: (await loadClassrooms(scope, schoolYear))
        .filter(({ classroom }) => reaches(who, classroom))
        .map(({ classroom, grade }) => ({
          classroom,
          grade,
          pupils: missing(classroom).length,
          missing: {
            ...(Object.fromEntries(
              EARLIER_POINTS.map((point) => [
                point,
                missing(classroom).reduce(
                  (sum, year) => sum + missingAt(point, year, cells.get(`${point}:${year.identity.pupilId}`) ?? EMPTY).length,
                  0,
                ),
              ]),
            ) as Record<EarlierPoint, number>),
            yearEnd: missing(classroom).reduce((sum, year) => sum + outcomeOf(year).missing.length, 0),
          },
        })),
    });
  });
}
