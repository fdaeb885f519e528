import type { AssessmentPoint } from '#domain';
import { cleanText, foldText } from '#kernel';
import { type Item, groupAbove, itemIn } from '../layout/items.ts';
import { pointsNamed } from '../layout/header-path.ts';
import { LONG_FIELDS } from '../layout/kinds.ts';
import type { Column } from '../layout/recognise.ts';
import type { Report } from '../problem.ts';
import { isBlank } from '../sheet/read-sheets.ts';
import { type Cell, type DataRow, shown, type Table } from '../sheet/rows.ts';
import { foldHeader } from '../labels/fold-header.ts';

/** Which column of the sheet is which cell of the entry grid, for a row about a subject; a trait has a level alone. */
const SUBJECT_CELLS = [
  ['level', '.level'],
  ['mark', '.mark'],
  ['itemRemark', '.remark'],
] as const;
const keysOf = (item: string): readonly (readonly [string, string])[] =>
  item.startsWith('trait.') ? [['level', item]] : SUBJECT_CELLS.map(([field, part]) => [field, `${item}${part}`]);

const textOf = (row: DataRow, key: string): string => cleanText(shown(row.cell(key)?.raw ?? null));

/** What only one of the two scales has, or a mark (TT 27/2020 Điều 6, 7): it tells Khoa học the subject from Khoa học the competence. */
const ONLY_SUBJECT = /^(?:h|ht|htt|cht|hoan thanh|hoan thanh tot|chua hoan thanh)$/;
const ONLY_TRAIT = /^(?:d|dat|tot|can co gang|ccg)$/;
const sideOfRow = (row: DataRow): keyof Item | undefined => {
  const level = foldText(textOf(row, 'level'));
  return textOf(row, 'mark') !== '' || ONLY_SUBJECT.test(level) ? 'subject' : ONLY_TRAIT.test(level) ? 'trait' : undefined;
};
const sideOf = (item: Item | undefined): keyof Item | undefined =>
  item === undefined || (item.subject !== undefined && item.trait !== undefined)
    ? undefined
    : item.subject === undefined
      ? 'trait'
      : 'subject';

/**
 * The item of every row. A name that is a subject and a competence is what the row's own scale says, what all the others of the sheet are, or what the rows
 * before and after it are: blocks stand in one piece. Undefined where none of these decides.
 */
function itemsOf({ rows, columns }: Table): readonly (string | undefined)[] {
  const header = [foldHeader(columns.get('assessedItem')!.label)];
  const items = rows.map((row) => itemIn(textOf(row, 'assessedItem'), header));
  const sides = items.map(sideOf);
  const all = new Set(sides.filter((side) => side !== undefined));
  const [only, second] = all;
  const group = groupAbove(header);
  const byHeader = group === undefined ? undefined : group === 'mon hoc' ? 'subject' : 'trait';
  const before = lastKnown(sides);
  const after = lastKnown(sides.toReversed()).toReversed();
  return items.map((item, i) => {
    const around = before[i] === after[i] ? before[i] : undefined;
    const side = sides[i] ?? (item && (sideOfRow(rows[i]!) ?? (only === undefined ? byHeader : second === undefined ? only : around)));
    return side && item?.[side];
  });
}

/** Of each place the last one up to it that is known. */
function lastKnown<T>(all: readonly (T | undefined)[]): readonly (T | undefined)[] {
  let last: T | undefined;
  return all.map((one) => (last = one ?? last));
}

/** A cell of the sheet under the header it would have in a wide table: `Toán – Mức đạt được`. */
const below = (name: string, { label, raw, place, from1904, untyped, doubt }: Cell): Cell => ({
  label: `${name} – ${label}`,
  raw,
  place,
  from1904,
  untyped: untyped === true,
  doubt,
});

interface Said {
  readonly row: DataRow;
  readonly item: string;
  readonly point: AssessmentPoint;
}

function saidIn(table: Table, report: Report): readonly Said[] {
  const items = itemsOf(table);
  const pointColumn = table.columns.get('itemPoint');
  const points =
    pointColumn &&
    pointsNamed(
      table.rows.map((row) => textOf(row, 'itemPoint')),
      pointColumn.label,
    );
  return table.rows.flatMap((row, i): readonly Said[] => {
    const item = items[i];
    const cell = row.cell('assessedItem')!;
    const named = points === undefined ? table.point : points.get(textOf(row, 'itemPoint'));
    if (item === undefined)
      report.problem(isBlank(cell.raw) ? 'workbook/item-blank' : 'workbook/item-unclear', cell.place, { label: cell.label });
    if (named === undefined || named === 'midTerm')
      report.problem('workbook/point-of-row-unclear', row.cell('itemPoint')!.place, { label: pointColumn!.label });
    return item === undefined || named === undefined || named === 'midTerm' ? [] : [{ row, item, point: named }];
  });
}

/** The rows about one item at one point as a table that has the columns of this item. */
function tableOf(table: Table, item: string, point: AssessmentPoint, rows: readonly DataRow[]): Table {
  const who = [...table.columns].filter(([key]) => !isOfItem(key));
  const name = textOf(rows[0]!, 'assessedItem');
  const own = keysOf(item).flatMap(([field, key]): (readonly [string, string, Column])[] => {
    const column = table.columns.get(field);
    return column && (point === 'yearEnd' || field !== 'itemRemark') ? [[key, field, column]] : [];
  });
  const fieldOf = new Map(own.map(([key, field]) => [key, field]));
  return {
    ...table,
    point,
    columns: new Map([...who, ...own.map(([key, , column]) => [key, { ...column, label: `${name} – ${column.label}` }] as const)]),
    rows: rows.map((row) => ({
      ...row,
      cell: (key) => {
        const field = fieldOf.get(key);
        const cell = row.cell(field ?? key);
        return field && cell ? below(name, cell) : cell;
      },
    })),
  };
}

const isOfItem = (key: string): boolean => LONG_FIELDS.some((field) => field === key);

/** A trait has no mark and no remark of its own: what stands there would be lost. */
function reportMisplaced({ row, item }: Said, report: Report): void {
  if (!item.startsWith('trait.')) return;
  for (const cell of ['mark', 'itemRemark'].flatMap((key) => row.cell(key) ?? []))
    if (!isBlank(cell.raw))
      report.problem('workbook/no-place-for-item', cell.place, { label: cell.label, item: textOf(row, 'assessedItem') });
}

/**
 * Tables; one that has a row for each pupil and subject, competence or quality as the tables that it is made of: for each of these and each point of assessment one
 * that has its columns and its rows, every cell where it stands. A pupil's rows from different tables go on where the others ended, as always.
 */
export function apart(tables: readonly Table[], report: Report): readonly Table[] {
  const pages = Map.groupBy(tables.filter(isToTake), ({ sheet, point }) => `${sheet.name}\n${point}`);
  return [...tables.filter((table) => !isToTake(table)), ...[...pages.values()].flatMap((own) => itemTables(ofAllPages(own), report))];
}
const isToTake = ({ isLong, rows }: Table): boolean => isLong === true && rows.length > 0;

/** A header that stands on every page makes no other table of what is below it. */
const ofAllPages = (pages: readonly Table[]): Table => ({
  ...pages[0]!,
  titles: pages.flatMap(({ titles }) => titles),
  rows: pages.flatMap(({ rows }) => rows),
});

function itemTables(table: Table, report: Report): readonly Table[] {
  const said = saidIn(table, report);
  const place = { file: table.sheet.file, sheet: table.sheet.name };
  for (const one of said) reportMisplaced(one, report);
  const leftOut = said.filter(({ row, point }) => point !== 'yearEnd' && textOf(row, 'itemRemark') !== '');
  if (leftOut.length > 0) report.problem('workbook/other-point-left-out', place, { point: leftOut[0]!.row.cell('itemRemark')!.label });
  return [...Map.groupBy(said, ({ item, point }) => `${point} ${item}`).values()].map((own) =>
    tableOf(
      table,
      own[0]!.item,
      own[0]!.point,
      own.map(({ row }) => row),
    ),
  );
}
