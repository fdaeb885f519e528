import { detectDelimiter, parseCsv } from 'hucre/csv';
import { err, ok, type Result } from '#kernel';
import { recognise } from '../layout/recognise.ts';
import { modernise } from '../legacy/modernise.ts';
import { LIMITS } from '../limits.ts';
import { createReport } from '../problem.ts';
import { isTooLong, type RawSheet } from '../sheet/read-sheets.ts';
import { decodeText, type TextEncoding, type TextFault } from './decode.ts';

/** Why a text is not read as a table; each is the reason part of a catalogue code, `not-text` apart. */
export type CsvFault = TextFault | 'too-large' | 'damaged';

const DELIMITERS = [',', ';', '\t'] as const;
/** Excel's own way of saying it: a first line `sep=;`. */
const SEPARATOR_LINE = /^sep=([,;\t])\r?\n/i;
const HEAD_CHARS = 64 * 1024;

/** Counts before anything is taken apart: a file of nothing but commas must not become ten million cells. */
function tooManyCells(text: string, delimiter: string): boolean {
  let cells = 0;
  let rows = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign !== delimiter && sign !== '\n' && sign !== '\r') continue;
    cells++;
    if (sign !== delimiter) rows++;
    if (cells > LIMITS.cells * 2 || rows > LIMITS.rows * 4) return true;
  }
  return false;
}

const sheetOf = (file: string, rows: RawSheet['rows']): RawSheet => ({
  file,
  name: file.replace(/\.[^.]+$/, ''),
  rows: rows.map((row) => row.map((value) => (value === '' ? null : value))),
  merges: [],
  formulas: new Set(),
  hidden: 0,
  from1904: false,
  untyped: true,
  fonts: new Map(),
});

/** The delimiter under which the head of the file has most columns that we know; the first of equals. */
function delimiterOf(file: string, text: string): string {
  const known = DELIMITERS.map(
    (delimiter) =>
      recognise(modernise(sheetOf(file, parseCsv(text.slice(0, HEAD_CHARS), { delimiter })), createReport()))?.columns.size ?? 0,
  );
  const most = Math.max(...known);
  return most === 0 ? detectDelimiter(text.slice(0, HEAD_CHARS)) : DELIMITERS[known.indexOf(most)]!;
}

/** A .csv as one sheet that is named like its file; every value is text, because the file does not say more. */
export function readCsv(file: string, bytes: Uint8Array): Result<{ readonly sheet: RawSheet; readonly encoding: TextEncoding }, CsvFault> {
  if (bytes.length > LIMITS.textBytes) return err('too-large');
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const stated = SEPARATOR_LINE.exec(decoded.value.text);
  const text = stated ? decoded.value.text.slice(stated[0].length) : decoded.value.text;
  if (DELIMITERS.some((delimiter) => tooManyCells(text, delimiter))) return err('too-large');
  const rows = parseCsv(text, { delimiter: stated?.[1] ?? delimiterOf(file, text) });
  // A quote that nobody closes swallows the rest of the file into one cell.
  if (rows.some((row) => row.some(isTooLong))) return err('damaged');
  if (
    rows.length > LIMITS.rows ||
    rows.some((row) => row.length > LIMITS.columns) ||
    rows.reduce((sum, row) => sum + row.length, 0) > LIMITS.cells
  )
    return err('too-large');
  return ok({ sheet: sheetOf(file, rows), encoding: decoded.value.encoding });
}
