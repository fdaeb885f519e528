import { z } from 'zod';

const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const SheetKind = z.enum(['pupils', 'staff', 'results', 'remarks', 'supplementary']);
const Header = z.string().max(300).describe('as the question names it: texts above one another joined by “ – ”');

/** Sheets of one layout about whose columns an import asks, or that were read as answered. With `columns[].field` corrected it is an answer. */
export const SheetLayout = z.object({
  fingerprint: Fingerprint.describe('SHA-256 of the headers in any order'),
  state: z.enum(['asked', 'offered', 'mapped', 'skipped']).describe('asked: not read before an answer; offered: read, and some columns could be more; mapped: read as answered; skipped: left out as answered'),
  sheets: z.array(z.object({ file: z.string(), sheet: z.string() })),
  headerRows: z.object({ from: z.int(), to: z.int() }).nullable().describe('null: the sheet has no header; its answer is not remembered'),
  kind: SheetKind,
  columns: z.array(z.object({
    column: z.string(), header: Header, field: z.string().nullable().describe('null: not read'),
    confidence: z.enum(['sure', 'likely', 'unsure']).nullable().describe('sure: by a known header; likely: by one that resembles it; unsure: by the values alone'), samples: z.array(z.string()),
  })),
  why: z.array(z.string()),
});
export type SheetLayout = z.infer<typeof SheetLayout>;

/** What the columns of a layout are; a field of null is not read. Or: these sheets are left out of this import. */
export const LayoutAnswer = z.union([
  z.object({ fingerprint: Fingerprint, skip: z.literal(true) }),
  z.object({ fingerprint: Fingerprint, kind: SheetKind, columns: z.array(z.object({ header: Header, field: z.string().max(60).nullable() })).max(512) }),
]);
export type LayoutAnswer = z.infer<typeof LayoutAnswer>;
export const LayoutAnswers = z.object({ layouts: z.array(LayoutAnswer).min(1).max(120) });

/** What columns may be, and the layouts this school has answered before. */
export const ImportLayouts = z.object({
  kinds: z.array(z.object({ kind: SheetKind, label: z.string(), fields: z.array(z.object({ field: z.string(), label: z.string(), needed: z.boolean() })) })),
  remembered: z.array(z.object({ fingerprint: Fingerprint, kind: SheetKind, sheet: z.string().describe('where it was first seen'), columns: z.array(z.object({ header: z.string(), label: z.string() })), rememberedAt: z.string(), rememberedBy: z.string() })),
});
export type ImportLayouts = z.infer<typeof ImportLayouts>;
export const byLayout = z.object({ fingerprint: Fingerprint });
