import { foldHeader } from '../labels/fold-header.ts';
import type { SheetKind } from './kinds.ts';

/** What somebody said the columns of a sheet are. `header` is as the sheet writes it (`HeaderColumn.header`); its letters are compared folded. */
export interface SheetMapping {
  readonly kind: SheetKind;
  readonly columns: readonly { readonly header: string; readonly field: string }[];
}

/** An answer about every sheet with these headers: what its columns are, or that it is left out of this import. */
export type LayoutAnswer = { readonly fingerprint: string } & ({ readonly skip: true } | (SheetMapping & { readonly skip?: undefined }));

export type Mappings = ReadonlyMap<string, LayoutAnswer>;

/** Two spellings of one header are one. */
export const headerKey = (header: string): string => foldHeader(header);
