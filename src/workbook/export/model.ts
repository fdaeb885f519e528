import type { PlainDate } from '#kernel';
import type { Merge } from '../sheet/read-sheets.ts';

/** A day as a date cell; a plain string stays text whatever it looks like. */
export interface DayValue {
  readonly day: PlainDate;
}

/** What a cell may hold. There is no formula, no link and no error value: nothing that is written can act. */
export type ExportValue = string | number | DayValue | null;

/** A value that the reader of the sheet should look at: the cell is drawn in another colour. */
export interface MarkedCell {
  readonly marked: ExportValue;
}
export type ExportCell = ExportValue | MarkedCell;

/** One sheet; its rows are taken as they come and never held together. */
export interface ExportSheet {
  readonly name: string;
  /** Texts above the header, one row each. */
  readonly titles?: readonly string[];
  /** Lines of the header, bold, above the fold. */
  readonly head: readonly (readonly string[])[];
  /** Zero-based from the first line of the header. */
  readonly merges?: readonly Merge[];
  /** Widths of columns in characters; those that are not said are 12. */
  readonly widths?: readonly number[];
  readonly rows: Iterable<readonly ExportCell[]> | AsyncIterable<readonly ExportCell[]>;
}
