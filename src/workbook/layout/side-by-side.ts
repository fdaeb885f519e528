import { cleanText } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { classroomInTitle } from '../parts/classroom.ts';
import { partName, type Span } from '../sheet/part-name.ts';
import { isBlank, type Merge, type RawSheet, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { headerEnd, headerStart, type Layout, recognise } from './recognise.ts';

/** A page holds two or three tables beside each other; a row that repeats itself more often is none of people. */
const TABLES_MAX = 6;

const within = ({ from, to }: Span, column: number): boolean => column >= from && column <= to;
const textAt = (value: RawValue | undefined): string => (typeof value === 'string' ? foldHeader(cleanText(value)) : '');

/** The columns of each table: a header that begins with one text begins again where the text stands again. */
function byFirstText(header: readonly RawValue[]): readonly Span[] {
  const first = header.find((value) => !isBlank(value));
  const name = textAt(first);
  const starts = name === '' ? [] : header.flatMap((value, c) => (textAt(value) === name ? [c] : []));
  return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? header.length) - 1 }));
}

/** Or, where one table has a column that the other does without: what stands between columns that are empty from the header down. */
function byGaps({ rows }: Sheet, header: number): readonly Span[] {
  const below = rows.slice(header);
  const filled = Array.from({ length: Math.max(0, ...below.map((row) => row.length)) }, (_, c) => below.some((row) => !isBlank(row[c])));
  const starts = filled.flatMap((isFilled, c) => (isFilled && !filled[c - 1] ? [c] : []));
  return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? filled.length) - 1 }));
}

/** Where a table stands: its columns from the header down, and those of what stands above it. A title above a blank column is of the table behind it. */
interface Spot {
  readonly columns: Span;
  readonly above: Span;
}

function spotsOf(sheet: Sheet, header: number, spans: readonly Span[]): readonly Spot[] {
  const top = sheet.rows.slice(header, headerEnd(sheet, header) + 1);
  const ends = spans.map((span) =>
    Math.max(span.from, ...top.map((row) => row.findLastIndex((value, c) => within(span, c) && !isBlank(value)))),
  );
  const isLast = (i: number) => i === spans.length - 1;
  return spans.map((span, i) => ({
    columns: isLast(i) ? { ...span, to: Number.POSITIVE_INFINITY } : span,
    above: { from: i === 0 ? 0 : ends[i - 1]! + 1, to: isLast(i) ? Number.POSITIVE_INFINITY : ends[i]! },
  }));
}

/** Which rows above the tables are about all of them: those in which nothing stands above another one; a class is that of its table when another names its own. */
function sharedRows({ rows }: Sheet, header: number, spots: readonly Spot[]): ReadonlySet<number> {
  const above = rows
    .slice(0, header)
    .map((row) =>
      spots.map((spot) => row.flatMap((value, c) => (within(spot.above, c) && !isBlank(value) ? [cleanText(String(value))] : []))),
    );
  const naming = spots.filter((_, i) => above.some((row) => row[i]!.some((text) => classroomInTitle(text) !== undefined))).length;
  return new Set(
    above.flatMap((row, r) => {
      const texts = row.filter((own) => own.length > 0);
      return texts.length === 1 && (naming < 2 || texts[0]!.every((text) => classroomInTitle(text) === undefined)) ? [r] : [];
    }),
  );
}

const clipped = (merge: Merge, { from, to }: Span): readonly Merge[] =>
  merge.endCol < from || merge.startCol > to
    ? []
    : [{ ...merge, startCol: Math.max(from, merge.startCol), endCol: Math.min(to, merge.endCol) }];

/** What stands in one spot, each cell in its place: every message names the cell of the file. The last table has what stands to the right of it, too. */
function partOf<S extends RawSheet | Sheet>(sheet: S, header: number, { columns: own, above }: Spot, shared: ReadonlySet<number>): S {
  return {
    ...sheet,
    name: partName(sheet.name, {
      from: own.from,
      to: Math.max(...sheet.rows.slice(header).map((row) => row.findLastIndex((value, c) => within(own, c) && !isBlank(value)))),
    }),
    rows: sheet.rows.map((row, r) => (shared.has(r) ? row : row.map((value, c) => (within(r < header ? above : own, c) ? value : null)))),
    merges: sheet.merges.flatMap((merge) => clipped(merge, merge.endRow < header ? above : own)),
    formulas: new Set([...sheet.formulas].filter((address) => within(own, columnOf(address)))),
  };
}
const columnOf = (address: string): number =>
  [...address.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Which columns a table has, the running number apart. */
const keysOf = ({ kind, columns, pointColumns }: Layout): string =>
  JSON.stringify(
    [kind, ...[...columns.keys()].filter((key) => key !== 'order'), ...pointColumns.map(({ key, point }) => `${key} ${point}`)].toSorted(),
  );

/** The tables in these columns, if they are tables of one kind. */
function partsIn(sheet: RawSheet, head: Sheet, header: number, spans: readonly Span[]): readonly RawSheet[] | undefined {
  if (spans.length < 2 || spans.length > TABLES_MAX) return undefined;
  const spots = spotsOf(head, header, spans);
  const shared = sharedRows(head, header, spots);
  const [first, ...others] = spots.map((spot) => recognise(partOf(head, header, spot, shared)));
  const isTable = first !== undefined && first.headerRow === header && first.columns.has('fullName') && first.doubled.length === 0;
  if (!isTable || others.some((other) => other === undefined || keysOf(other) !== keysOf(first))) return undefined;
  return spots.map((spot) => partOf(sheet, header, spot, shared));
}

/**
 * A sheet whose tables stand beside each other (two classes, boys and girls, pupils 1–20 and 21–40) as a sheet for each; undefined for any other. Only
 * where every table has the same columns and names its pupils: read together they would be one table with every column twice, which nobody can read.
 * `head`: its first rows.
 */
export function sideBySide(sheet: RawSheet, head: Sheet): readonly RawSheet[] | undefined {
  const header = headerStart(head);
  return header < 0
    ? undefined
    : (partsIn(sheet, head, header, byFirstText(head.rows[header]!)) ?? partsIn(sheet, head, header, byGaps(head, header)));
}
