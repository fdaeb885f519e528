import type { EXPORT_LISTS } from '#contract';
import { type Refusal, refusal, type SchoolYear } from '#domain';
import { compareCodes, err, ok, type Result } from '#kernel';
import { type ExportSheet, type ListHead, staffSheet, writeWorkbook } from '#workbook';
import { mayDo, mayReach, reaches } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { loadExamined } from '../desk/examine.ts';
import type { Actor, PupilYear } from '../model.ts';
import { logAccess } from '../postgres/access-log.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { loadClassGrades, loadPupilFiles } from '../postgres/pupil-years.ts';
import { listedYear } from './listed-year.ts';
import { type ClassGrades, type SheetPer, sheetsOf } from './lists.ts';
import { classesSheet, type ClassState, recordsSheet } from './state-sheets.ts';

export type ListName = (typeof EXPORT_LISTS)[number];
/** Names of files as the sector database gives them. */
const FILE_NAME: Readonly<Record<ListName, string>> = {
  pupils: 'C1-HocSinh',
  staff: 'CSDL_GiaoVien',
  results: 'KetQua',
  remarks: 'NhanXet',
  supplementary: 'DanhGiaBoSung',
  classes: 'TinhTrangHocBa',
};

export interface WantedList {
  readonly list: ListName;
  readonly classroom?: string | undefined;
  readonly per: SheetPer;
}
export interface ExportedFile {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly fileName: string;
}

/**
 * A list of the school as a workbook that can be brought in again. Who exported which class is written down (R52) before the first
 * octet leaves; classes are read one after the other, so that the memory does not grow with the school.
 */
export async function exportList(
  context: SchoolContext,
  who: Actor,
  { list, classroom, per }: WantedList,
): Promise<Result<ExportedFile, Refusal>> {
  const allowed = list === 'staff' ? mayDo(who, 'import') : mayDo(who, 'view');
  if (!allowed.ok) return allowed;
  const reached = classroom === undefined ? ok(undefined) : mayReach(who, classroom);
  if (!reached.ok) return reached;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { school, schoolYear } = now.value;
    const classes = (await loadClassGrades(scope, schoolYear))
      .filter((one) => (classroom === undefined ? reaches(who, one.classroom) : one.classroom === classroom))
      .toSorted((a, b) => compareCodes(a.classroom, b.classroom));
    if (classroom !== undefined && classes.length === 0) return err(refusal('school/class-unknown', { classroom, schoolYear }));
    if (classes.length === 0) return err(refusal('school/year-empty'));
    const at = context.clock.now();
    for (const one of list === 'staff' ? [] : classes)
      await logAccess(scope, { entryId: context.ids.uuid(), at, who: who.name, what: 'export', classroom: one.classroom });
    const head: ListHead = { schoolName: school.name, schoolYear };
    const sheets =
      list === 'staff'
        ? [staffSheet(head, await staffWithClasses())]
        : list === 'classes'
          ? stateSheets(context, who, schoolYear, head, classes)
          : sheetsOf(list, per, head, classes, async (one) => (await yearsOf(context, who, schoolYear, one)).map(listedYear));
    return ok({ stream: writeWorkbook(sheets), fileName: `${school.code}_${FILE_NAME[list]}.xlsx` });

    async function staffWithClasses() {
      const classrooms = await loadClassrooms(scope, schoolYear);
      return (await loadStaff(scope, schoolYear)).map((person) => ({
        ...person,
        homeroomClassrooms: classrooms.filter(({ homeroomStaffId }) => homeroomStaffId === person.staffId).map((one) => one.classroom),
      }));
    }
  });
}

/** Read in a transaction of its own: the answer is already on its way. */
async function inParts<T>(read: Promise<Result<T, Refusal>>): Promise<T> {
  const got = await read;
  if (!got.ok) throw new Error(`the export broke off: ${got.error.code}`);
  return got.value;
}

const yearsOf = (context: SchoolContext, who: Actor, schoolYear: SchoolYear, classroom: string): Promise<readonly PupilYear[]> =>
  inParts(
    inSchool(context, who.schoolCode, async (scope) =>
      ok((await loadPupilFiles(scope, { schoolYear, classroom })).map(({ year }) => year).toSorted((a, b) => a.listOrder - b.listOrder)),
    ),
  );

async function* stateSheets(
  context: SchoolContext,
  who: Actor,
  schoolYear: SchoolYear,
  head: ListHead,
  classes: readonly ClassGrades[],
): AsyncGenerator<ExportSheet> {
  const { states, staff } = await inParts(
    inSchool(context, who.schoolCode, async (scope) => {
      const classrooms = await loadClassrooms(scope, schoolYear);
      const found: ClassState[] = [];
      for (const { classroom } of classes) {
        const own = classrooms.find((one) => one.classroom === classroom);
        if (own !== undefined)
          found.push({
            classroom: own,
            pupils: (await loadExamined(scope, { schoolYear, classroom })).toSorted(
              (a, b) => a.file.year.listOrder - b.file.year.listOrder,
            ),
          });
      }
      return ok({ states: found, staff: await loadStaff(scope, schoolYear) });
    }),
  );
  yield classesSheet(head, states, staff);
  yield recordsSheet(head, states);
}
