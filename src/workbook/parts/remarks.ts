import { curriculumOf, type Grade } from '#domain';
import { HEADER_OF } from '../labels/fields.ts';
import type { RowSource } from '../model.ts';
import type { Table } from '../sheet/rows.ts';
import { headerOfCell } from './cell-header.ts';
import { cellColumns, type Draft, readCells } from './draft.ts';
import type { Matching } from './find-pupil.ts';
import { identityPlace, matchPupil } from './match-pupil.ts';

const COMMON = ['health.heightCm', 'health.weightKg', 'health.note', 'absence.excused', 'absence.unexcused', 'remark.qualities', 'remark.generalCompetencies', 'remark.specificCompetencies'];

/** Health, attendance and remarks, by pupil; one sheet per class or one for all. A column that is not there is said once; `elsewhere`: those of sheets of results. */
export function readRemarks(tables: readonly Table[], matching: Matching, drafts: ReadonlyMap<string, Draft>, elsewhere: ReadonlySet<string>): ReadonlyMap<string, RowSource> {
  const { report } = matching;
  const sources = new Map<string, RowSource>();
  for (const table of tables) {
    const grades = new Set<Grade>();
    const columns = cellColumns(table.columns);
    for (const row of table.rows) {
      const pupil = matchPupil(row, 'remarks', matching);
      const draft = pupil && drafts.get(pupil.pupilId);
      if (!pupil || !draft) continue;
      const before = sources.get(pupil.pupilId);
      if (before) {
        report.problem('workbook/duplicate-pupil', identityPlace(row), { pupil: pupil.who, other: pupil.who, otherRow: before.row, otherSheet: before.sheet }, [before]);
        continue;
      }
      sources.set(pupil.pupilId, { file: row.place.file, sheet: row.place.sheet!, row: row.number });
      grades.add(draft.grade);
      readCells(draft, row, columns, pupil.who, report);
    }
    const expected = [...COMMON, ...[...grades].flatMap((grade) => curriculumOf(grade).subjects.filter(({ optional }) => !optional).map(({ code }) => `subject.${code}.remark`))];
    for (const key of new Set(expected)) {
      if (grades.size > 0 && !table.columns.has(key) && !elsewhere.has(key)) report.problem('workbook/optional-column', { file: table.sheet.file, sheet: table.sheet.name }, { label: HEADER_OF[key] ?? headerOfCell(key) });
    }
  }
  return sources;
}
