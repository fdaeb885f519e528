import type { SubjectCode } from '#domain';
import { cleanText } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { remembered } from '../remembered.ts';
import { LIMITS } from '../limits.ts';
import type { FileKind } from '../model.ts';
import { isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { type NamedPoint, readPoint } from './assessment-point.ts';
import { pathsOf, readPaths } from './header-path.ts';
import { measureAlone, subjectOfSheet } from './sheet-subject.ts';
import { isCellKey } from '../parts/draft.ts';
import { alsoTrait, columnKey, isHeaderText } from './column-key.ts';
import { LONG_FIELDS } from './kinds.ts';
import { type HeaderCell, kindOfLong, type LongColumn, longForm, mayBeLong } from './long-form.ts';
import { composed } from './compose.ts';

export interface Column {
  readonly index: number;
  /** As written, for messages: `Toán – Điểm KTĐK`. */
  readonly label: string;
  /** Several columns that are one value together: họ đệm and tên, ngày, tháng and năm; with `means`, columns to tick, and what a tick in each says. */
  readonly parts?: { readonly columns: readonly number[]; readonly joint: ' ' | '/'; readonly means?: readonly string[] };
  /** No column of the sheet: what somebody said of every row. */
  readonly constant?: string;
}

/** A column whose header names a point of assessment. */
export interface PointColumn extends Column {
  readonly key: string;
  readonly point: NamedPoint;
}

export interface Layout {
  readonly sheet: Sheet;
  readonly kind: Exclude<FileKind, 'unknown'>;
  /** Columns by key; those of `pointColumns` are not among them. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Keys that two columns claim. */
  readonly doubled: readonly string[];
  /** Texts above the header. */
  readonly titles: readonly string[];
  /** Zero-based row of the first line of the header. */
  readonly headerRow: number;
  /** Zero-based row of the first row below the header, and of the first that belongs to it no more. */
  readonly firstRow: number;
  readonly endRow: number;
  readonly pointColumns: readonly PointColumn[];
  /** A row for each pupil and subject, competence or quality, which its columns of `LONG_FIELDS` say (`longForm`). */
  readonly isLong?: true;
}

export const HEADER_WITHIN = 40;
export const HEADER_DEPTH = 5;
export const HEADER_TEXTS = 3;
const IDENTITY = new Set(['order', 'classroom', 'pupilId', 'fullName', 'birthDate', 'staffId']);
const SIGNATURES: readonly (readonly [Layout['kind'], number, (key: string) => boolean])[] = [
  ['supplementary', 2, (key) => ['assessedItem', 'assessedOn', 'decisionNumber', 'decisionDate', 'level'].includes(key)],
  ['staff', 2, (key) => ['staffId', 'workState', 'position', 'positionGroup', 'homeroom', 'teaches'].includes(key)],
  ['remarks', 3, (key) => /^(?:health|absence|remark)\.|\.remark$/.test(key)],
  ['results', 5, (key) => /^trait\.|^subject\..*\.(?:level|mark)$/.test(key)],
  [
    'pupils',
    3,
    (key) =>
      [
        'gender',
        'status',
        'statusDate',
        'ethnicity',
        'nationality',
        'disability',
        'personalId',
        'birthPlace',
        'queQuan',
        'fatherName',
        'motherName',
        'registerNumber',
      ].includes(key),
  ],
];

/** What a sheet with these columns is. */
export const kindByKeys = (keys: readonly string[]): Layout['kind'] | undefined =>
  SIGNATURES.find(([, atLeast, signs]) => keys.filter(signs).length >= atLeast)?.[0];

const textOf = (value: RawValue | undefined): string => (typeof value === 'string' ? cleanText(value) : '');

/** Texts of the header block, row by row, with merged cells and blank repeats of a group filled in. */
export function headerTexts(sheet: Sheet, first: number, last: number): string[][] {
  const width = Math.max(0, ...sheet.rows.slice(first, last + 1).map((row) => row.length));
  const texts = Array.from({ length: last - first + 1 }, (_, r) =>
    Array.from({ length: width }, (_, c) => textOf(sheet.rows[first + r]?.[c])),
  );
  for (const { startRow, endRow, startCol, endCol } of sheet.merges) {
    if (startRow < first || endRow > last) continue;
    for (let r = startRow; r <= endRow; r++)
      for (let c = startCol; c <= Math.min(endCol, width - 1); c++) texts[r - first]![c] = texts[startRow - first]![startCol]!;
  }
  for (let r = 0; r < texts.length - 1; r++) {
    for (let c = 1; c < width; c++) {
      const sameGroup = texts.slice(0, r).every((row) => row[c] === row[c - 1]);
      if (texts[r]![c] === '' && sameGroup && texts.slice(r + 1).some((row) => row[c] !== '')) texts[r]![c] = texts[r]![c - 1]!;
    }
  }
  return texts;
}

/** Asked of every name and class of a sheet: one of them may begin a header again. */
const keyOf = remembered((text): string | undefined => columnKey([readPoint(foldHeader(text)).rest]));
const speaksHeader = (value: RawValue | undefined): boolean => isHeaderText(readPoint(foldHeader(textOf(value))).rest);

/** Two points or more, and nothing else: the groups of a header whose other texts stand a row lower, or its last row. */
function groupsByPoint(row: readonly RawValue[] | undefined): boolean {
  const texts = [...new Set((row ?? []).map(textOf).filter((text) => text !== ''))];
  return (
    texts.length > 1 && readPaths(texts.map((text) => [text])).every(({ labels, point }) => point !== undefined && labels.length === 0)
  );
}

/** The first row that speaks header language, whether or not it makes a table; -1 when none does. */
export function headerStart(sheet: Sheet): number {
  const first = firstSpeaking(sheet);
  return groupsByPoint(sheet.rows[first - 1]) ? first - 1 : first;
}

function firstSpeaking(sheet: Sheet): number {
  return sheet.rows.slice(0, HEADER_WITHIN).findIndex(
    (row) =>
      new Set(
        row
          .map(textOf)
          .map((text) => readPoint(foldHeader(text)).rest)
          .filter(isHeaderText),
      ).size >= HEADER_TEXTS,
  );
}

/** Rows below that begin a header again: the columns of identity hold their own names (classes that stand one below the other). */
function nextHeader(sheet: Sheet, { columns, firstRow }: Layout): number {
  const identity = [...columns].filter(([key]) => IDENTITY.has(key) && key !== 'fullName');
  const name = columns.get('fullName')?.index;
  const isHeader = (row: readonly RawValue[], index: number, ...keys: string[]) =>
    typeof row[index] === 'string' && keys.includes(keyOf(textOf(row[index])) ?? '');
  if (name === undefined) return -1;
  for (let r = firstRow; r < sheet.rows.length; r++) {
    const row = sheet.rows[r]!;
    if (isHeader(row, name, 'fullName', 'familyName') && identity.some(([key, { index }]) => isHeader(row, index, key))) return r;
  }
  return -1;
}

const identityOf = (row: readonly RawValue[]): readonly (readonly [number, string])[] =>
  row.flatMap((value, c) => (IDENTITY.has(columnKey([foldHeader(textOf(value))]) ?? '') ? [[c, foldHeader(textOf(value))] as const] : []));

/** The header goes on while a row repeats or leaves blank the identity columns of the rows above and still speaks header language; a blank row in between belongs to it. */
export function headerEnd(sheet: Sheet, first: number): number {
  const identity = new Map(identityOf(sheet.rows[first]!));
  let last = first;
  for (let r = first + 1; r <= first + HEADER_DEPTH && r < sheet.rows.length; r++) {
    const row = sheet.rows[r]!;
    if (row.every(isBlank)) continue;
    if (
      ![...identity].every(([c, text]) => isBlank(row[c]) || foldHeader(textOf(row[c])) === text || speaksHeader(row[c])) ||
      !(row.some(speaksHeader) || groupsByPoint(row))
    )
      break;
    for (const [c, text] of identityOf(row)) identity.set(c, text);
    last = r;
  }
  return last;
}

/** A row `(1) (2) (3) …` or `A B 1 2 …` that numbers the columns. */
function numbersColumns(row: readonly RawValue[] | undefined): boolean {
  const values = (row ?? []).filter((value) => !isBlank(value)).map((value) => String(value).replace(/[()\s]/g, ''));
  return (
    values.length >= HEADER_TEXTS &&
    values.every((value) => /^(?:\d{1,3}|[A-Z])$/.test(value)) &&
    values.filter((value, i) => i > 0 && Number(value) === Number(values[i - 1]) + 1).length >= values.length - 3
  );
}

/** A row in which a program names the columns for itself, mostly hidden: `__KEYS__ _lop_ mon_toan diem_toan`. */
function keysOfProgram(row: readonly RawValue[] | undefined): boolean {
  const values = (row ?? []).filter((value) => !isBlank(value));
  return values.length >= HEADER_TEXTS && values.every((value) => typeof value === 'string' && /^\w*_\w*$/.test(value));
}

/** Whether a row below the headers still says nothing of a person. */
export const belongsToHeader = (row: readonly RawValue[] | undefined): boolean => numbersColumns(row) || keysOfProgram(row);

interface Found extends Column {
  readonly key: string;
  readonly point: NamedPoint | undefined;
  /** The trait of the same name, when the header leaves open which of the two it is. */
  readonly orTrait: string | undefined;
}

/** A name that is a subject and a competence, among competencies on both sides: the form has its blocks in one piece. */
function inTheirBlock(found: readonly Found[]): readonly Found[] {
  const isTrait = (one: Found | undefined) => one?.key.startsWith('trait.') === true;
  return found.map((one, i) => {
    const before = found.slice(0, i).findLast(({ orTrait }) => orTrait === undefined);
    const after = found.slice(i + 1).find(({ orTrait }) => orTrait === undefined);
    return one.orTrait !== undefined && isTrait(before) && isTrait(after) ? { ...one, key: one.orTrait } : one;
  });
}

/** What the columns of the pupil list are called in a list of staff. */
const IN_STAFF: Readonly<Record<string, string>> = { pupilId: 'staffId', status: 'workState', positionGroup: 'position' };
const asStaff = (columns: ReadonlyMap<string, Column>): ReadonlyMap<string, Column> =>
  new Map(
    [...columns].map(
      ([key, column]) => [IN_STAFF[key] !== undefined && !columns.has(IN_STAFF[key]) ? IN_STAFF[key] : key, column] as const,
    ),
  );

/** `subject`: what the whole sheet is about. */
function columnsOf(sheet: Sheet, first: number, last: number, subject?: SubjectCode): readonly Found[] {
  const paths = pathsOf(headerTexts(sheet, first, last));
  return inTheirBlock(
    readPaths(paths).flatMap(({ labels, point }, index): readonly Found[] => {
      const measure = subject && measureAlone(labels);
      const path = paths[index]!;
      const key = measure ? `subject.${subject}.${measure}` : columnKey(labels);
      if (key === undefined) return [];
      return [
        {
          key,
          index,
          label: key.startsWith('subject.') && path.length > 1 ? path.slice(-2).join(' – ') : path.at(-1)!,
          point: /^(?:rating|award)\b/.test(key) ? undefined : point,
          orTrait: alsoTrait(labels),
        },
      ];
    }),
  );
}

/** What the columns are and with them the sheet. One whose columns name no subject is of the subject that its name or title names. */
function readHeader(
  sheet: Sheet,
  first: number,
  last: number,
  titles: readonly string[],
): { readonly found: readonly Found[]; readonly kind: Layout['kind'] | undefined; readonly mayBeLong: boolean } {
  const found = columnsOf(sheet, first, last);
  const isOpen = mayBeLong(found.map(({ key }) => key));
  const kind = kindByKeys([...new Set(found.map(({ key }) => key))]);
  const subject = kind === undefined || kind === 'pupils' ? subjectOfSheet(sheet.name, titles) : undefined;
  const own = subject && columnsOf(sheet, first, last, subject);
  const measured = own?.filter(({ key }) => key.startsWith('subject.')) ?? [];
  if (own === undefined || measured.length === 0) return { found, kind, mayBeLong: isOpen };
  return { found: own, kind: measured.every(({ key }) => key.endsWith('.remark')) ? 'remarks' : 'results', mayBeLong: isOpen };
}

const titlesIn = ({ rows }: Sheet, from: number, to: number): readonly string[] =>
  rows.slice(from, to).flatMap((row) => row.map(textOf).filter((text) => text !== ''));

/** `Mã định danh Bộ GD&ĐT` beside `Mã học sinh`: the code of the sector is the ministry's, the other one the program's own. */
const isOfMinistry = (label: string): boolean => /\b(?:bo|moet)\b/.test(foldHeader(label));

/** What each column says alone. */
const headerCells = (sheet: Sheet, first: number, last: number): readonly HeaderCell[] => {
  const paths = pathsOf(headerTexts(sheet, first, last));
  return readPaths(paths).map(({ labels, point }, index) => ({
    key: columnKey(labels),
    index,
    label: paths[index]!.at(-1) ?? '',
    labels,
    point,
  }));
};

function longLayout(
  at: Pick<Layout, 'sheet' | 'titles' | 'headerRow' | 'firstRow' | 'doubled'>,
  columns: ReadonlyMap<string, Column>,
  long: readonly LongColumn[],
): Layout {
  const who = composed(
    at.sheet,
    { first: at.headerRow, firstRow: at.firstRow },
    new Map([...columns].filter(([key]) => !LONG_FIELDS.some((field) => field === key) && !isCellKey(key))),
  );
  return {
    ...at,
    kind: kindOfLong(long),
    columns: new Map([
      ...who,
      ...long.filter(({ point }) => point === undefined).map(({ key, index, label }) => [key, { index, label }] as const),
    ]),
    pointColumns: long.flatMap(({ point, ...column }): PointColumn[] => (point === undefined ? [] : [{ ...column, point }])),
    doubled: at.doubled.filter((key) => !long.some((column) => column.key === key)),
    endRow: at.sheet.rows.length,
    isLong: true,
  };
}

function layoutAt(sheet: Sheet, first: number, from: number): Layout | undefined {
  const last = headerEnd(sheet, first);
  const titles = titlesIn(sheet, from, first);
  const { found, kind, mayBeLong: isOpen } = readHeader(sheet, first, last, titles);
  const firstRow = belongsToHeader(sheet.rows[last + 1]) ? last + 2 : last + 1;
  const long = isOpen ? longForm(sheet, headerCells(sheet, first, last), firstRow, titles) : undefined;
  const columns = new Map<string, Column>();
  const doubled: string[] = [];
  for (const { key, index, label } of found.filter(({ point }) => point === undefined)) {
    if (!columns.has(key)) columns.set(key, { index, label });
    else if (key === 'pupilId' && isOfMinistry(label) !== isOfMinistry(columns.get(key)!.label))
      columns.set(key, isOfMinistry(label) ? { index, label } : columns.get(key)!);
    else if (key !== 'fullName' || columns.get(key)!.index !== index - 1) doubled.push(key);
  }
  if (long) return longLayout({ sheet, titles, headerRow: first, firstRow, doubled }, columns, long);
  if (!kind) return undefined;
  const own = composed(sheet, { first, firstRow }, kind === 'staff' ? asStaff(columns) : columns);
  const name = own.get('fullName');
  const twice =
    name &&
    !name.parts &&
    found.filter(({ key, point }) => key === 'fullName' && point === undefined).length > 1 &&
    !doubled.includes('fullName')
      ? ['fullName']
      : [];
  return {
    sheet,
    kind,
    columns: own,
    doubled: [...doubled, ...twice],
    titles,
    headerRow: first,
    firstRow,
    endRow: sheet.rows.length,
    pointColumns: found.flatMap(({ point, orTrait: _, ...column }) => (point === undefined ? [] : [{ ...column, point }])),
  };
}

/** Rows in which a header may stand, to its last line. */
export const HEAD_ROWS = HEADER_WITHIN + HEADER_DEPTH + 1;

/** What a sheet is, by its headers alone. Undefined: no header of ours, a code list for instance. */
export function recognise(sheet: Sheet): Layout | undefined {
  const first = headerStart(sheet);
  return first < 0 ? undefined : layoutAt(sheet, first, 0);
}

/** What a sheet is whose header begins in a row (zero-based) that somebody chose. */
export const recogniseFrom = (sheet: Sheet, headerRow: number): Layout | undefined => layoutAt(sheet, headerRow, 0);

/** All tables of a sheet: one, or several that stand one below the other and begin with their headers; one more than allowed at most. */
export function recogniseAll(sheet: Sheet, first = recognise(sheet)): readonly Layout[] {
  const layouts: Layout[] = [];
  for (let next = first; next !== undefined && layouts.length <= LIMITS.tables; ) {
    const layout: Layout = next;
    const at = nextHeader(sheet, layout);
    const titlesFrom = at < 0 ? -1 : titlesAbove(sheet, layout, at);
    layouts.push(at < 0 ? layout : { ...layout, endRow: titlesFrom });
    next = at < 0 ? undefined : layout.isLong ? again(layout, at, titlesFrom) : layoutAt(sheet, at, titlesFrom);
  }
  return layouts;
}

/** A long table whose header stands once more: what it is, its first header has said. */
const again = (layout: Layout, headerRow: number, from: number): Layout => ({
  ...layout,
  titles: titlesIn(layout.sheet, from, headerRow),
  headerRow,
  firstRow: headerRow + layout.firstRow - layout.headerRow,
  endRow: layout.sheet.rows.length,
});

/** Where the titles above a repeated header begin: rows of one text, or of none. */
function titlesAbove(sheet: Sheet, { firstRow }: Layout, header: number): number {
  let from = header;
  while (from > firstRow && sheet.rows[from - 1]!.filter((value) => !isBlank(value)).length <= 1) from--;
  return from;
}
