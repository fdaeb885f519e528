/**
 * Why something a user or another system asked for was not done. `code` is stable (`area/reason`) and has one row in the
 * catalogue (public HBS code, Vietnamese message, remedy, retryable). `params` fill the message; `where` is the place: an
 * XPath, a signature slot, or file → sheet → cell.
 */
export interface Refusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly where?: string;
}

export const refusal = (code: string, params?: Refusal['params'], where?: string): Refusal => ({
  code,
  ...(params ? { params } : {}),
  ...(where ? { where } : {}),
});

/** One row of the catalogue. `{name}` in message and remedy is filled from `params`. */
export interface CatalogueEntry {
  /** `HBS-nnn` , the code other systems see, or null for a refusal that never leaves its own screen. */
  readonly publicCode: `HBS-${number}` | null;
  readonly message: string;
  readonly remedy: string;
  readonly retryable: boolean;
}
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
