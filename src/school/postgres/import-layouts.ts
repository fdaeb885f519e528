import { fromTimestamptz, toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import { FIELDS_OF, SHEET_KINDS, type SheetMapping } from '#workbook';
import type { SchoolScope } from './tables.ts';

/** What a school said of a layout, for all files to come. */
export interface RememberedLayout {
  readonly fingerprint: string;
  readonly mapping: SheetMapping;
  /** Name of the sheet it was said of. */
  readonly sheet: string;
  readonly rememberedAt: Instant;
  readonly rememberedBy: string;
}

/** Fields that this version no longer knows make no mapping: the sheet is asked for again. */
const isKnown = ({ kind, columns }: SheetMapping): boolean =>
  SHEET_KINDS.includes(kind) && columns.every(({ field }) => FIELDS_OF[kind].includes(field));

/** The layouts of the school, the latest first. */
export async function loadLayouts({ trx, schoolId }: SchoolScope): Promise<readonly RememberedLayout[]> {
  const rows = await trx
    .selectFrom('import_layouts')
    .select(['fingerprint', 'mapping', 'remembered_at', 'remembered_by'])
    .where('school_id', '=', schoolId)
    .orderBy('remembered_at', 'desc')
    .orderBy('fingerprint')
    .execute();
  return rows
    .map(({ fingerprint, mapping: stored, remembered_at, remembered_by }) => {
      const { sheet, ...mapping } = stored as unknown as SheetMapping & { readonly sheet: string };
      return { fingerprint, mapping, sheet, rememberedAt: fromTimestamptz(remembered_at), rememberedBy: remembered_by };
    })
    .filter(({ mapping }) => isKnown(mapping));
}

/** Remembers a layout; what was said of it before is replaced. */
export async function saveLayout(
  { trx, schoolId }: SchoolScope,
  { fingerprint, mapping, sheet, rememberedAt, rememberedBy }: RememberedLayout,
): Promise<void> {
  const row = { mapping: JSON.stringify({ ...mapping, sheet }), remembered_at: toTimestamptz(rememberedAt), remembered_by: rememberedBy };
  await trx
    .insertInto('import_layouts')
    .values({ school_id: schoolId, fingerprint, ...row })
    .onConflict((conflict) => conflict.columns(['school_id', 'fingerprint']).doUpdateSet(row))
    .execute();
}

export async function forgetLayout({ trx, schoolId }: SchoolScope, fingerprint: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('import_layouts')
    .where('school_id', '=', schoolId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
