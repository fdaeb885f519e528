import type { Merge } from '../../sheet/read-sheets.ts';
import type { ExportCell, ExportSheet } from '../model.ts';
import type { ListedYear, Years } from './model.ts';

/** A column under up to three lines of header. */
export interface ResultColumn {
  readonly header: readonly [string, string, string];
  readonly width?: number;
  readonly cell: (year: ListedYear, index: number) => ExportCell;
}

/** Equal neighbours of the first two lines are one cell; a column under one line reaches down. */
function mergesOf(columns: readonly ResultColumn[]): readonly Merge[] {
  const merges: Merge[] = [];
  for (const row of [0, 1] as const) {
    for (let from = 0; from < columns.length; ) {
      const said = columns[from]!.header[row];
      let to = from;
      while (said !== '' && columns[to + 1]?.header[row] === said && columns[to + 1]!.header[0] === columns[from]!.header[0]) to++;
      if (to > from) merges.push({ startRow: row, endRow: row, startCol: from, endCol: to });
      from = to + 1;
    }
  }
  return [
    ...merges,
    ...columns.flatMap(({ header }, c) =>
      header[1] === '' && header[2] === '' ? [{ startRow: 0, endRow: 2, startCol: c, endCol: c }] : [],
    ),
  ];
}

/** Only the first cell of a merged range holds its text. */
const headOf = (columns: readonly ResultColumn[], merges: readonly Merge[]): readonly (readonly string[])[] =>
  [0, 1, 2].map((row) =>
    columns.map(({ header }, c) =>
      merges.some((m) => row >= m.startRow && row <= m.endRow && c >= m.startCol && c <= m.endCol && (row > m.startRow || c > m.startCol))
        ? ''
        : header[row]!,
    ),
  );

/** A sheet of results under a header of three lines. */
export function threeLineSheet(name: string, titles: readonly string[], columns: readonly ResultColumn[], years: Years): ExportSheet {
  const merges = mergesOf(columns);
  async function* rows() {
    let index = 0;
    for await (const year of years) {
      const at = index++;
      yield columns.map(({ cell }) => cell(year, at));
    }
  }
  return { name, titles, head: headOf(columns, merges), merges, widths: columns.map(({ width = 9 }) => width), rows: rows() };
}
