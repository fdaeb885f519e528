import { LIMITS } from '../limits.ts';
import type { ArchiveFault } from './directory.ts';

/** What a sheet part shows before it is parsed: its used rectangle and its cells. */
export interface SheetScreening {
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  readonly formulas: number;
}

/** A document type is the door to external entities and entity bombs; no workbook needs one. */
export const hasDocumentType = (xml: string): boolean => /<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(xml);

export function countTags(xml: string, atMost: number): number {
  let count = 0;
  for (let at = xml.indexOf('<'); at >= 0 && count <= atMost; at = xml.indexOf('<', at + 1)) count++;
  return count;
}

/** `A` → 1, `XFD` → 16384. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (let i = 0; i < letters.length; i++) number = number * 26 + (letters.charCodeAt(i) & 31);
  return number;
}

/** Nearly every tag has its reference first; then it need not be looked for among the other attributes. */
const TAG = /<(?:[\w.-]+:)?(row|c|f)(?=[\s>/])(?: r="([A-Z]{0,3}\d{1,9})")?([^>]*)>/g;
const REFERENCE = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/;

const NAMELESS = /<(?:[\w.-]+:)?(?:row|c)(?=[\s>/])(?![^<>]*\sr\s*=)/;
const BLANK_CELL = /<(?:[\w.-]+:)?c\s[^<>]*(?:\/>|>\s*(?:<(?:[\w.-]+:)?v\s*(?:\/>|>\s*<\/(?:[\w.-]+:)?v>)\s*)?<\/(?:[\w.-]+:)?c>)/g;
const BLANK_ROW = /<(?:[\w.-]+:)?row\s[^<>]*(?:\/>|>\s*<\/(?:[\w.-]+:)?row>)/g;

/**
 * A sheet without the cells and rows that hold nothing: whoever colours whole rows and columns leaves thousands of them, to XFD and to row 1,048,576.
 * As it was where cells have no reference, because then blank ones are what places the others.
 */
export const withoutBlanks = (xml: string): string => (NAMELESS.test(xml) ? xml : xml.replace(BLANK_CELL, '').replace(BLANK_ROW, ''));

/** One pass over `<sheetData>`. The `<dimension>` of the sheet is never believed. */
export function screenSheet(xml: string): SheetScreening | ArchiveFault {
  const from = xml.search(/<(?:[\w.-]+:)?sheetData[\s>/]/);
  if (from < 0) return { rows: 0, columns: 0, cells: 0, formulas: 0 };
  const to = xml.search(/<\/(?:[\w.-]+:)?sheetData\s*>/);
  const data = xml.slice(from, to < 0 ? undefined : to);
  let rows = 0;
  let columns = 0;
  let cells = 0;
  let formulas = 0;
  let row = 0;
  let column = 0;
  for (const [, tag, first, attributes] of data.matchAll(TAG)) {
    if (tag === 'f') {
      if (++formulas > LIMITS.formulas) return 'too-large';
      continue;
    }
    const found = first === undefined ? REFERENCE.exec(attributes!) : undefined;
    const reference = first ?? found?.[1] ?? found?.[2];
    if (tag === 'row') {
      if (reference !== undefined && !/^\d{1,9}$/.test(reference)) return 'damaged';
      row = reference === undefined ? row + 1 : Number(reference);
      column = 0;
    } else {
      if (++cells > LIMITS.cells) return 'too-large';
      const parts = reference === undefined ? undefined : /^([A-Za-z]{1,3})(\d{1,9})$/.exec(reference);
      if (parts === null) return 'damaged';
      column = parts ? columnNumber(parts[1]!) : column + 1;
      row = parts ? Number(parts[2]) : row;
    }
    rows = Math.max(rows, row);
    columns = Math.max(columns, column);
    if (rows > LIMITS.rows || columns > LIMITS.columns) return 'too-large';
  }
  return { rows, columns, cells, formulas };
}
