import { columnLetters } from './read-sheets.ts';

/** Zero-based columns, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const PART = /\s*\(cột [A-Z]{1,3}(?:–[A-Z]{0,3}\)?)?$/;

/** `1A1 (cột H–N)`: one of several tables that stand beside each other in a sheet, as messages and answers name it. */
export const partName = (sheet: string, { from, to }: Span): string => `${sheet} (cột ${columnLetters(from)}–${columnLetters(to)})`;

/** The name of the sheet as its author gave it; Excel may have cut that of a part. */
export const wholeName = (name: string): string => name.replace(PART, '');
