import { cleanText } from '#kernel';
import type { RowSource } from '../model.ts';
import { type DataRow, shown, type Table } from '../sheet/rows.ts';
import { sourceOf } from './match-pupil.ts';

/** A row that spoke of a pupil, with its table. */
export type Spoken = readonly [Table, DataRow];

const saidIn = (row: DataRow, key: string): string => cleanText(shown(row.cell(key)?.raw ?? null));

/**
 * Another row about a pupil goes on where the first ended when it comes from another table: a second file of other subjects. The place of the earlier row
 * that it cannot stand beside: one of the same table, or one that says something else of one of the `keys`.
 */
export function contradicted(before: readonly Spoken[], table: Table, row: DataRow, keys: readonly string[]): RowSource | undefined {
  const other = before.find(
    ([earlier, was]) =>
      earlier === table ||
      keys.some((key) => {
        const said = saidIn(row, key);
        const said0 = saidIn(was, key);
        return said !== '' && said0 !== '' && said !== said0;
      }),
  );
  return other && sourceOf(other[1]);
}
