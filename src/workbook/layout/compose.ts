import { cleanText } from '#kernel';
import { RATINGS } from '../labels/fields.ts';
import { isBlank, type Sheet } from '../sheet/read-sheets.ts';
import { type Column, HEADER_TEXTS } from './recognise.ts';

/** How many rows are looked at to tell what a column holds; titles and signatures are none. */
const LOOKED_AT = 40;
const NEARLY_ALL = 0.9;
const WORD = /^\p{Lu}[\p{L}'’-]*$/u;
const DAY_OF_MONTH = /^\d{1,2}$/;

type Columns = ReadonlyMap<string, Column>;

function textsIn(sheet: Sheet, from: number, column: number): readonly string[] {
  return sheet.rows
    .slice(from, from + LOOKED_AT)
    .filter((row) => row.filter((value) => !isBlank(value)).length >= HEADER_TEXTS)
    .map((row) => row[column] ?? null)
    .filter((value) => !isBlank(value))
    .map((value) => cleanText(String(value)));
}
const nearlyAll = (texts: readonly string[], test: (text: string, row: number) => boolean): boolean =>
  texts.length > 0 && texts.filter(test).length >= texts.length * NEARLY_ALL;

const joined = (columns: readonly Column[], joint: ' ' | '/', label: string): Column => ({
  index: columns[0]!.index,
  label,
  parts: { columns: columns.map(({ index }) => index), joint },
});

/** `Họ và tên` over two columns, of which the second has no header of its own and holds the last word of every name. */
function nameOverTwo(sheet: Sheet, { first, firstRow }: HeaderRows, columns: Columns): Column | undefined {
  const name = columns.get('fullName');
  const next = (name?.index ?? 0) + 1;
  if (name === undefined || name.parts || sheet.rows.slice(first, firstRow).some((row) => !isBlank(row[next]))) return undefined;
  return [...columns.values()].every(({ index, constant }) => index !== next || constant !== undefined) &&
    nearlyAll(textsIn(sheet, firstRow, next), (text) => WORD.test(text))
    ? { index: next, label: name.label }
    : undefined;
}

/** Whether the column of whole names lacks what stands in a column `Tên` beside it. */
function isWithoutGivenName(sheet: Sheet, firstRow: number, name: Column, given: Column): boolean {
  const rows = sheet.rows.slice(firstRow, firstRow + LOOKED_AT).filter((row) => !isBlank(row[name.index]) && !isBlank(row[given.index]));
  return (
    rows.length > 0 && rows.every((row) => cleanText(String(row[name.index])).split(' ').at(-1) !== cleanText(String(row[given.index])))
  );
}

interface HeaderRows {
  /** Zero-based first row of the header and first row below it. */
  readonly first: number;
  readonly firstRow: number;
}

/** One column of names and one of birthdays, where a sheet has them in pieces: họ đệm and tên, ngày, tháng and năm. */
export function composed(sheet: Sheet, rows: HeaderRows, columns: Columns): Columns {
  const all = new Map(columns);
  const { firstRow } = rows;
  const family = columns.get('familyName');
  const given = columns.get('givenName');
  const name = columns.get('fullName');
  const second = name && (given && isWithoutGivenName(sheet, firstRow, name, given) ? given : nameOverTwo(sheet, rows, columns));
  if (name && second) all.set('fullName', joined([name, second], ' ', name.label));
  else if (!name && family && given) all.set('fullName', joined([family, given], ' ', `${family.label} và ${given.label}`));
  const date = columns.get('birthDate');
  const month = columns.get('birthMonth');
  const year = columns.get('birthYear');
  const day =
    columns.get('birthDay') ??
    (date && nearlyAll(textsIn(sheet, firstRow, date.index), (text) => DAY_OF_MONTH.test(text)) ? date : undefined);
  if (day && month && year) all.set('birthDate', joined([day, month, year], '/', 'Ngày sinh'));
  const levels = Object.keys(RATINGS).map((key) => columns.get(key));
  const [first] = levels;
  if (!columns.has('rating') && first && levels.every((column) => column !== undefined))
    all.set('rating', {
      index: first.index,
      label: 'Đánh giá kết quả giáo dục',
      parts: { columns: levels.map((column) => column!.index), joint: ' ', means: Object.values(RATINGS) },
    });
  for (const key of Object.keys(RATINGS)) all.delete(key);
  return all;
}
