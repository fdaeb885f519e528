import {
  type ExportSheet,
  GRADE_GROUPS,
  type GradeGroup,
  groupOf,
  type ListedYear,
  type ListHead,
  pupilsSheet,
  remarksSheet,
  resultsSheet,
  supplementarySheet,
  type Years,
} from '#workbook';

/** How the pupils of several classes are laid out: one sheet for all (of a grade group, where its layout differs), or one per class. */
export type SheetPer = 'school' | 'class';

/** A class with the grades of its pupils; a combined class (lớp ghép) has several. */
export interface ClassGrades {
  readonly classroom: string;
  readonly grades: readonly number[];
}

/** Pupils of one class in the order of its list. */
export type YearsOfClass = (classroom: string) => Promise<readonly ListedYear[]>;

/** A list whose layout is the same in every grade. */
const SAME_LAYOUT = { pupils: ['C1-HocSinh', pupilsSheet], supplementary: ['DanhGiaBoSung', supplementarySheet] } as const satisfies Record<
  string,
  readonly [string, (name: string, head: ListHead, years: Years) => ExportSheet]
>;
/** A list with a layout for each group of grades. Pupils who moved away have no results. */
const BY_GROUP = { results: ['KetQua_Lop', resultsSheet], remarks: ['NhanXet_Lop', remarksSheet] } as const satisfies Record<
  string,
  readonly [string, (name: string, group: GradeGroup, head: ListHead, years: Years) => ExportSheet]
>;
export type PupilList = keyof typeof SAME_LAYOUT | keyof typeof BY_GROUP;

/** The sheets of a list. Classes are read one after the other while their rows are written. */
export function* sheetsOf(
  list: PupilList,
  per: SheetPer,
  head: ListHead,
  classes: readonly ClassGrades[],
  yearsOf: YearsOfClass,
): Generator<ExportSheet> {
  async function* of(some: readonly ClassGrades[], wanted: (year: ListedYear) => boolean): AsyncGenerator<ListedYear> {
    for (const { classroom } of some) for (const year of await yearsOf(classroom)) if (wanted(year)) yield year;
  }
  if (list === 'pupils' || list === 'supplementary') {
    const [name, sheet] = SAME_LAYOUT[list];
    if (per === 'school')
      yield sheet(
        name,
        head,
        of(classes, () => true),
      );
    else
      for (const one of classes)
        yield sheet(
          one.classroom,
          head,
          of([one], () => true),
        );
    return;
  }
  const [prefix, sheet] = BY_GROUP[list];
  const present = ({ status, grade }: ListedYear, group: GradeGroup) => status !== 'left' && groupOf(grade) === group;
  const groupsOf = ({ grades }: ClassGrades) =>
    GRADE_GROUPS.filter((group) => grades.some((grade) => groupOf(grade as ListedYear['grade']) === group));
  if (per === 'class') {
    for (const one of classes) {
      const groups = groupsOf(one);
      for (const group of groups)
        yield sheet(
          groups.length > 1 ? `${one.classroom} (khối ${group})` : one.classroom,
          group,
          head,
          of([one], (year) => present(year, group)),
        );
    }
    return;
  }
  for (const group of GRADE_GROUPS) {
    const own = classes.filter((one) => groupsOf(one).includes(group));
    if (own.length > 0)
      yield sheet(
        `${prefix}${group}`,
        group,
        head,
        of(own, (year) => present(year, group)),
      );
  }
}
