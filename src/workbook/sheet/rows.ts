import type { AssessmentPoint } from '#domain';
import { cleanText } from '#kernel';
import { HEADER_OF } from '../labels/fields.ts';
import type { Column, Layout } from '../layout/recognise.ts';
import type { Doubt } from '../legacy/modernise.ts';
import { classroomInTitle, classroomKey, classroomOfSheet } from '../parts/classroom.ts';
import { flagIn } from '../values/flag.ts';
import type { Report, Place } from '../problem.ts';
import { isFooterText, nobodyIn, type RowTexts } from './nobody.ts';
import { cellAddress, columnLetters, isBlank, type Merge, type RawValue, type Sheet } from './read-sheets.ts';

/** One cell of a data row with the place that messages name. */
export interface Cell {
  readonly raw: RawValue;
  readonly label: string;
  readonly place: Required<Pick<Place, 'file' | 'sheet' | 'row' | 'column'>> & Pick<Place, 'value'>;
  readonly from1904: boolean;
  /** From a text file, where a number is text. */
  readonly untyped?: boolean;
  readonly doubt?: Doubt | undefined;
}

export interface DataRow {
  /** As Excel shows it. */
  readonly number: number;
  readonly place: Place;
  /** The cell of a column; undefined when the sheet has no such column. */
  readonly cell: (key: string) => Cell | undefined;
  /** The classroom that a title above the row names, when classes stand one below the other. */
  readonly classroomAbove?: string;
}

/** How a raw value looks in a message. */
export const shown = (raw: RawValue): string =>
  (raw === null ? '' : raw instanceof Date ? raw.toISOString().slice(0, 10) : String(raw)).slice(0, 200);

/** A recognised sheet with its data rows. */
export interface Table extends Layout {
  readonly point: AssessmentPoint;
  /** Its columns are asked for, so nothing of it is read. */
  readonly unread?: true;
  readonly rows: readonly DataRow[];
}

type Covered = (row: number, column: number) => Merge | undefined;
const UNCOVERED: Covered = () => undefined;

function coveredBy(sheet: Sheet, firstRow: number): Covered {
  const byRow = new Map<number, Merge[]>();
  for (const merge of sheet.merges) {
    for (let row = Math.max(merge.startRow, firstRow); row <= Math.min(merge.endRow, sheet.rows.length - 1); row++)
      byRow.set(row, [...(byRow.get(row) ?? []), merge]);
  }
  if (byRow.size === 0) return UNCOVERED;
  return (row, column) =>
    byRow.get(row)?.find((m) => column >= m.startCol && column <= m.endCol && !(row === m.startRow && column === m.startCol));
}

/** A cell merged downwards holds its value for every row it covers, as people read it; a value across columns has no one meaning. */
function rawAt(sheet: Sheet, row: number, column: number, covered: Covered): RawValue {
  const merge = covered(row, column);
  if (!merge) return sheet.rows[row]?.[column] ?? null;
  return merge.startCol === column ? (sheet.rows[merge.startRow]?.[merge.startCol] ?? null) : null;
}

/** Whether a value that stands in another column stretches over the cell. */
function isAcross(sheet: Sheet, row: number, column: number, covered: Covered): boolean {
  const merge = covered(row, column);
  return merge !== undefined && merge.startCol !== column && !isBlank(sheet.rows[merge.startRow]?.[merge.startCol]);
}

/** The one text of a row that has no other: a title, a note, a signature. */
export function onlyText(row: readonly RawValue[]): string | undefined {
  const filled = row.filter((value) => !isBlank(value));
  return filled.length === 1 && typeof filled[0] === 'string' ? cleanText(filled[0]) : undefined;
}

/** A cell of a sheet. Most are never named in a message, so what is only for messages is made when it is asked for. */
class SheetCell implements Cell {
  readonly raw: RawValue;
  readonly #sheet: Sheet;
  readonly #row: number;
  readonly #column: Column;

  constructor(sheet: Sheet, row: number, column: Column, raw: RawValue) {
    this.raw = raw;
    this.#sheet = sheet;
    this.#row = row;
    this.#column = column;
  }
  get label(): string {
    return this.#column.label;
  }
  get from1904(): boolean {
    return this.#sheet.from1904;
  }
  get untyped(): boolean {
    return this.#sheet.untyped;
  }
  get place(): Cell['place'] {
    const at = { file: this.#sheet.file, sheet: this.#sheet.name, row: this.#row + 1, column: columnLetters(this.#column.index) };
    return isBlank(this.raw) ? at : { ...at, value: shown(this.raw) };
  }
  get doubt(): Doubt | undefined {
    const { doubts, rows } = this.#sheet;
    const columns = this.#column.parts?.columns ?? [this.#column.index];
    if (doubts.size === 0) return undefined;
    const pieces = columns.map((column) => doubts.get(cellAddress(this.#row, column)));
    const first = pieces.find((piece) => piece !== undefined);
    return (
      first && {
        encoding: first.encoding,
        reading: pieces
          .map((piece, i) => piece?.reading ?? cleanText(shown(rows[this.#row]?.[columns[i]!] ?? null)))
          .filter((text) => text !== '')
          .join(this.#column.parts?.joint ?? ' '),
      }
    );
  }
}

interface Cells {
  readonly cell: (key: string) => Cell | undefined;
  /** Keys of the cells that hold something, the running number apart. */
  readonly filled: readonly string[];
  /** Reports cells that cannot be read as they stand; below a list nobody has to mend them. */
  readonly tell: () => void;
}

/** The pieces of a value as one; blank when all of them are, with a gap where one is. Of columns to tick what the ticked ones mean; another text than a tick stands for itself. */
function joined({ columns, joint, means }: NonNullable<Column['parts']>, rawOf: (column: number) => RawValue): RawValue {
  const texts = columns.map((column) => cleanText(shown(rawOf(column))));
  const filled = texts.filter((text) => text !== '');
  if (means)
    return (
      texts.flatMap((text, i) => (text === '' || flagIn(text) === false ? [] : flagIn(text) ? [means[i]!] : [text])).join(', ') || null
    );
  return filled.length === 0 ? null : (joint === ' ' ? filled : texts).join(joint);
}

/** What a column says in a row: what was said for every row, its pieces put together, or the cell. */
function valueIn(sheet: Sheet, row: number, { index, parts, constant }: Column, covered: Covered): RawValue {
  if (constant !== undefined) return constant;
  return parts === undefined ? rawAt(sheet, row, index, covered) : joined(parts, (column) => rawAt(sheet, row, column, covered));
}

/** `-`: people write it where there is nothing to write. */
const isDash = (raw: RawValue): boolean =>
  typeof raw === 'string' && raw !== '' && raw.length <= LONGEST_DASH && /^\s*[-‐–—]+\s*$/.test(raw);
const LONGEST_DASH = 5;

function readRow({ sheet, columns }: Layout, r: number, covered: Covered, report: Report): Cells {
  const filled: string[] = [];
  const odd: (readonly [string, Column])[] = [];
  for (const [key, column] of columns) {
    if (covered !== UNCOVERED && column.constant === undefined && isAcross(sheet, r, column.index, covered))
      odd.push(['workbook/merged-cell', column]);
    if (key === 'order' || column.constant !== undefined) continue;
    const raw = valueIn(sheet, r, column, covered);
    if (isDash(raw))
      report.change(
        { file: sheet.file, sheet: sheet.name, row: r + 1, column: columnLetters(column.index) },
        shown(raw),
        '',
        'gạch ngang là ô trống',
      );
    else if (!isBlank(raw)) filled.push(key);
    else if (sheet.formulas.size > 0 && sheet.formulas.has(cellAddress(r, column.index))) odd.push(['workbook/formula-cell', column]);
  }
  const cell = (key: string): Cell | undefined => {
    const column = columns.get(key);
    const raw = column && valueIn(sheet, r, column, covered);
    return column && new SheetCell(sheet, r, column, raw === undefined || isDash(raw) ? null : raw);
  };
  const tell = () => {
    for (const [code, { index, label }] of odd)
      report.problem(code, { file: sheet.file, sheet: sheet.name, row: r + 1, column: columnLetters(index) }, { label });
  };
  return { cell, filled, tell };
}

/** Most rows have a code with a digit and a running number, and are looked at no further. */
function isOfSomebody({ cell }: Cells, code: string): boolean {
  const order = cell('order')?.raw ?? null;
  return /\d/.test(shown(cell(code)?.raw ?? null)) && (isBlank(order) || /\d/.test(shown(order)));
}

const textOf = (cell: Cell | undefined): string => cleanText(shown(cell?.raw ?? null));
const textsOf = ({ cell, filled }: Cells, code: string, row: readonly RawValue[]): RowTexts => ({
  order: textOf(cell('order')),
  code: textOf(cell(code)),
  name: textOf(cell('fullName')),
  filled,
  said: filled.map((key) => textOf(cell(key))),
  all: row.filter((value) => !isBlank(value)).map((value) => cleanText(shown(value))),
});

const ROWS_PER_CLASSROOM = 4;
/** Whether every class is written once, at the first of its rows, as in a list whose merged cells were taken apart. */
function standsOnce({ sheet, columns, firstRow, endRow }: Layout, covered: Covered): boolean {
  const { index, constant } = columns.get('classroom')!;
  const name = columns.get('fullName')?.index ?? index;
  if (constant !== undefined) return false;
  const people = Array.from({ length: endRow - firstRow }, (_, i) => firstRow + i).filter((r) => !isBlank(sheet.rows[r]?.[name]));
  const written = people
    .map((r) => rawAt(sheet, r, index, covered))
    .filter((raw) => !isBlank(raw))
    .map((raw) => classroomKey(shown(raw)));
  return (
    written.length > 0 &&
    new Set(written).size === written.length &&
    people.length >= written.length * ROWS_PER_CLASSROOM &&
    !isBlank(rawAt(sheet, people[0]!, index, covered))
  );
}

const WHO = ['pupilId', 'personalId', 'fullName', 'birthDate', 'classroom'] as const;
/** Whether every pupil of a table with a row for each subject is written once, at the first of its rows, as where merged cells were taken apart. */
function namedOnce({ sheet, columns, firstRow, endRow, isLong }: Layout, identities: readonly string[]): boolean {
  const column = identities.flatMap((key) => columns.get(key) ?? [])[0];
  const written =
    isLong && column
      ? sheet.rows
          .slice(firstRow, endRow)
          .map((row) => row[column.index] ?? null)
          .filter((value) => !isBlank(value))
          .map((value) => cleanText(shown(value)))
      : [];
  return written.length > 0 && new Set(written).size === written.length;
}

/** A row about another subject of the pupil above, whom only its first row names; the cells are of this row, so that it is this row that is refused. */
function ofTheSame(above: DataRow, { cell, filled, tell }: Cells, row: number, report: Report): Cells {
  const said = (key: string): Cell | undefined => {
    const was = WHO.some((one) => one === key) ? above.cell(key) : undefined;
    return was && !isBlank(was.raw) && isBlank(cell(key)?.raw)
      ? {
          raw: was.raw,
          label: was.label,
          from1904: was.from1904,
          untyped: was.untyped === true,
          doubt: was.doubt,
          place: { ...was.place, row, value: shown(was.raw) },
        }
      : undefined;
  };
  const first = WHO.flatMap((key) => said(key) ?? [])[0]!;
  report.change(first.place, '', shown(first.raw), 'em ghi một lần cho các dòng dưới');
  return { cell: (key) => said(key) ?? cell(key), filled: [...filled, ...WHO.filter((key) => said(key) !== undefined)], tell };
}

/**
 * The data rows of a sheet: those with one of `identities`. A row without is a note or a footer only when nothing in it speaks of a
 * person; otherwise it is reported, because a child would be lost.
 */
export function dataRows(layout: Layout, identities: readonly [string, ...string[]], report: Report): readonly DataRow[] {
  const { sheet, columns } = layout;
  const [code] = identities;
  const covered = coveredBy(sheet, layout.firstRow);
  const rows: DataRow[] = [];
  let classroomAbove = layout.titles.flatMap((title) => classroomInTitle(title) ?? []).at(-1) ?? classroomOfSheet(sheet);
  const isOnce = layout.columns.has('classroom') && standsOnce(layout, covered);
  const isNamedOnce = namedOnce(layout, identities);
  let below = false;
  let classroomOnce: RawValue = null;
  for (let r = layout.firstRow; r < layout.endRow; r++) {
    const alone = onlyText(sheet.rows[r]!);
    const classroom = alone === undefined ? undefined : classroomInTitle(alone);
    classroomAbove = classroom ?? classroomAbove;
    if (classroom !== undefined || (alone !== undefined && ((below && !/\d/.test(alone)) || isFooterText(alone)))) {
      below = classroom === undefined;
      continue;
    }
    const alike = readRow(layout, r, covered, report);
    const last = rows.at(-1);
    const isNameless = alike.filled.includes('assessedItem') && WHO.every((key) => !alike.filled.includes(key));
    const read = isNamedOnce && isNameless && last ? ofTheSame(last, alike, r + 1, report) : alike;
    const { cell, filled, tell } = read;
    const place = { file: sheet.file, sheet: sheet.name, row: r + 1 };
    if (filled.length === 0) {
      if (alone === undefined) tell();
      continue;
    }
    const nobody: ReturnType<typeof nobodyIn> = isOfSomebody(read, code) ? undefined : nobodyIn(textsOf(read, code, sheet.rows[r]!), below);
    if (nobody) {
      below ||= nobody === 'footer';
      continue;
    }
    tell();
    if (!identities.some((key) => !isBlank(cell(key)?.raw))) {
      const column = columns.get(code) ?? columns.get(identities.at(-1)!)!;
      const name = cell('fullName');
      report.problem(
        'workbook/no-identity',
        { ...place, column: columnLetters(column.index) },
        { label: HEADER_OF[code]!, name: name ? shown(name.raw) || '(không tên)' : '(không tên)' },
      );
      continue;
    }
    const stated = cell('classroom');
    const followsOne = isOnce && stated !== undefined && isBlank(stated.raw) && !isBlank(classroomOnce);
    if (followsOne) report.change(stated.place, '', shown(classroomOnce), 'lớp ghi một lần cho các dòng dưới');
    else if (!isBlank(stated?.raw)) classroomOnce = stated!.raw;
    const given = followsOne ? classroomOnce : layout.kind === 'pupils' && isBlank(stated?.raw) ? (classroomAbove ?? null) : undefined;
    const own: Cell | undefined =
      given === undefined
        ? stated
        : {
            raw: given,
            label: stated?.label ?? HEADER_OF['classroom']!,
            place: { ...place, column: columnLetters(columns.get('classroom')?.index ?? 0), ...(followsOne && { value: shown(given) }) },
            from1904: false,
          };
    rows.push({
      number: r + 1,
      place,
      cell: (key) => (key === 'classroom' ? own : cell(key)),
      ...(classroomAbove === undefined ? {} : { classroomAbove }),
    });
  }
  return rows;
}
