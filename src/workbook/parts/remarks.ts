import { curriculumOf, type Grade } from '#domain';
import { HEADER_OF } from '../labels/fields.ts';
import { type RowSource, sheetKey } from '../model.ts';
import type { Report } from '../problem.ts';
import type { Table } from '../sheet/rows.ts';
import { contradicted, type Spoken } from './again.ts';
import { headerOfCell } from './cell-header.ts';
import { cellColumns, type Draft, readCells } from './draft.ts';
import type { Matching } from './find-pupil.ts';
import { identityPlace, matchPupil, sourceOf } from './match-pupil.ts';

const COMMON = [
  'health.heightCm',
  'health.weightKg',
  'health.note',
  'absence.excused',
  'absence.unexcused',
  'remark.qualities',
  'remark.generalCompetencies',
  'remark.specificCompetencies',
];

/** A column that no table of a sheet has, of those that the grades in it need; `elsewhere`: those of sheets of results. */
function reportMissing(
  read: readonly { readonly table: Table; readonly grades: ReadonlySet<Grade> }[],
  elsewhere: ReadonlySet<string>,
  report: Report,
): void {
  for (const own of Map.groupBy(read, ({ table }) => sheetKey({ file: table.sheet.file, sheet: table.sheet.name })).values()) {
    const grades = new Set(own.flatMap((one) => [...one.grades]));
    const { file, name } = own[0]!.table.sheet;
    const expected = [
      ...COMMON,
      ...[...grades].flatMap((grade) =>
        curriculumOf(grade)
          .subjects.filter(({ optional }) => !optional)
          .map(({ code }) => `subject.${code}.remark`),
      ),
    ];
    for (const key of new Set(expected)) {
      if (grades.size > 0 && !own.some(({ table }) => table.columns.has(key)) && !elsewhere.has(key))
        report.problem('workbook/optional-column', { file, sheet: name }, { label: HEADER_OF[key] ?? headerOfCell(key) });
    }
  }
}

/** Health, attendance and remarks, by pupil; one sheet per class or one for all, or a row for each pupil and subject. A column that is not there is said once. */
export function readRemarks(
  tables: readonly Table[],
  matching: Matching,
  drafts: ReadonlyMap<string, Draft>,
  elsewhere: ReadonlySet<string>,
): ReadonlyMap<string, RowSource> {
  const { report } = matching;
  const spoken = new Map<string, readonly Spoken[]>();
  const read = tables.map((table) => {
    const grades = new Set<Grade>();
    const columns = cellColumns(table.columns);
    const keys = columns.map(({ key }) => key);
    for (const row of table.rows) {
      const pupil = matchPupil(row, 'remarks', matching);
      const draft = pupil && drafts.get(pupil.pupilId);
      if (!pupil || !draft) continue;
      const before = spoken.get(pupil.pupilId) ?? [];
      const other = contradicted(before, table, row, keys);
      if (other) {
        report.problem(
          'workbook/duplicate-pupil',
          identityPlace(row),
          { pupil: pupil.who, other: pupil.who, otherRow: other.row, otherSheet: other.sheet },
          [other],
        );
        continue;
      }
      spoken.set(pupil.pupilId, [...before, [table, row]]);
      grades.add(draft.grade);
      readCells(draft, row, columns, pupil.who, report);
    }
    return { table, grades };
  });
  reportMissing(read, elsewhere, report);
  return new Map([...spoken].map(([pupilId, [first]]) => [pupilId, sourceOf(first![1])]));
}
