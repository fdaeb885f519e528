import { z } from 'zod';

const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const SheetKind = z.enum(['pupils', 'staff', 'results', 'remarks', 'supplementary']);
const Header = z.string().max(300).describe('as the question names it: texts above one another joined by “ – ”');

const Constant = z.object({ field: z.string().max(60), value: z.string().min(1).max(60) });

/** Sheets of one layout about whose columns an import asks, or that were read as answered. With `columns[].field` corrected it is an answer. */
export const SheetLayout = z.object({
  fingerprint: Fingerprint.describe('SHA-256 of the headers in any order'),
  state: z
    .enum(['asked', 'offered', 'mapped', 'skipped'])
    .describe(
      'asked: not read before an answer; offered: read, and some columns could be more; mapped: read as answered; skipped: left out as answered',
    ),
  sheets: z.array(z.object({ file: z.string(), sheet: z.string() })),
  firstRows: z
    .array(z.object({ row: z.int(), texts: z.array(z.string()) }))
    .describe('the first rows of the sheet, for choosing the header'),
  headerRows: z.object({ from: z.int(), to: z.int() }).nullable().describe('null: the sheet has no header; its answer is not remembered'),
  kind: SheetKind,
  columns: z.array(
    z.object({
      column: z.string(),
      header: Header,
      field: z.string().nullable().describe('null: not read'),
      confidence: z
        .enum(['sure', 'likely', 'unsure'])
        .nullable()
        .describe('sure: by a known header; likely: by one that resembles it; unsure: by the values alone'),
      samples: z.array(z.string()),
    }),
  ),
  constants: z.array(Constant).describe('what was said of every row'),
  why: z.array(z.string()),
});
export type SheetLayout = z.infer<typeof SheetLayout>;

/**
 * What the columns of a layout are (a field of null is not read) and what holds for every row of this import. Or: the header of these sheets stands in other
 * rows, as Excel counts them; the question comes anew with that header. Or: they are left out of this import.
 */
export const LayoutAnswer = z.union([
  z.object({ fingerprint: Fingerprint, skip: z.literal(true) }),
  z.object({ fingerprint: Fingerprint, header: z.object({ from: z.int().min(1).max(60), to: z.int().min(1).max(60) }) }),
  z.object({
    fingerprint: Fingerprint,
    kind: SheetKind,
    columns: z.array(z.object({ header: Header, field: z.string().max(60).nullable() })).max(512),
    constants: z.array(Constant).max(10).optional(),
  }),
]);
export type LayoutAnswer = z.infer<typeof LayoutAnswer>;
export const LayoutAnswers = z.object({ layouts: z.array(LayoutAnswer).min(1).max(120) });

/** What columns may be, and the layouts this school has answered before. */
export const ImportLayouts = z.object({
  kinds: z.array(
    z.object({
      kind: SheetKind,
      label: z.string(),
      fields: z.array(
        z.object({
          field: z.string(),
          label: z.string(),
          needed: z.boolean(),
          mayBeConstant: z.boolean().describe('one value may be said for every row'),
        }),
      ),
    }),
  ),
  remembered: z.array(
    z.object({
      fingerprint: Fingerprint,
      kind: SheetKind,
      sheet: z.string().describe('where it was first seen'),
      columns: z.array(z.object({ header: z.string(), label: z.string() })),
      rememberedAt: z.string(),
      rememberedBy: z.string(),
    }),
  ),
});
export type ImportLayouts = z.infer<typeof ImportLayouts>;
export const byLayout = z.object({ fingerprint: Fingerprint });
