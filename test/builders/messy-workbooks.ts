/** The workbooks of a sample school in every mess that schools hand in; what they say stays the same. */
import type { CellStyle, CellValue } from 'hucre';
import { writeCsv } from 'hucre/csv';
import type { SchoolYearData, WorkbookFile } from '#workbook';
import { cleanText } from '#kernel';
import { foldHeader } from '../../src/workbook/labels/fold-header.ts';
import { ENCODE, toTcvn3, toVni } from './legacy-text.ts';
import { type EditableSheet, editWorkbook } from './workbooks.ts';

type Row = CellValue[];
/** A sheet with its titles, header and rows apart; `top` is empty for code lists. */
interface Parted {
  readonly sheet: EditableSheet;
  readonly titles: Row[];
  readonly top: Row[];
  /** What stands below: rows of people, and in between titles, blank rows, the header once more. */
  readonly rows: Row[];
  /** A row about somebody: its running number says so. */
  readonly isData: (row: Row) => boolean;
}

const textOf = (value: CellValue | undefined) => String(value ?? '');
/** A header text however it is spelled by now. */
const folded = (value: CellValue | undefined) => foldHeader(cleanText(textOf(value).replaceAll('Ð', 'Đ')));
const startsHeader = (row: Row) => row.some((value) => folded(value) === 'stt') && row.some((value) => /^ho (?:ten|va ten|dem)/.test(folded(value)));

function parted(sheet: EditableSheet): Parted {
  const from = sheet.rows.findIndex(startsHeader);
  if (from < 0) return { sheet, titles: [], top: [], rows: sheet.rows, isData: () => false };
  const order = sheet.rows[from]!.findIndex((value) => folded(value) === 'stt'), isData = (row: Row) => typeof row[order] === 'number';
  const depth = sheet.rows.slice(from).findIndex(isData);
  return { sheet, titles: sheet.rows.slice(0, from), top: sheet.rows.slice(from, from + depth), rows: sheet.rows.slice(from + depth), isData };
}

const isTable = ({ top }: Parted) => top.length > 0;
const columnOf = ({ top }: Parted, header: string) => top[0]!.findIndex((value) => folded(value).startsWith(foldHeader(header)));
const setRows = ({ sheet }: Parted, ...rows: Row[][]) => void (sheet.rows = rows.flat());
const width = ({ top, rows }: Parted) => Math.max(...[...top, ...rows].map((row) => row.length));
const without = (row: Row, column: number) => row.filter((_, c) => c !== column);

export interface Mess {
  readonly name: string;
  /** Changes the sheets of one file; `part` is what the file is (`KetQua_Lop3`). */
  readonly edit: (sheets: EditableSheet[], part: string) => void;
  /** A rule that must be listed among what was normalised. */
  readonly rule?: string;
}

/** A mess in every sheet that is a table. */
const inTables = (name: string, mess: (table: Parted, sheets: EditableSheet[], part: string) => void, rule?: string): Mess => ({
  name, ...(rule ? { rule } : {}), edit: (sheets, part) => { for (const table of sheets.map(parted).filter(isTable)) mess(table, sheets, part); },
});
/** A mess in every cell below the headers. */
const inCells = (name: string, mess: (value: CellValue, header: string, column: number) => CellValue, rule?: string): Mess =>
  inTables(name, (table) => setRows(table, table.titles, table.top, table.rows.map((row) => (table.isData(row) ? row.map((value, c) => mess(value, table.top.map((top) => folded(top[c])).join(' '), c)) : row))), rule);
/** A mess in every text of the header. */
const inHeaders = (name: string, mess: (text: string) => string): Mess =>
  inTables(name, (table) => setRows(table, table.titles, table.top.map((row) => row.map((value) => (textOf(value) === '' ? value : mess(textOf(value))))), table.rows));

const EPOCH = Date.UTC(1899, 11, 30), DAY = 86_400_000;
const serialOf = (text: string) => Math.round((Date.UTC(Number(text.slice(6)), Number(text.slice(3, 5)) - 1, Number(text.slice(0, 2))) - EPOCH) / DAY);
const dayOf = (value: CellValue) => (typeof value === 'number' ? new Date(EPOCH + value * DAY).toISOString().slice(0, 10).split('-').reverse().join('/') : textOf(value));
const isDay = (value: CellValue): value is string => typeof value === 'string' && /^\d\d\/\d\d\/\d{4}$/.test(value);

/** One column as several, in the header and in the rows. */
function splitColumn(table: Parted, column: number, headers: readonly string[], split: (value: CellValue) => Row): void {
  if (column < 0) return;
  const wide = (row: Row, parts: Row) => [...row.slice(0, column), ...parts, ...row.slice(column + 1)];
  setRows(table, table.titles, table.top.map((row, r) => wide(row, headers.map((header) => (r === 0 ? header : '')))), table.rows.map((row) => wide(row, split(row[column] ?? null))));
}
const nameInTwo = (value: CellValue): Row => [textOf(value).split(' ').slice(0, -1).join(' '), textOf(value).split(' ').at(-1)!];
const dayInThree = (value: CellValue): Row => dayOf(value).split('/').map(Number);

/** Every class at the first of its rows alone. */
function classOnce(table: Parted, merged: boolean): void {
  const column = columnOf(table, 'Mã lớp');
  if (column < 0 || columnOf(table, 'Môn học/') >= 0) return;
  const from = table.titles.length + table.top.length, merges: NonNullable<EditableSheet['extra']['merges']> = [];
  let above: CellValue = null;
  for (const [r, row] of table.rows.entries()) {
    if (!table.isData(row)) continue;
    if (row[column] !== above) merges.push({ startRow: from + r, endRow: from + r, startCol: column, endCol: column });
    else {
      row[column] = null;
      merges.at(-1)!.endRow = from + r;
      continue;
    }
    above = row[column]!;
  }
  if (merged) table.sheet.extra.merges = [...(table.sheet.extra.merges ?? []), ...merges.filter(({ startRow, endRow }) => endRow > startRow)];
}

const ABBREVIATED: readonly (readonly [RegExp, string])[] = [
  [/^Mã học sinh$/, 'Mã HS'], [/^Họ tên$/, 'Họ và tên HS'], [/^Mức đạt được$/, 'Mức'], [/^Điểm KTĐK$/, 'Điểm KT'], [/^Tiếng Việt$/, 'TV'], [/^Tự nhiên và xã hội$/, 'TNXH'], [/^Hoạt động trải nghiệm$/, 'HĐTN'], [/^Giáo dục thể chất$/, 'GDTC'], [/^Lịch sử và Địa lí$/, 'LS&ĐL'],
  [/^Đạo đức$/, 'ĐĐ'], [/^Ngoại ngữ$/, 'NN'], [/^TH-CN \(Tin học\)$/, 'TH-CN (TH)'], [/^Số định danh cá nhân$/, 'Số CCCD'], [/^Nhận xét: /, 'NX '], [/^Nghỉ có phép$/, 'Nghỉ CP'], [/^Năng lực chung$/, 'NLC'], [/^Phẩm chất chủ yếu$/, 'PC'], [/^Hoàn thành chương trình lớp học$/, 'HTCTLH'],
];
const abbreviated = (text: string) => ABBREVIATED.reduce((short, [whole, by]) => short.replace(whole, by), text);
const withoutMarks = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('Đ', 'D').replaceAll('đ', 'd');

/** Running numbers and marks computed by formulas, their values saved with them. */
function formulas(table: Parted): void {
  const from = table.titles.length + table.top.length, cells: NonNullable<EditableSheet['extra']['cells']> = new Map();
  for (const [r, row] of table.rows.entries()) for (const [c, value] of row.entries()) if (typeof value === 'number') cells.set(`${from + r},${c}`, { value, type: 'formula', formula: `${value}+0`, formulaResult: value });
  table.sheet.extra.cells = cells;
}

/** Merges equal neighbours of the header, and columns of one name downwards. */
function mergeHeader({ sheet, titles, top }: Parted): void {
  const merges: NonNullable<EditableSheet['extra']['merges']> = [], last = titles.length + top.length - 1;
  for (const [c, value] of top[0]!.entries()) {
    if (last > titles.length && textOf(value) !== '' && top.slice(1).every((row) => textOf(row[c]) === '')) merges.push({ startRow: titles.length, startCol: c, endRow: last, endCol: c });
  }
  for (const [r, row] of top.slice(0, -1).entries()) {
    for (let c = 0; c < row.length; c++) {
      let end = c;
      while (textOf(row[c]) !== '' && row[end + 1] === row[c] && top.slice(r + 1).some((below) => textOf(below[end + 1]) !== '')) row[++end] = null;
      if (end > c) merges.push({ startRow: titles.length + r, startCol: c, endRow: titles.length + r, endCol: end });
      c = end;
    }
  }
  sheet.extra.merges = [...(sheet.extra.merges ?? []), ...merges];
}

/** Title rows as offices write them, the last two merged over the whole table. */
function addTitles(table: Parted): void {
  const added: Row[] = [['PHÒNG GD&ĐT ĐÔNG TRIỀU'], ['CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM'], [], ['BẢNG TỔNG HỢP CUỐI NĂM HỌC 2023-2024'], [null, 'Ngày xuất: 27/05/2024']];
  const moved = (table.sheet.extra.merges ?? []).map((merge) => ({ ...merge, startRow: merge.startRow + added.length, endRow: merge.endRow + added.length }));
  table.sheet.extra.merges = [...moved, { startRow: 1, startCol: 0, endRow: 1, endCol: width(table) - 1 }, { startRow: 3, startCol: 0, endRow: 3, endCol: width(table) - 1 }];
  setRows(table, added, table.titles, table.top, table.rows);
}

const classesOf = (table: Parted, column: number) => [...new Set(table.rows.filter(table.isData).map((row) => textOf(row[column])))];

/** One sheet per class, the class only in its name. */
function splitByClass(table: Parted, sheets: EditableSheet[]): void {
  const column = columnOf(table, 'Mã lớp');
  if (column < 0 || columnOf(table, 'Môn học/') >= 0) return;
  const split = classesOf(table, column).map((classroom): EditableSheet => ({
    name: `Lớp ${classroom}`, extra: {},
    rows: [...table.titles, ...table.top.map((row) => without(row, column)), ...table.rows.filter((row) => textOf(row[column]) === classroom).map((row) => without(row, column))],
  }));
  sheets.splice(sheets.indexOf(table.sheet), 1, ...split);
}

/** Classes one below the other, each under a title of its own, with or without the header again. */
function stackByClass(table: Parted, again: boolean): void {
  const column = columnOf(table, 'Mã lớp');
  if (column < 0 || columnOf(table, 'Môn học/') >= 0) return;
  const top = table.top.map((row) => without(row, column));
  const blocks = classesOf(table, column).flatMap((classroom, i) => [
    [], [null, `LỚP ${classroom} – năm học 2023-2024`], ...(again || i === 0 ? top : []), ...table.rows.filter((row) => textOf(row[column]) === classroom).map((row) => without(row, column)),
  ]);
  setRows(table, table.titles, blocks);
}

/** Tables beside each other, a blank column between them. */
function beside(table: Parted, blocks: readonly Row[][]): void {
  const wide = width(table), filled = (row: Row | undefined) => Array.from({ length: wide }, (_, c) => row?.[c] ?? null), depth = Math.max(...blocks.map((rows) => rows.length));
  setRows(table, table.titles, Array.from({ length: depth }, (_, r) => blocks.flatMap((rows, i): Row => [...(i === 0 ? [] : [null]), ...filled(rows[r])])));
}
function inHalves(table: Parted): void {
  const half = Math.ceil(table.rows.length / 2);
  beside(table, [table.rows.slice(0, half), table.rows.slice(half)].map((rows) => [...table.top, ...rows]));
}
function classesBeside(table: Parted): void {
  const column = columnOf(table, 'Mã lớp');
  if (column < 0 || columnOf(table, 'Môn học/') >= 0) return;
  beside(table, classesOf(table, column).map((classroom) => [[`LỚP ${classroom}`], ...table.top.map((row) => without(row, column)), ...table.rows.filter((row) => textOf(row[column]) === classroom).map((row) => without(row, column))]));
}

/** All remark sheets in one, without a column that names the class. */
function stackSheets(sheets: EditableSheet[], part: string): void {
  if (part !== 'NhanXet') return;
  const tables = sheets.map(parted);
  const rows = tables.flatMap(({ sheet, top, rows: own }) => [[], [`Lớp: ${sheet.name}`], ...top, ...own]);
  sheets.splice(0, sheets.length, { name: 'Nhận xét', rows, extra: {} });
}

const hide = (table: Parted) => {
  const from = table.titles.length + table.top.length;
  table.sheet.extra.rowDefs = new Map(table.rows.flatMap((_, r) => (r % 3 === 1 ? [[from + r, { hidden: true }]] : [])));
  table.sheet.extra.columns = Array.from({ length: width(table) }, (_, c) => (c === 0 || c === 4 ? { hidden: true } : {}));
};

/** Draws every text below and in the header by an old font, its signs in place of letters. */
const inOldFont = (encode: (text: string) => string, style: CellStyle) => (table: Parted) => {
  const cells: NonNullable<EditableSheet['extra']['cells']> = new Map();
  for (const [r, row] of table.sheet.rows.entries()) {
    for (const [c, value] of row.entries()) {
      if (typeof value !== 'string' || value === '') continue;
      row[c] = encode(value);
      cells.set(`${r},${c}`, { value: row[c], type: 'string', style });
    }
  }
  table.sheet.extra.cells = cells;
};
/** A capital that TCVN3 does not have; such cells are set in a font of capitals by those who type them. */
const fitsTcvn3 = (text: string) => !/[ÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ]/.test(text);
const tcvn3Small = (text: string) => (fitsTcvn3(text) ? toTcvn3(text) : text);

export const MESSES: readonly Mess[] = [
  inTables('title rows above the headers, merged', addTitles),
  inTables('merged headers', mergeHeader),
  inTables('headers in several lines with hints', (table) => setRows(table, table.titles, table.top.map((row) => row.map((value) => (value ? `${textOf(value).replace(' ', '\n')}\n(*)` : value))), table.rows)),
  inTables('a row that numbers the columns', (table) => setRows(table, table.titles, table.top, [Array.from({ length: width(table) }, (_, c) => `(${c + 1})`)], table.rows)),
  inTables('columns in another order', (table) => setRows(table, table.titles, ...[table.top, table.rows].map((rows) => rows.map((row) => Array.from({ length: width(table) }, (_, c) => row[width(table) - 1 - c] ?? null))))),
  inTables('extra columns', (table) => setRows(table, table.titles, table.top.map((row, r) => ['', ...row, r === 0 ? 'Ghi chú' : '', r === 0 ? 'SĐT phụ huynh' : '']), table.rows.map((row, r) => (table.isData(row) ? ['x', ...row, r % 5 === 0 ? 'đã kiểm tra' : '', '0912345678'] : ['', ...row])))),
  inTables('hidden rows and columns', hide),
  inTables('one sheet per class, named by it', splitByClass),
  inTables('classes one below the other, headers again', (table) => stackByClass(table, true)),
  inTables('classes one below the other under one header', (table) => stackByClass(table, false)),
  { name: 'all remarks in one sheet', edit: stackSheets },
  inTables('halves beside each other', inHalves),
  inTables('classes beside each other', classesBeside),
  inTables('sums and signatures below', (table) => void table.sheet.rows.push([], [null, null, null, `Tổng số: ${table.rows.length}`], [null, null, 'Đông Triều, ngày 27 tháng 5 năm 2024'], [null, null, null, 'Hiệu trưởng'], [null, null, null, 'Ngô Mai Thảo'])),
  inTables('blank rows in between', (table) => setRows(table, table.titles, table.top, table.rows.flatMap((row, r) => (r % 7 === 6 && table.isData(row) ? [[], row] : [row])))),
  inTables('headers again on every page', (table) => setRows(table, table.titles, table.top, table.rows.flatMap((row, r) => (r % 15 === 14 ? [...table.top.map((one) => [...one]), row] : [row])))),
  inTables('notes in between', (table) => setRows(table, table.titles, table.top, table.rows.flatMap((row, r) => (r % 9 === 8 && table.isData(row) ? [['Ghi chú: đã đối chiếu với sổ'], row] : [row])))),
  inTables('names in two columns', (table) => splitColumn(table, columnOf(table, 'Họ tên'), ['Họ đệm', 'Tên'], nameInTwo)),
  inTables('names over two columns under one header', (table) => splitColumn(table, columnOf(table, 'Họ tên'), ['Họ và tên', ''], nameInTwo)),
  inTables('birthdays in three columns', (table) => splitColumn(table, columnOf(table, 'Ngày sinh'), ['Ngày sinh', 'Tháng sinh', 'Năm sinh'], dayInThree)),
  inTables('class cells merged', (table) => classOnce(table, true)),
  inTables('classes written once', (table) => classOnce(table, false)),
  inTables('formulas with their values', formulas),
  inHeaders('headers in capitals', (text) => text.toUpperCase()),
  inHeaders('headers without marks', withoutMarks),
  inHeaders('headers abbreviated', abbreviated),
  inCells('dates as serial numbers', (value) => (isDay(value) ? serialOf(value) : value), 'ngày dạng số của Excel'),
  inCells('dates as yyyy-mm-dd', (value) => (isDay(value) ? `${value.slice(6)}-${value.slice(3, 5)}-${value.slice(0, 2)}` : value), 'ngày viết dạng dd/mm/yyyy'),
  inCells('identifiers as numbers', (value, header) => (/so dinh danh|ma hoc sinh/.test(header) && value ? Number(value) : value), 'số định danh đủ 12 chữ số'),
  inCells('số định danh as 2.2…E+10', (value, header) => (/so dinh danh/.test(header) && /^0[1-9].*[1-9]$/.test(textOf(value)) ? `${textOf(value)[1]}.${textOf(value).slice(2)}E+10` : value), 'số định danh đủ 12 chữ số'),
  inCells('numbers as text', (value, header, c) => (typeof value === 'number' && /diem|chieu cao|nghi/.test(header) ? [`${value}`, `${value},0`, ` ${value} `, `${value}.0`][c % 4]! : value)),
  inCells('small levels, d and Ð for Đ', (value, _, c) => (value === 'Đ' ? ['d', 'D', 'Ð', 'đ'][c % 4]! : value === 'T' || value === 'H' || value === 'C' ? value.toLowerCase() : value), 'Đ là U+0110, chữ in hoa'),
  inCells('look-alike Ð and ð in every text', (value, _, c) => (typeof value === 'string' ? value.replaceAll('Đ', c % 2 === 0 ? 'Ð' : 'Ɖ').replaceAll('đ', 'ð') : value), 'Đ là U+0110'),
  inCells('decomposed Unicode', (value) => (typeof value === 'string' ? value.normalize('NFD') : value), 'Unicode dựng sẵn (NFC)'),
  inCells('no-break and zero-width spaces', (value) => (typeof value === 'string' && value !== '' ? `\u00a0${value.replace(' ', '\u00a0 ')}\u200b` : value), 'bỏ khoảng trắng thừa và ký tự ẩn'),
  inTables('VNI in its font, headers too', inOldFont(toVni, { font: { name: 'VNI-Times' } }), 'phông cũ VNI-Times → Unicode'),
  inTables('TCVN3 in its font, headers too', inOldFont(tcvn3Small, { font: { name: '.VnTime' } }), 'phông cũ .VnTime → Unicode'),
  inTables('VNI in a font of today', (table) => setRows(table, table.titles, table.top, table.rows.map((row) => row.map((value) => (typeof value === 'string' ? toVni(value) : value)))), 'VNI → Unicode'),
  inTables('TCVN3 in a font of today', (table) => setRows(table, table.titles, table.top, table.rows.map((row) => row.map((value) => (typeof value === 'string' ? tcvn3Small(value) : value)))), 'TCVN3 (ABC) → Unicode'),
];

/** Messes that can be made in one file together, in an order that lets each find its columns. */
export const TOGETHER: readonly Mess[] = [
  'one sheet per class, named by it', 'dates as serial numbers', 'identifiers as numbers', 'numbers as text', 'small levels, d and Ð for Đ', 'look-alike Ð and ð in every text', 'decomposed Unicode', 'no-break and zero-width spaces',
  'extra columns', 'columns in another order', 'headers in several lines with hints', 'merged headers', 'blank rows in between', 'sums and signatures below', 'title rows above the headers, merged', 'hidden rows and columns',
].map((name) => MESSES.find((mess) => mess.name === name)!);

/** Messes of which one file may have one of each group, in an order that lets each find its columns; an old font comes last, over texts that no other mess has respelled. */
const [FONTS, RESPELLED] = [MESSES.map(({ name }) => name).filter((name) => /VNI|TCVN3/.test(name)), ['look-alike Ð and ð in every text', 'decomposed Unicode', 'no-break and zero-width spaces']];
export const MESS_GROUPS: readonly (readonly string[])[] = [
  ['names in two columns'], ['birthdays in three columns', 'dates as serial numbers', 'dates as yyyy-mm-dd'],
  ['one sheet per class, named by it', 'classes one below the other, headers again', 'classes one below the other under one header', 'all remarks in one sheet', 'headers again on every page', 'halves beside each other', 'classes beside each other'],
  ['identifiers as numbers', 'số định danh as 2.2…E+10'], ['numbers as text'], ['small levels, d and Ð for Đ'], ...RESPELLED.map((name) => [name]),
  ['headers in capitals', 'headers without marks', 'headers abbreviated'], ['extra columns'], ['columns in another order'], ['headers in several lines with hints'], ['merged headers'], ['a row that numbers the columns'], ['blank rows in between', 'notes in between'], ['class cells merged', 'classes written once'], ['sums and signatures below'],
  ['title rows above the headers, merged'], ['hidden rows and columns'], [...FONTS, 'formulas with their values'],
];
/** Which messes of a choice can be made together; Windows-1258 has no sign for some of them, and one syllable alone may be Vietnamese in two encodings. */
export function messesOf(chosen: readonly string[], encoding: string | undefined): readonly Mess[] {
  const inOldFont = chosen.some((name) => FONTS.includes(name)), impossible = (name: string) =>
    (encoding !== undefined && (FONTS.includes(name) || name.startsWith('formulas'))) || (name === 'columns in another order' && chosen.some((other) => other.endsWith('beside each other'))) || (name === 'names in two columns' && chosen.some((other) => other.endsWith('in a font of today'))) || ((inOldFont && encoding === undefined) || encoding === 'Windows-1258' ? RESPELLED.includes(name) || name.startsWith('small levels') : false);
  return chosen.filter((name) => !impossible(name)).map((name) => MESSES.find((mess) => mess.name === name)!);
}

/** The data without the places it came from. */
export const contentOf = (data: SchoolYearData) => ({
  staff: data.staff.map(({ source: _, ...person }) => person),
  classrooms: data.classrooms,
  pupils: data.pupils.map(({ sources: _, ...pupil }) => pupil),
});

const partOf = (name: string) => name.replace(/^\d{8}_|\.\w+$/g, '');

/** The files of a school with some messes made in every one of them, one after the other. */
export const messedUp = (files: readonly WorkbookFile[], messes: readonly Mess[]): Promise<readonly WorkbookFile[]> =>
  Promise.all(files.map((file) => editWorkbook(file, (sheets) => { for (const { edit } of messes) edit(sheets, partOf(file.name)); })));

/** Every table of a workbook as a .csv, in an encoding of `ENCODE`. */
export async function asCsv(files: readonly WorkbookFile[], encoding: string, delimiter: string): Promise<readonly WorkbookFile[]> {
  const out: WorkbookFile[] = [];
  for (const file of files) {
    await editWorkbook(file, (sheets) => {
      const tables = sheets.map(parted).filter(isTable);
      if (tables.length === 0) throw new Error(`${file.name}: no table to write`);
      for (const { sheet } of tables) {
        const name = file.name.replace(/\.xlsx$/, tables.length > 1 ? `_${sheet.name}.csv` : '.csv');
        out.push({ name, bytes: ENCODE[encoding]!(writeCsv(sheet.rows, { delimiter })) });
      }
    });
  }
  return out;
}
