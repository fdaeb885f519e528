import { type CellValue, readXlsx, type Workbook } from 'hucre';
import { err, ok, type Result } from '#kernel';
import { LIMITS } from '../limits.ts';
import type { ArchiveFault } from '../archive/directory.ts';
import type { OpenedArchive } from '../archive/open.ts';
import type { Doubt } from '../legacy/modernise.ts';
import { encodingOfFont } from '../legacy/readings.ts';

/** A value as the file holds it; a `Date` only where the cell is formatted as a date. */
export type RawValue = string | number | boolean | Date | null;

/** A piece of text with the font that draws it. */
export interface TextRun {
  readonly text: string;
  readonly font: string | undefined;
}

/** A sheet as the file holds it. */
export interface RawSheet {
  readonly file: string;
  readonly name: string;
  readonly rows: readonly (readonly RawValue[])[];
  readonly merges: readonly Merge[];
  /** Addresses (`F17`) of cells with a formula; their value is the one that was computed when the file was saved. */
  readonly formulas: ReadonlySet<string>;
  /** How many rows and columns people do not see. They are read like the others. */
  readonly hidden: number;
  /** Serial numbers count from 1904 (old Excel for Mac). */
  readonly from1904: boolean;
  /** A text file: numbers are text, and a program that wrote it may have dropped leading zeros. */
  readonly untyped: boolean;
  /** The runs of cells that a font of TCVN3 or VNI draws, by address. */
  readonly fonts: ReadonlyMap<string, readonly TextRun[]>;
}

/** A sheet whose text is Unicode, but for the cells in `doubts`. */
export interface Sheet extends Omit<RawSheet, 'fonts'> {
  readonly doubts: ReadonlyMap<string, Doubt>;
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

export const isBlank = (value: RawValue | undefined): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const tooMerged = (merges: readonly Merge[], rows: number) =>
  merges.length > LIMITS.merges ||
  merges.reduce((sum, { startRow, endRow }) => sum + Math.max(0, Math.min(endRow, rows) - startRow + 1), 0) > LIMITS.mergedRows;
export const isTooLong = (value: CellValue): boolean => typeof value === 'string' && value.length > LIMITS.cellChars;

type LibrarySheet = Workbook['sheets'][number];

const addressOf = (key: string): string => {
  const [row, column] = key.split(',').map(Number);
  return cellAddress(row!, column!);
};

/** Cells without a style of their own have the font of the workbook. */
function fontsOf(sheet: LibrarySheet, byDefault: string | undefined): RawSheet['fonts'] {
  const fonts = new Map<string, readonly TextRun[]>();
  const note = (address: string, runs: readonly TextRun[]) => {
    if (runs.some(({ font }) => encodingOfFont(font))) fonts.set(address, runs);
  };
  for (const [r, row] of sheet.rows.entries()) {
    for (const [c, value] of row.entries()) {
      if (typeof value !== 'string' || value === '') continue;
      const cell = sheet.cells?.get(`${r},${c}`);
      const own = cell?.style?.font?.name ?? byDefault;
      note(cellAddress(r, c), cell?.richText?.map(({ text, font }) => ({ text, font: font?.name ?? own })) ?? [{ text: value, font: own }]);
    }
  }
  return fonts;
}

const hiddenIn = ({ rowDefs, columns }: LibrarySheet): number =>
  [...(rowDefs?.values() ?? [])].filter(({ hidden }) => hidden).length + (columns ?? []).filter((column) => column?.hidden).length;

/** The sheets of a screened container. What the library refuses is a damaged file to us. */
export async function readSheets(
  file: string,
  { bytes, fonts }: Pick<OpenedArchive, 'bytes' | 'fonts'>,
): Promise<Result<readonly RawSheet[], ArchiveFault>> {
  try {
    const workbook = await readXlsx(bytes, { readStyles: fonts.legacy });
    if (
      workbook.sheets.some(({ rows }) => rows.some((row) => row.some(isTooLong))) ||
      workbook.sheets.some(({ merges, rows }) => tooMerged(merges ?? [], rows.length))
    )
      return err('too-large');
    return ok(
      workbook.sheets.map((sheet) => ({
        file,
        name: sheet.name,
        rows: sheet.rows,
        merges: sheet.merges ?? [],
        formulas: new Set([...(sheet.cells ?? [])].filter(([, cell]) => cell.formula !== undefined).map(([key]) => addressOf(key))),
        hidden: hiddenIn(sheet),
        from1904: workbook.dateSystem === '1904',
        untyped: false,
        fonts: fonts.legacy ? fontsOf(sheet, fonts.byDefault) : new Map(),
      })),
    );
  } catch {
    return err('damaged');
  }
}
