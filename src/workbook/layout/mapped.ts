import { cleanText } from '#kernel';
import { isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { composed } from './compose.ts';
import { fieldLabel } from './kinds.ts';
import type { Header } from './header.ts';
import { headerKey, type SheetMapping } from './mapping.ts';
import { pointFor, readPaths } from './header-path.ts';
import { type Column, HEADER_TEXTS, type Layout, type PointColumn } from './recognise.ts';

const textOf = (value: RawValue | undefined): string => (typeof value === 'string' ? cleanText(value) : '');

type Mapped = Pick<Layout, 'columns' | 'pointColumns'>;

/** The columns that a mapping names, those whose header names a point apart; one that is not in this sheet is missed like any other missing column. */
function columnsOf({ columns }: Header, mapping: SheetMapping): Mapped {
  const paths = readPaths(columns.map(({ path }) => path));
  const byHeader = new Map(columns.map((column, i) => [headerKey(column.header), { ...column, point: paths[i]!.point }]));
  const constants = (mapping.constants ?? []).map(({ field, value }): [string, Column] => [
    field,
    { index: 0, label: fieldLabel(field), constant: value },
  ]);
  const all = mapping.columns.flatMap(({ header, field }) => {
    const column = byHeader.get(headerKey(header));
    return column === undefined
      ? []
      : [
          {
            key: field,
            index: column.index,
            label: column.path.slice(-2).join(' – ') || column.header,
            point: pointFor(field, column.point, mapping.kind),
          },
        ];
  });
  return {
    columns: new Map([
      ...constants,
      ...all.filter(({ point }) => point === undefined).map(({ key, index, label }): [string, Column] => [key, { index, label }]),
    ]),
    pointColumns: all.flatMap(({ point, ...column }): PointColumn[] => (point === undefined ? [] : [{ ...column, point }])),
  };
}

/** Rows below the header that are its first row once more: tables that stand one below the other. */
function repeats({ rows }: Sheet, first: number, from: number): readonly number[] {
  const top = rows[first]!.flatMap((value, c) => (textOf(value) === '' ? [] : [[c, headerKey(textOf(value))] as const]));
  return rows.flatMap((row, r) =>
    r >= from && top.length >= HEADER_TEXTS && top.every(([c, key]) => headerKey(textOf(row[c])) === key) ? [r] : [],
  );
}

/** Where the titles above a repeated header begin: rows of one text, or of none. */
function titlesFrom({ rows }: Sheet, from: number, header: number): number {
  let at = header;
  while (at > from && rows[at - 1]!.filter((value) => !isBlank(value)).length <= 1) at--;
  return at;
}

/** The tables of a sheet read as somebody said; from here on they are like those of a layout that is known. */
export function mappedLayouts(sheet: Sheet, header: Header, mapping: SheetMapping): readonly Layout[] {
  const { columns, pointColumns } = columnsOf(header, mapping);
  const { rows, firstRow } = header;
  const isLong = mapping.kind !== 'supplementary' && columns.has('assessedItem');
  const headers = rows ? [rows.first, ...repeats(sheet, rows.first, firstRow)] : [firstRow];
  const below = firstRow - headers[0]!;
  return headers.map((headerRow, i): Layout => {
    const from = i === 0 ? 0 : titlesFrom(sheet, headers[i - 1]! + below, headerRow);
    const next = headers[i + 1];
    const titles = sheet.rows.slice(from, headerRow).flatMap((row) => row.map(textOf).filter((text) => text !== ''));
    return {
      sheet,
      kind: mapping.kind,
      columns: composed(sheet, { first: headerRow, firstRow: headerRow + below }, columns),
      doubled: [],
      titles,
      headerRow,
      firstRow: headerRow + below,
      endRow: next === undefined ? sheet.rows.length : titlesFrom(sheet, headerRow + below, next),
      pointColumns,
      ...(isLong ? { isLong } : {}),
    };
  });
}
