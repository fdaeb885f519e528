import { type AssessmentPoint, cellsAt, ethnicityName, type Grade, missingCells, type Refusal, refusal, type SchoolYear } from '#domain';
import { compareFullNames, err, ok, type Result } from '#kernel';
import type { ClassHead, SheetPupil, SummaryPupil } from '#print';
import { GRADE_GROUPS, type GradeGroup, groupOf, type ListedYear, summarySheet, writeWorkbook } from '#workbook';
import { mayReach } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { listedYear } from '../export/listed-year.ts';
import type { ExportedFile } from '../export/service.ts';
import type { Actor, PupilYear } from '../model.ts';
import { type AccessEntry, logAccess } from '../postgres/access-log.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { loadPointCells } from '../postgres/pupil-points.ts';
import { loadPupilFiles } from '../postgres/pupil-years.ts';
import { missingAt } from '../points/missing.ts';
import { assessmentOf, valuesOf } from '../record/assessment.ts';
import { headOf, homeroomTeacherOf } from '../record/staff.ts';
import { notesOf } from './notes.ts';

interface PdfFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
}
interface ClassYear {
  readonly head: ClassHead;
  readonly grade: Grade;
  readonly schoolYear: SchoolYear;
  readonly years: readonly PupilYear[];
}
/** A pupil's year as a sheet of a point shows it, and how many of its cells are empty. */
interface Shown {
  readonly listed: ListedYear;
  readonly missing: number;
}

export const FILE_POINT: Readonly<Record<AssessmentPoint, string>> = {
  midTerm1: 'giua-hoc-ky-1',
  endOfTerm1: 'cuoi-hoc-ky-1',
  midTerm2: 'giua-hoc-ky-2',
  yearEnd: 'cuoi-nam-hoc',
};

/** The pupils of a class who are still there, in the order of its list. Who took the sheet out is written down before it leaves (R52). */
async function readClass<T>(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  what: AccessEntry['what'],
  work: (found: ClassYear, point: (point: AssessmentPoint) => Promise<readonly Shown[]>) => Promise<T>,
): Promise<Result<T, Refusal>> {
  const reached = mayReach(who, classroom);
  if (!reached.ok) return reached;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { school, schoolYear } = now.value;
    const own = (await loadClassrooms(scope, schoolYear)).find((one) => one.classroom === classroom);
    if (own === undefined) return err(refusal('school/class-unknown', { classroom, schoolYear }));
    const years = (await loadPupilFiles(scope, { schoolYear, classroom }))
      .map(({ year }) => year)
      .filter(({ status }) => status !== 'left')
      .toSorted((a, b) => a.listOrder - b.listOrder || compareFullNames(a.identity.fullName, b.identity.fullName));
    if (years.length === 0) return err(refusal('print/nobody'));
    const staff = await loadStaff(scope, schoolYear);
    const at = context.clock.now();
    const { testData, virtualClock } = context.standing;
    await logAccess(scope, { entryId: context.ids.uuid(), at, who: who.name, what, classroom });
    const head: ClassHead = {
      school: { name: school.name, commune: school.commune, issuePlace: school.issuePlace },
      schoolYear,
      classroom,
      homeroomTeacher: homeroomTeacherOf(own, staff)?.fullName ?? '',
      schoolHead: headOf(staff)?.fullName ?? '',
      printedAt: at,
      printedBy: who.name,
      test: testData || virtualClock,
    };
    return ok(
      await work({ head, grade: own.grade, schoolYear, years }, async (point) => {
        if (point === 'yearEnd')
          return years.map((year) => ({ listed: listedYear(year), missing: missingCells(assessmentOf(year, 'yearEnd')).length }));
        const cells = new Map(
          (await loadPointCells(scope, schoolYear, { point, pupilIds: years.map(({ identity }) => identity.pupilId) })).map((one) => [
            one.pupilId,
            one.cells,
          ]),
        );
        return years.map((year) => {
          const own = cells.get(year.identity.pupilId) ?? {};
          const {
            identity,
            frame: { grade, notAssessed },
            status,
          } = year;
          return {
            listed: { identity, classroom, grade, status, notAssessed, values: valuesOf({ cells: own }, 'yearEnd') },
            missing: missingAt(point, year, own).length,
          };
        });
      }),
    );
  });
}

const sheetPupil = ({ identity, values, result, completed, promoted }: ListedYear): SheetPupil => ({
  fullName: identity.fullName,
  birthDate: identity.birthDate,
  female: identity.gender === 2,
  ethnicity: ethnicityName(identity.ethnicity),
  award: values.get('award') ?? '',
  ...(result === undefined ? {} : { result }),
  ...(completed === undefined ? {} : { completed }),
  ...(promoted ? { promoted } : {}),
});
const summaryPupil = (listed: ListedYear): SummaryPupil => ({
  ...sheetPupil(listed),
  disabled: listed.identity.disability !== undefined,
  notAssessed: listed.notAssessed,
  values: listed.values,
});

const byGroup = (shown: readonly Shown[]): readonly (readonly [GradeGroup, readonly Shown[]])[] =>
  GRADE_GROUPS.flatMap((group) => {
    const own = shown.filter(({ listed }) => groupOf(listed.grade) === group);
    return own.length === 0 ? [] : [[group, own] as const];
  });

/** TT 27/2020 Điều 10, Phụ lục 2: Bảng tổng hợp kết quả đánh giá giáo dục of a class at a point. */
export async function classSummaryPdf(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  point: AssessmentPoint,
): Promise<Result<PdfFile, Refusal>> {
  const read = await readClass(context, who, classroom, 'print', async ({ head }, at) => ({
    kind: 'summary' as const,
    head,
    point,
    sections: byGroup(await at(point)).map(([group, own]) => ({
      grades: group.replace('-', '–'),
      cells: cellsAt(point, own[0]!.listed.grade),
      missing: own.reduce((sum, { missing }) => sum + missing, 0),
      pupils: own.map(({ listed }) => summaryPupil(listed)),
    })),
  }));
  if (!read.ok) return read;
  const printed = await context.printer.printSheet(read.value);
  return printed.ok ? ok({ bytes: printed.value, fileName: `bang-tong-hop-${classroom}-${FILE_POINT[point]}.pdf` }) : printed;
}

/** The same table as a workbook. */
export function classSummaryXlsx(
  context: SchoolContext,
  who: Actor,
  classroom: string,
  point: AssessmentPoint,
): Promise<Result<ExportedFile, Refusal>> {
  return readClass(context, who, classroom, 'export', async ({ head, schoolYear }, at) => {
    const groups = byGroup(await at(point));
    const sheets = groups.map(([group, own]) =>
      summarySheet(
        groups.length > 1 ? `${classroom} (khối ${group})` : classroom,
        group,
        point,
        { schoolName: head.school.name, schoolYear, classroom },
        own.map(({ listed }) => listed),
      ),
    );
    return { stream: writeWorkbook(sheets), fileName: `bang-tong-hop-${classroom}-${FILE_POINT[point]}.xlsx` };
  });
}

/** TT 27/2020 Điều 12: Biên bản nghiệm thu, bàn giao kết quả giáo dục of a class, as the year stands now (summer included). */
export async function handoverPdf(context: SchoolContext, who: Actor, classroom: string): Promise<Result<PdfFile, Refusal>> {
  const read = await readClass(context, who, classroom, 'print', async ({ head, grade, years }) => ({
    kind: 'handover' as const,
    head,
    leavesPrimary: grade === 5,
    pupils: years.map((year) => ({ ...sheetPupil(listedYear(year)), ...notesOf(year) })),
  }));
  if (!read.ok) return read;
  const printed = await context.printer.printSheet(read.value);
  return printed.ok ? ok({ bytes: printed.value, fileName: `bien-ban-ban-giao-${classroom}.pdf` }) : printed;
}
