import type { Layout } from '../layout/recognise.ts';
import type { Report, Place } from '../problem.ts';
import { columnLetters, isBlank, type Merge, type RawValue, type Sheet } from './read-sheets.ts';

/** One cell of a data row with the place that messages name. */
export interface Cell {
  readonly raw: RawValue;
  readonly label: string;
  readonly place: Required<Pick<Place, 'file' | 'sheet' | 'row' | 'column'>> & Pick<Place, 'value'>;
  readonly from1904: boolean;
}

export interface DataRow {
  /** As Excel shows it. */
  readonly number: number;
  readonly place: Place;
  /** The cell of a column; undefined when the sheet has no such column. */
  readonly cell: (key: string) => Cell | undefined;
  readonly has: (key: string) => boolean;
}

/** How a raw value looks in a message. */
export const shown = (raw: RawValue): string => (raw === null ? '' : raw instanceof Date ? raw.toISOString().slice(0, 10) : String(raw)).slice(0, 200);

/** A recognised sheet with its data rows. */
export interface Table extends Layout {
  readonly rows: readonly DataRow[];
}

type Covered = (row: number, column: number) => Merge | undefined;

function coveredBy(sheet: Sheet, firstRow: number): Covered {
  const byRow = new Map<number, Merge[]>();
  for (const merge of sheet.merges) {
    for (let row = Math.max(merge.startRow, firstRow); row <= Math.min(merge.endRow, sheet.rows.length - 1); row++) byRow.set(row, [...(byRow.get(row) ?? []), merge]);
  }
  return (row, column) => byRow.get(row)?.find((m) => column >= m.startCol && column <= m.endCol && !(row === m.startRow && column === m.startCol));
}

/** A cell merged downwards holds its value for every row it covers, as people read it; a value across columns has no one meaning. */
function rawAt(sheet: Sheet, row: number, column: number, covered: Covered): { raw: RawValue; across: boolean } {
  const merge = covered(row, column);
  if (!merge) return { raw: sheet.rows[row]?.[column] ?? null, across: false };
  const raw = sheet.rows[merge.startRow]?.[merge.startCol] ?? null;
  return merge.startCol === column ? { raw, across: false } : { raw: null, across: !isBlank(raw) };
}

const FOOTER = /^(?:tổng|cộng|người lập|hiệu trưởng|giáo viên chủ nhiệm|xác nhận|thủ trưởng|ghi chú|.*ngày .* tháng .* năm)/i;

/**
 * The data rows of a sheet. A row without `identity` is a note or a footer only when nothing in it speaks of a person; otherwise it is
 * reported, because a child would be lost.
 */
export function dataRows(layout: Layout, identity: string, report: Report): readonly DataRow[] {
  const { sheet, columns } = layout;
  const covered = coveredBy(sheet, layout.firstRow);
  const rows: DataRow[] = [];
  for (let r = layout.firstRow; r < sheet.rows.length; r++) {
    const place = { file: sheet.file, sheet: sheet.name, row: r + 1 };
    const cells = new Map<string, Cell>();
    for (const [key, { index, label }] of columns) {
      const { raw, across } = rawAt(sheet, r, index, covered);
      const at = { ...place, column: columnLetters(index) };
      if (across) report.problem('workbook/merged-cell', at, { label });
      cells.set(key, { raw, label, place: isBlank(raw) ? at : { ...at, value: shown(raw) }, from1904: sheet.from1904 });
    }
    const filled = [...cells].filter(([key, cell]) => key !== 'order' && !isBlank(cell.raw));
    if (filled.length === 0) continue;
    if (isBlank(cells.get(identity)?.raw)) {
      const footer = filled.length <= 2 && filled.every(([, cell]) => FOOTER.test(shown(cell.raw).trim()));
      const onlyNotes = filled.every(([key]) => key !== 'fullName' && key !== 'birthDate' && !/^(?:subject|trait)\./.test(key)) && filled.length <= 2;
      if (!footer && !onlyNotes && columns.has(identity)) {
        const name = cells.get('fullName');
        report.problem('workbook/no-identity', { ...place, column: columnLetters(columns.get(identity)!.index) }, { label: columns.get(identity)!.label, name: name ? shown(name.raw) || '(không tên)' : '(không tên)' });
      }
      continue;
    }
    rows.push({ number: r + 1, place, cell: (key) => cells.get(key), has: (key) => columns.has(key) });
  }
  return rows;
}
