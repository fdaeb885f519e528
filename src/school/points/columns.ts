import { cellsAt, curriculumAt, type EarlierPoint, type Grade, SUBJECT_LABEL } from '#domain';
import { columnsOf, type GridColumn } from '../desk/columns.ts';

/** The columns of the entry grid at a point before the year end: levels, and marks where there is a test. */
export function pointColumnsOf(point: EarlierPoint, grade: Grade): readonly GridColumn[] {
  const cells = new Set(cellsAt(point, grade));
  const alone = new Map<string, string>(
    curriculumAt(point, grade).subjects.flatMap(({ code, tested }) =>
      tested ? [] : [[`subject.${code}.level`, SUBJECT_LABEL[code]] as const],
    ),
  );
  return columnsOf(grade)
    .filter(({ key }) => cells.has(key))
    .map((column) => (alone.has(column.key) ? { ...column, group: '', label: alone.get(column.key)! } : column));
}
