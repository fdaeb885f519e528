import type { ClassPage } from '#contract';
import { type Refusal, refusal } from '#domain';
import { compareFullNames, err, ok, type Result } from '#kernel';
import { mayReach } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { homeroomTeacherOf } from '../record/staff.ts';
import { columnsOf } from './columns.ts';
import { countStates, type Examined, loadExamined } from './examine.ts';
import { gridPupil } from './grid-pupil.ts';

/** The entry grid of a class with what each pupil's data add up to. Looking is logged (R52). */
export async function classPage(context: SchoolContext, who: Actor, classroom: string): Promise<Result<ClassPage, Refusal>> {
  const reached = mayReach(who, classroom);
  if (!reached.ok) return reached;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const own = (await loadClassrooms(scope, schoolYear)).find((one) => one.classroom === classroom);
    if (own === undefined) return err(refusal('school/class-unknown', { classroom, schoolYear }));
    const pupils = [...(await loadExamined(scope, { schoolYear, classroom }))].sort(
      (a, b) =>
        a.file.year.listOrder - b.file.year.listOrder || compareFullNames(a.file.year.identity.fullName, b.file.year.identity.fullName),
    );
    await logAccess(scope, { entryId: context.ids.uuid(), at: context.clock.now(), who: who.name, what: 'classPage', classroom });
    const grades = [...new Set([own.grade, ...pupils.map(({ file }) => file.year.frame.grade)])].sort();
    const columns = [...new Map(grades.flatMap(columnsOf).map((column) => [column.key, column])).values()];
    return ok({
      classroom,
      grade: own.grade,
      schoolYear,
      homeroomTeacher: homeroomTeacherOf(own, await loadStaff(scope, schoolYear))?.fullName ?? '',
      counts: countStates(pupils),
      missingCells: pupils.reduce((sum, { outcome }) => sum + outcome.missing.length, 0),
      columns: columns.map((column) => ({ ...column })),
      pupils: pupils.map((pupil, index) => gridPupil(pupil, index + 1)),
      next: nextStep(pupils),
    });
  });
}

/** What the class's main button says and does. */
export function nextStep(pupils: readonly Examined[]): ClassPage['next'] {
  const count = (...states: Examined['state'][]) => pupils.filter(({ state }) => states.includes(state)).length;
  const missing = pupils.filter(({ state }) => state === 'incomplete').reduce((sum, { outcome }) => sum + outcome.missing.length, 0);
  const [review, ready, issued, waiting] = [count('review'), count('ready'), count('issued'), count('incomplete')];
  if (review > 0) return { label: `Xác nhận kết quả của ${review} em`, kind: 'review', count: review };
  if (ready > 0) return { label: `Trình ký ${ready} học bạ`, kind: 'sign', count: ready };
  if (missing > 0) return { label: `Còn ${missing} ô trống`, kind: 'fill', count: missing };
  if (issued > 0) return { label: `Nộp ${issued} học bạ lên Sở`, kind: 'submit', count: issued };
  if (waiting > 0) return { label: `${waiting} em chờ đánh giá bổ sung`, kind: 'fill', count: waiting };
  return { label: 'Không còn việc nào', kind: 'none', count: 0 };
}
