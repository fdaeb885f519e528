import { ok, PlainDate, type Result, unwrap } from '#kernel';
import type { Layout } from '../layout/recognise.ts';
import type { Mappings } from '../layout/mapping.ts';
import { foldHeader } from '../labels/fold-header.ts';
import type { RefusedRow, WorkbookFile } from '../model.ts';
import { rawSheets, readTables } from '../open-file.ts';
import { classroomInTitle } from '../parts/classroom.ts';
import { createReport } from '../problem.ts';
import { wholeName } from '../sheet/part-name.ts';
import { columnLetters, isBlank, type Merge, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { onlyText } from '../sheet/rows.ts';
import type { ExportCell, ExportSheet, ExportValue } from './model.ts';

/** The column that says what is wrong; a column of this name means nothing to the reader. */
export const REASON_HEADER = 'Lý do từ chối (nhập lại thì bỏ qua cột này)';
const isReason = (value: RawValue | undefined): boolean => typeof value === 'string' && foldHeader(value).startsWith('li do tu choi');

/** In a text file everything is text; a number that lost its zeros there is one here. */
function valueOf(raw: RawValue, untyped: boolean): ExportValue {
  if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? null : { day: unwrap(PlainDate.parse(raw.toISOString().slice(0, 10))) };
  if (typeof raw === 'boolean') return String(raw);
  return untyped && typeof raw === 'string' && /^[1-9]\d{0,14}$/.test(raw) ? Number(raw) : raw;
}

/** What a row holds as people read it: a cell merged downwards has its value in every row. */
function rowOf({ rows, merges }: Sheet, r: number, dataFrom: number): readonly RawValue[] {
  const own = [...(rows[r] ?? [])];
  for (const { startRow, endRow, startCol, endCol } of merges)
    if (startCol === endCol && startRow >= dataFrom && startRow < r && r <= endRow) own[startCol] = rows[startRow]?.[startCol] ?? null;
  return own;
}

/** A table of the sheet without the rows that were taken: what stands above it, its header, and the refused rows under the class they belong to. */
function refusedOf(
  layout: Layout,
  from: number,
  refused: ReadonlyMap<number, RefusedRow>,
): readonly { readonly row: number; readonly refusal?: RefusedRow }[] {
  const { sheet, firstRow, endRow } = layout;
  const kept: { row: number; refusal?: RefusedRow }[] = [];
  let title: number | undefined;
  for (let r = firstRow; r < endRow; r++) {
    if (classroomInTitle(onlyText(sheet.rows[r]!) ?? '') !== undefined) title = r;
    const refusal = refused.get(r + 1);
    if (!refusal) continue;
    if (title !== undefined) kept.push({ row: title });
    title = undefined;
    kept.push({ row: r, refusal });
  }
  return kept.length === 0 ? [] : [...Array.from({ length: firstRow - from }, (_, i) => ({ row: from + i })), ...kept];
}

function sheetOf(sheet: Sheet, layouts: readonly Layout[], refused: ReadonlyMap<number, RefusedRow>): ExportSheet | undefined {
  const lines = layouts.flatMap((layout, i) => refusedOf(layout, i === 0 ? 0 : layouts[i - 1]!.endRow, refused));
  const dataFrom = layouts[0]!.firstRow;
  if (lines.length === 0) return undefined;
  const headers = new Set(layouts.map(({ headerRow }) => headerRow));
  const reasonColumns = new Set([...headers].flatMap((r) => sheet.rows[r]!.flatMap((value, c) => (isReason(value) ? [c] : []))));
  const raw = lines.map(({ row }) => rowOf(sheet, row, dataFrom).map((value, c) => (reasonColumns.has(c) ? null : value)));
  const width = Math.max(...raw.map((row) => row.findLastIndex((value) => !isBlank(value)) + 1));
  const rows = lines.map(({ row, refusal }, i): readonly ExportCell[] => {
    const marked = new Set(refusal?.reasons.flatMap(({ column }) => column ?? []));
    const cells = Array.from({ length: width }, (_, c): ExportCell => {
      const value = valueOf(raw[i]![c] ?? null, sheet.untyped);
      return marked.has(columnLetters(c)) ? { marked: value } : value;
    });
    const reasons = [...new Set(refusal?.reasons.map(({ message, remedy }) => `${message} ${remedy}`))].join('\n');
    return [...cells, refusal ? { marked: reasons } : headers.has(row) ? REASON_HEADER : null];
  });
  const at = new Map(lines.map(({ row }, i) => [row, i]));
  const merges = sheet.merges.flatMap((merge): Merge[] => {
    const startRow = at.get(merge.startRow);
    const endRow = at.get(merge.endRow);
    return merge.endRow < dataFrom && startRow !== undefined && endRow !== undefined ? [{ ...merge, startRow, endRow }] : [];
  });
  return { name: sheet.name, head: [], rows, merges };
}

/**
 * The refused rows of a file in the layout they came in, with the reason behind each and its cells marked. Corrected, it can be brought in as
 * it is: the column of reasons is not read. Text in old fonts comes as Unicode. `mappings`: those with which the file was read.
 */
export async function refusedSheets(
  file: WorkbookFile,
  refused: readonly RefusedRow[],
  mappings?: Mappings,
): Promise<Result<readonly ExportSheet[], string>> {
  const raw = await rawSheets(file, createReport());
  if (!raw.ok) return raw;
  const concerned = new Set(refused.flatMap(({ sheet }) => [sheet, wholeName(sheet)]));
  return ok(
    raw.value
      .filter(({ name }) => concerned.has(name))
      .flatMap((one) => readTables(one, createReport(), mappings))
      .flatMap(({ sheet, layouts }) => {
        const own = new Map(refused.filter((row) => row.sheet === sheet.name).map((row) => [row.row, row]));
        return own.size === 0 || layouts.length === 0 ? [] : (sheetOf(sheet, layouts, own) ?? []);
      }),
  );
}
