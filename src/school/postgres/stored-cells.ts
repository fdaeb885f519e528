import type { Cell, Cells } from '../model.ts';

/**
 * Cells of one pupil that have source and revision in common. `imported`: each is what the workbook said last; a cell that is not stands with it as
 * `[value, imported]`, and one that no workbook spoke of as its value alone.
 */
interface CellGroup {
  readonly source: string;
  readonly revision: number;
  readonly imported?: true;
  readonly cells: Record<string, string | readonly [value: string, imported: string]>;
}

/** How cells stand in the database: an import gives some 35 cells of a pupil one source and mostly one revision, which are not worth saying 35 times. */
export type StoredCells = readonly CellGroup[];

export function packCells(cells: Cells): StoredCells {
  const groups: CellGroup[] = [];
  let group: CellGroup | undefined;
  for (const key in cells) {
    const { source, revision, value, imported } = cells[key]!;
    const same = imported === value;
    const belongs = (one: CellGroup): boolean => one.revision === revision && (one.imported === true) === same && one.source === source;
    // Most cells belong where the one before does.
    if (group === undefined || !belongs(group)) group = groups.find(belongs);
    if (group === undefined) groups.push((group = { source, revision, ...(same ? { imported: true } : {}), cells: {} }));
    group.cells[key] = same || imported === undefined ? value : [value, imported];
  }
  return groups;
}

export function unpackCells(stored: StoredCells): Cells {
  const unpacked: Record<string, Cell> = {};
  for (const { source, revision, imported: same, cells } of stored) {
    for (const key in cells) {
      const said = cells[key]!;
      unpacked[key] =
        typeof said !== 'string'
          ? { value: said[0], revision, source, imported: said[1] }
          : same
            ? { value: said, revision, source, imported: said }
            : { value: said, revision, source };
    }
  }
  return unpacked;
}
