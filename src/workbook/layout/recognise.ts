import { cleanText } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import type { FileKind } from '../model.ts';
import { columnKey, isHeaderText } from './column-key.ts';

export interface Column {
  readonly index: number;
  /** As written, for messages: `Toán – Điểm KTĐK`. */
  readonly label: string;
}

export interface Layout {
  readonly sheet: Sheet;
  readonly kind: Exclude<FileKind, 'unknown'>;
  readonly columns: ReadonlyMap<string, Column>;
  /** Keys that two columns claim. */
  readonly doubled: readonly string[];
  /** Texts above the header. */
  readonly titles: readonly string[];
  /** Zero-based row of the first row below the header. */
  readonly firstRow: number;
}

const HEADER_WITHIN = 40, HEADER_DEPTH = 5, HEADER_TEXTS = 3;
const IDENTITY = new Set(['order', 'classroom', 'pupilId', 'fullName', 'birthDate', 'staffId']);
const SIGNATURES: readonly (readonly [Layout['kind'], number, (key: string) => boolean])[] = [
  ['supplementary', 2, (key) => ['assessedItem', 'assessedOn', 'decisionNumber', 'decisionDate', 'level'].includes(key)],
  ['staff', 2, (key) => ['staffId', 'workState', 'position', 'positionGroup', 'homeroom', 'teaches'].includes(key)],
  ['remarks', 3, (key) => /^(?:health|absence|remark)\.|\.remark$/.test(key)],
  ['results', 5, (key) => /^trait\.|^subject\..*\.(?:level|mark)$/.test(key)],
  ['pupils', 3, (key) => ['gender', 'status', 'statusDate', 'ethnicity', 'nationality', 'disability', 'personalId', 'birthPlace', 'queQuan', 'fatherName', 'motherName', 'registerNumber'].includes(key)],
];

const textOf = (value: RawValue | undefined): string => (typeof value === 'string' ? cleanText(value) : '');

/** Texts of the header block, row by row, with merged cells and blank repeats of a group filled in. */
function headerTexts(sheet: Sheet, first: number, last: number): string[][] {
  const width = Math.max(0, ...sheet.rows.slice(first, last + 1).map((row) => row.length));
  const texts = Array.from({ length: last - first + 1 }, (_, r) => Array.from({ length: width }, (_, c) => textOf(sheet.rows[first + r]?.[c])));
  for (const { startRow, endRow, startCol, endCol } of sheet.merges) {
    if (startRow < first || endRow > last) continue;
    for (let r = startRow; r <= endRow; r++) for (let c = startCol; c <= Math.min(endCol, width - 1); c++) texts[r - first]![c] = texts[startRow - first]![startCol]!;
  }
  for (let r = 0; r < texts.length - 1; r++) {
    for (let c = 1; c < width; c++) {
      const sameGroup = texts.slice(0, r).every((row) => row[c] === row[c - 1]);
      if (texts[r]![c] === '' && sameGroup && texts.slice(r + 1).some((row) => row[c] !== '')) texts[r]![c] = texts[r]![c - 1]!;
    }
  }
  return texts;
}

function headerStart(sheet: Sheet): number {
  return sheet.rows.slice(0, HEADER_WITHIN).findIndex((row) => new Set(row.map(textOf).map(foldHeader).filter(isHeaderText)).size >= HEADER_TEXTS);
}

/** The header goes on while a row repeats or leaves blank the identity columns of its first row and still speaks header language. */
function headerEnd(sheet: Sheet, first: number): number {
  const top = sheet.rows[first]!;
  const identity = top.flatMap((value, c) => (IDENTITY.has(columnKey([foldHeader(textOf(value))]) ?? '') ? [c] : []));
  let last = first;
  for (let r = first + 1; r <= first + HEADER_DEPTH && r < sheet.rows.length; r++) {
    const row = sheet.rows[r]!;
    const headerOnly = identity.every((c) => isBlank(row[c]) || foldHeader(textOf(row[c])) === foldHeader(textOf(top[c])) || isHeaderText(foldHeader(textOf(row[c]))));
    if (!headerOnly || !row.some((value) => isHeaderText(foldHeader(textOf(value))))) break;
    last = r;
  }
  return last;
}

/** A row `(1) (2) (3) …` or `A B 1 2 …` that numbers the columns. */
function numbersColumns(row: readonly RawValue[] | undefined): boolean {
  const values = (row ?? []).filter((value) => !isBlank(value)).map((value) => String(value).replace(/[()\s]/g, ''));
  return values.length >= HEADER_TEXTS && values.every((value) => /^(?:\d{1,2}|[A-Z])$/.test(value)) && values.filter((value, i) => i > 0 && Number(value) === Number(values[i - 1]) + 1).length >= values.length - 3;
}

/** What a sheet is, by its headers alone. Undefined: no header of ours, a code list for instance. */
export function recognise(sheet: Sheet): Layout | undefined {
  const first = headerStart(sheet);
  if (first < 0) return undefined;
  const last = headerEnd(sheet, first);
  const texts = headerTexts(sheet, first, last);
  const columns = new Map<string, Column>();
  const doubled: string[] = [];
  for (let index = 0; index < (texts[0]?.length ?? 0); index++) {
    const path = texts.map((row) => row[index]!).filter((text, r, all) => text !== '' && text !== all[r - 1]);
    const key = columnKey(path.map(foldHeader).filter((text) => text !== '').reverse());
    if (key === undefined) continue;
    if (columns.has(key)) doubled.push(key);
    else columns.set(key, { index, label: key.startsWith('subject.') && path.length > 1 ? path.slice(-2).join(' – ') : path.at(-1)! });
  }
  const keys = [...columns.keys()];
  const kind = SIGNATURES.find(([, atLeast, signs]) => keys.filter(signs).length >= atLeast)?.[0];
  if (!kind) return undefined;
  return {
    sheet, kind, columns, doubled,
    titles: sheet.rows.slice(0, first).flatMap((row) => row.map(textOf).filter((text) => text !== '')),
    firstRow: numbersColumns(sheet.rows[last + 1]) ? last + 2 : last + 1,
  };
}
