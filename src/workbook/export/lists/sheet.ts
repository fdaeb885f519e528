import type { ExportCell, ExportSheet } from '../model.ts';
import type { ListHead } from './model.ts';

/** One column of a list: its header and what stands in it for an item. */
export interface ListColumn<T> {
  readonly header: string;
  readonly width?: number;
  readonly cell: (item: T, index: number) => ExportCell;
}

export const titlesOf = (title: string, { schoolName, schoolYear }: ListHead): readonly string[] => [
  `${title} - ${schoolName}`,
  `Năm học ${schoolYear}`,
];

/** A sheet of columns; items are asked for one by one. `number` is STT of the first item. */
export function listSheet<T>(
  name: string,
  titles: readonly string[],
  columns: readonly ListColumn<T>[],
  items: Iterable<T> | AsyncIterable<T>,
): ExportSheet {
  async function* rows() {
    let index = 0;
    for await (const item of items) {
      const at = index++;
      yield columns.map(({ cell }) => cell(item, at));
    }
  }
  return { name, titles, head: [columns.map(({ header }) => header)], widths: columns.map(({ width = 14 }) => width), rows: rows() };
}

export const orderColumn: ListColumn<unknown> = { header: 'STT', width: 6, cell: (_, index) => index + 1 };
