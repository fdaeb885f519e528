import { type CellValue, readXlsx } from 'hucre';
import { err, ok, type Result } from '#kernel';
import { LIMITS } from '../limits.ts';
import type { ArchiveFault } from '../archive/directory.ts';

/** A value as the file holds it; a `Date` only where the cell is formatted as a date. */
export type RawValue = string | number | boolean | Date | null;

export interface Sheet {
  readonly file: string;
  readonly name: string;
  readonly rows: readonly (readonly RawValue[])[];
  readonly merges: readonly Merge[];
  /** Addresses (`F17`) of cells with a formula. */
  readonly formulas: readonly string[];
  /** Serial numbers count from 1904 (old Excel for Mac). */
  readonly from1904: boolean;
}

/** Zero-based, both ends included. */
export interface Merge {
  readonly startRow: number;
  readonly startCol: number;
  readonly endRow: number;
  readonly endCol: number;
}

/** 0 → `A`, 26 → `AA`. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** `F17` of zero-based row 16, column 5. */
export const cellAddress = (row: number, column: number): string => `${columnLetters(column)}${row + 1}`;

export const isBlank = (value: RawValue | undefined): boolean => value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const tooMerged = (merges: readonly Merge[], rows: number) =>
  merges.length > LIMITS.merges || merges.reduce((sum, { startRow, endRow }) => sum + Math.max(0, Math.min(endRow, rows) - startRow + 1), 0) > LIMITS.mergedRows;
const tooLong = (value: CellValue) => typeof value === 'string' && value.length > LIMITS.cellChars;

/** The sheets of a screened container. What the library refuses is a damaged file to us. */
export async function readSheets(file: string, bytes: Uint8Array): Promise<Result<readonly Sheet[], ArchiveFault>> {
  try {
    const workbook = await readXlsx(bytes);
    if (workbook.sheets.some(({ rows }) => rows.some((row) => row.some(tooLong))) || workbook.sheets.some(({ merges, rows }) => tooMerged(merges ?? [], rows.length))) return err('too-large');
    return ok(workbook.sheets.map((sheet) => ({
      file,
      name: sheet.name,
      rows: sheet.rows,
      merges: sheet.merges ?? [],
      formulas: [...(sheet.cells ?? [])].filter(([, cell]) => cell.formula !== undefined).map(([key]) => {
        const [row, column] = key.split(',').map(Number);
        return cellAddress(row!, column!);
      }),
      from1904: workbook.dateSystem === '1904',
    })));
  } catch {
    return err('damaged');
  }
}
