import type { CatalogueEntry } from '../refusal.ts';

/** A refusal of a workbook. The same octets always have the same answer, so trying again never helps. */
export const row = (publicCode: CatalogueEntry['publicCode'], message: string, remedy: string): CatalogueEntry => ({
  publicCode,
  message,
  remedy,
  retryable: false,
});
