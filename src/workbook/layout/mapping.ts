import { foldHeader } from '../labels/fold-header.ts';
import type { SheetKind } from './kinds.ts';

/** What somebody said the columns of a sheet are. `header` is as the sheet writes it (`HeaderColumn.header`); its letters are compared folded. */
export interface SheetMapping {
  readonly kind: SheetKind;
  readonly columns: readonly { readonly header: string; readonly field: string }[];
  /** What every row says that no column does: the class of a sheet of one class. It holds for the sheet alone, not for files to come. */
  readonly constants?: readonly { readonly field: string; readonly value: string }[];
}

/** Rows as Excel counts them, both included. */
export interface HeaderRows {
  readonly from: number;
  readonly to: number;
}

/** An answer about every sheet with these headers: what its columns are, that its header stands in other rows, or that it is left out of this import. */
export type LayoutAnswer = { readonly fingerprint: string } & (
  | { readonly skip: true; readonly header?: undefined }
  | { readonly header: HeaderRows; readonly skip?: undefined }
  | (SheetMapping & { readonly skip?: undefined; readonly header?: undefined })
);
export type MappingAnswer = Extract<LayoutAnswer, SheetMapping>;
export const isMapping = (answer: LayoutAnswer | undefined): answer is MappingAnswer =>
  answer !== undefined && !answer.skip && answer.header === undefined;

export type Mappings = ReadonlyMap<string, LayoutAnswer>;

/** Two spellings of one header are one. */
export const headerKey = (header: string): string => foldHeader(header);
