import { createHash } from 'node:crypto';
import { cleanText } from '#kernel';
import { columnLetters, isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { PATH_JOINT } from './header-path.ts';
import { headerKey, type HeaderRows } from './mapping.ts';
import {
  belongsToHeader,
  HEADER_DEPTH,
  HEADER_TEXTS,
  HEADER_WITHIN,
  headerEnd,
  headerStart,
  headerTexts,
  type Layout,
} from './recognise.ts';

export interface HeaderColumn {
  readonly index: number;
  /** The texts above one another as written, `Toán – Điểm`; a second one of the same name has ` (2)` behind it. */
  readonly header: string;
  /** The texts apart, top first; none in a sheet without a header. */
  readonly path: readonly string[];
}

/** The header of a sheet as its author wrote it, whatever it says. */
export interface Header {
  /** Zero-based first and last row; undefined when the sheet begins with its data. */
  readonly rows?: { readonly first: number; readonly last: number };
  /** Zero-based first row below. */
  readonly firstRow: number;
  readonly columns: readonly HeaderColumn[];
  /** SHA-256 of the folded header texts in any order; of file and sheet when there are none: such a sheet is like no other. */
  readonly fingerprint: string;
}

const LONG = 150;
const FIGURES = /^[\d\s.,:/+()%-]+$/;
const WORD = /^(?:[thcđdð]|x|✓|nam|nữ|[1-5][a-z]\d{0,2})$/i;
const CODE = /^[\p{L}\d._/-]+$/u;
const CODE_DIGITS = 4;
/** Whether a cell holds what stands in rows, not above them: a number, a date, a code, a level. */
function isValue(value: RawValue | undefined): boolean {
  if (isBlank(value)) return false;
  if (typeof value !== 'string' || value.length > LONG) return true;
  const text = cleanText(value);
  const digits = text.replace(/\D/g, '').length;
  return WORD.test(text) || (digits > 0 && FIGURES.test(text)) || (digits >= CODE_DIGITS && CODE.test(text));
}

const filled = (row: readonly RawValue[] | undefined): number => (row ?? []).filter((value) => !isBlank(value)).length;
/** A few rows of values may stand above a header: school code, year, date. */
const VALUES_ABOVE = 3;

/** The first row of three texts or more and no value, with rows below it; undefined when the data come first. */
function firstHeaderRow(rows: Sheet['rows']): number | undefined {
  let above = 0;
  for (let r = 0; r < Math.min(HEADER_WITHIN, rows.length) && above <= VALUES_ABOVE; r++) {
    const texts = new Set(rows[r]!.filter((value) => !isBlank(value)).map(String));
    if (texts.size < HEADER_TEXTS) continue;
    if (rows[r]!.some(isValue)) above++;
    else if (rows.slice(r + 1, r + 1 + HEADER_DEPTH + 1).some((row) => filled(row) >= HEADER_TEXTS)) return r;
  }
  return undefined;
}

/** The header goes on while a row without values names, for the most part, parts of groups: below a blank, a repeated text or the first of several columns. */
function lastHeaderRow({ rows }: Sheet, first: number): number {
  let last = first;
  for (let r = first + 1; r < Math.min(first + HEADER_DEPTH, rows.length); r++) {
    const row = rows[r]!;
    const above = rows[last]!;
    const isPart = (c: number) =>
      isBlank(above[c]) ||
      above.indexOf(above[c]!) !== above.lastIndexOf(above[c]!) ||
      above[c] === row[c] ||
      (isBlank(above[c + 1]) && !isBlank(row[c + 1]));
    const parts = row.flatMap((value, c) => (isBlank(value) ? [] : [isPart(c)]));
    if (parts.length === 0 || row.some(isValue) || parts.filter((part) => part).length * 2 < parts.length) break;
    last = r;
  }
  return last;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** Of a header; longer ones are told apart by their number. */
const HEADER_CHARS = 200;
const NAMELESS = '(cột không tên)';

/** Names of one spelling in a sheet are told apart by their number. */
function numbered(columns: readonly Omit<HeaderColumn, 'header'>[]): readonly HeaderColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const header = [...(column.path.join(PATH_JOINT) || NAMELESS)].slice(0, HEADER_CHARS).join('');
    const key = headerKey(header);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return { ...column, header: count === 1 ? header : `${header} (${count})` };
  });
}

/** Zero-based columns that hold something from a row on. */
function usedFrom({ rows }: Sheet, from: number): readonly number[] {
  return Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, c) => c).filter((c) =>
    rows.slice(from).some((row) => !isBlank(row[c])),
  );
}

/** The header in rows that somebody chose (as Excel counts them) of a sheet of which only the first rows are given; undefined when they hold no text. */
export function headerIn(sheet: Sheet, { from, to }: HeaderRows): Header | undefined {
  const header =
    sheet.rows[from - 1] === undefined || to < from ? undefined : headerAt(sheet, from - 1, Math.min(to, sheet.rows.length) - 1);
  return header?.columns.some(({ path }) => path.length > 0) ? header : undefined;
}

/** The header of a sheet of which only the first rows are given. `known`: what it was recognised as. */
export function headerOf(sheet: Sheet, known?: Layout): Header {
  const speaking = known?.headerRow ?? headerStart(sheet);
  const first = speaking >= 0 ? speaking : firstHeaderRow(sheet.rows);
  if (first === undefined) {
    const firstRow = Math.max(
      0,
      sheet.rows.findIndex((row) => filled(row) >= HEADER_TEXTS),
    );
    return {
      firstRow,
      columns: usedFrom(sheet, firstRow).map((index) => ({ index, header: `Cột ${columnLetters(index)}`, path: [] })),
      fingerprint: sha256(JSON.stringify([sheet.file, sheet.name])),
    };
  }
  return headerAt(sheet, first, speaking >= 0 ? headerEnd(sheet, first) : lastHeaderRow(sheet, first));
}

function headerAt(sheet: Sheet, first: number, last: number): Header {
  const texts = headerTexts(sheet, first, last);
  const columns = numbered(
    usedFrom(sheet, first).map((index) => ({
      index,
      path: texts.map((row) => row[index] ?? '').filter((text, r, all) => text !== '' && text !== all[r - 1]),
    })),
  );
  const names = columns
    .filter(({ path }) => path.length > 0)
    .map(({ header }) => headerKey(header))
    .toSorted();
  return {
    rows: { first, last },
    firstRow: belongsToHeader(sheet.rows[last + 1]) ? last + 2 : last + 1,
    columns,
    fingerprint: sha256(JSON.stringify(names)),
  };
}
