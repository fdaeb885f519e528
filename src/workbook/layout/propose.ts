import { cleanText } from '#kernel';
import { fieldWithin, subjectWithin, traitWithin, wordsOf } from '../labels/resembling.ts';
import type { ProposedColumn, SheetLayout } from '../model.ts';
import { columnLetters, isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { shown } from '../sheet/rows.ts';
import { columnKey } from './column-key.ts';
import type { Header, HeaderColumn } from './header.ts';
import { fieldAt, type HeaderPath, readPaths } from './header-path.ts';
import { FIELDS_OF, LONG_FIELDS, type SheetKind } from './kinds.ts';
import { kindOfLong, type LongColumn, longColumns } from './long-form.ts';
import { headerKey, type SheetMapping } from './mapping.ts';
import { kindByKeys, type Layout } from './recognise.ts';
import { type Shape, shapesOf } from './shapes.ts';

const SAMPLES = 3;
const SAMPLE_CHARS = 40;

/** What the values of a field look like, by how its key begins; a column of other values is not taken for it. */
const EXPECTED: readonly (readonly [RegExp, readonly Shape[]])[] = [
  [/^personalId$/, ['personalId']],
  [/Date$|^assessedOn$/, ['day']],
  [/^gender$/, ['gender']],
  [/^(?:classroom|homeroom)$/, ['classroom']],
  [/^grade$/, ['grade']],
  [/Name$/, ['name']],
  [/^pupilId$/, ['code', 'personalId']],
  [/^trait\.|\.level$|^level$/, ['level']],
  [/\.mark$|^mark$/, ['mark']],
  [/^(?:completed|promoted|notAssessed)$/, ['flag']],
  [/^rating$/, ['rating']],
  [/^status$/, ['status']],
  [/^ethnicity$/, ['ethnicity']],
  [/^health\.heightCm$/, ['height']],
  [/^health\.weightKg$/, ['weight']],
  [/^absence\./, ['count']],
];

/** Fields that values alone tell, in the order in which they are looked for; whose codes they are depends on the kind. */
const BY_VALUES: readonly (readonly [Shape, string, SheetKind?])[] = [
  ['personalId', 'personalId'],
  ['gender', 'gender'],
  ['day', 'birthDate'],
  ['status', 'status'],
  ['working', 'workState'],
  ['position', 'position'],
  ['rating', 'rating'],
  ['nationality', 'nationality'],
  ['ethnicity', 'ethnicity'],
  ['classroom', 'classroom'],
  ['classroom', 'homeroom', 'staff'],
  ['name', 'fullName'],
  ['code', 'staffId', 'staff'],
  ['code', 'pupilId'],
];

interface Seen extends HeaderColumn {
  readonly words: string;
  readonly values: readonly RawValue[];
  readonly shapes: ReadonlySet<Shape>;
  /** By a header that is known, or by one that resembles a known one. */
  readonly exact: string | undefined;
  readonly resembling: string | undefined;
  readonly point: HeaderPath['point'];
}

const fits = (field: string, shapes: ReadonlySet<Shape>): boolean => {
  const expected = EXPECTED.find(([pattern]) => pattern.test(field))?.[1];
  return expected === undefined || shapes.size === 0 || expected.some((shape) => shapes.has(shape));
};

const REMARK_OF: readonly (readonly [RegExp, string])[] = [
  [/pham chat/, 'remark.qualities'],
  [/nang luc chung/, 'remark.generalCompetencies'],
  [/nang luc dac thu/, 'remark.specificCompetencies'],
];

function cellWithin(words: string, shapes: ReadonlySet<Shape>): string | undefined {
  const subject = subjectWithin(words);
  const trait = traitWithin(words);
  if (/\bnhan xet\b/.test(words))
    return subject ? `subject.${subject.code}.remark` : REMARK_OF.find(([pattern]) => pattern.test(words))?.[1];
  // `Tính toán` holds `Toán`; Khoa học, Công nghệ and Tin học are both, and the group above says which.
  if (trait && (!subject || trait.name.length > subject.name.length || (trait.name === subject.name && /nang luc|pham chat/.test(words))))
    return `trait.${trait.code}`;
  const isMark = /\b(?:diem|kiem tra|ktdk)\b/.test(words) || (shapes.has('mark') && !shapes.has('level'));
  return subject && `subject.${subject.code}.${isMark ? 'mark' : 'level'}`;
}

/** A name of a person, a disability and the like are no cells: a cell's name counts only where its values do not speak against it. */
function resembling(words: string, shapes: ReadonlySet<Shape>): string | undefined {
  const cell = cellWithin(words, shapes);
  const field = fieldWithin(words);
  return [cell, field].find((key) => key !== undefined && fits(key, shapes));
}

function look(sheet: Sheet, { firstRow }: Header, column: HeaderColumn, { labels, point }: HeaderPath): Seen {
  const values = sheet.rows
    .slice(firstRow)
    .map((row) => row[column.index] ?? null)
    .filter((value) => !isBlank(value));
  const shapes = shapesOf(values);
  const words = wordsOf(column.path.join(' '));
  return {
    ...column,
    words,
    values,
    shapes,
    point,
    exact: columnKey(labels),
    resembling: words === '' ? undefined : resembling(words, shapes),
  };
}

/** A column of a sheet with a row for each pupil and subject, or one that may be. */
type Keyed = Pick<LongColumn, 'key' | 'index'>;

const MANY = 3;
/** By its headers; else by what most of its columns hold. */
function kindOf(columns: readonly Seen[]): SheetKind {
  const byKeys = kindByKeys([...new Set(columns.flatMap(({ exact, resembling: like }) => exact ?? like ?? []))]);
  const many = (...shapes: Shape[]) => columns.filter((column) => shapes.some((shape) => column.shapes.has(shape))).length >= MANY;
  return (
    byKeys ??
    (many('level')
      ? 'results'
      : many('sentence')
        ? 'remarks'
        : columns.some(({ shapes }) => shapes.has('position') || shapes.has('working'))
          ? 'staff'
          : 'pupils')
  );
}

const distinct = (values: readonly RawValue[]): readonly string[] => [...new Set(values.map((value) => cleanText(shown(value))))];

/** Which column is which, as far as headers and values tell; each field once at each point, the surest first. */
function fieldsOf(
  columns: readonly Seen[],
  kind: SheetKind,
  long: readonly Keyed[] | undefined,
  surely: boolean,
): ReadonlyMap<number, Pick<ProposedColumn, 'field' | 'confidence'>> {
  const found = new Map<number, Pick<ProposedColumn, 'field' | 'confidence'>>();
  const taken = new Set<string>();
  const possible = new Set<string>(FIELDS_OF[kind]);
  const take = ({ index, point }: Seen, field: string | undefined, confidence: NonNullable<ProposedColumn['confidence']>) => {
    if (field === undefined || !possible.has(field) || taken.has(fieldAt(field, point, kind)) || found.has(index)) return;
    taken.add(fieldAt(field, point, kind));
    found.set(index, { field, confidence });
  };
  for (const column of columns)
    take(
      column,
      long?.find(({ key, index }) => index === column.index && LONG_FIELDS.some((field) => field === key))?.key,
      surely ? 'sure' : 'unsure',
    );
  if (kind !== 'supplementary') for (const field of LONG_FIELDS) possible.delete(field);
  for (const column of columns) take(column, column.exact, 'sure');
  for (const column of columns) take(column, column.resembling, 'likely');
  for (const [shape, field, only] of BY_VALUES) {
    if (only !== undefined && only !== kind) continue;
    // A code or a name that many rows share is not whom the row is about.
    const own = columns.find(
      (column) =>
        !found.has(column.index) &&
        column.exact === undefined &&
        column.shapes.has(shape) &&
        (field.endsWith('Id') || field === 'fullName' ? distinct(column.values).length * 2 > column.values.length : true),
    );
    if (own) take(own, field, 'unsure');
  }
  return found;
}

/** The columns of a sheet that looks like one with a row for each pupil and subject, and might be another list. */
const maybeLong = (
  sheet: Sheet,
  { rows, firstRow }: Header,
  columns: readonly Seen[],
  paths: readonly HeaderPath[],
): readonly Keyed[] | undefined =>
  longColumns(
    sheet,
    columns.map(({ exact, index, path }, i) => ({ key: exact, index, label: path.at(-1) ?? '', ...paths[i]! })),
    firstRow,
    sheet.rows.slice(0, rows?.first ?? 0).flatMap((row) => row.filter((value) => typeof value === 'string')),
  );

/**
 * What the columns of a sheet probably are, for somebody to confirm. Only the first rows of the sheet are looked at. `mapping` is what was
 * already said of it, and stands in for guesses.
 */
export function propose(
  sheet: Sheet,
  header: Header,
  known?: Layout,
  mapping?: SheetMapping,
): Pick<SheetLayout, 'kind' | 'columns' | 'headerRows' | 'constants'> {
  const paths = readPaths(header.columns.map(({ path }) => path));
  const columns = header.columns.map((column, i) => look(sheet, header, column, paths[i]!));
  const long = known?.isLong
    ? [...[...known.columns].map(([key, { index }]) => ({ key, index })), ...known.pointColumns]
    : known
      ? undefined
      : maybeLong(sheet, header, columns, paths);
  const kind = mapping?.kind ?? known?.kind ?? (long ? kindOfLong(long) : kindOf(columns));
  const said = mapping && new Map(mapping.columns.map((column) => [headerKey(column.header), column.field]));
  const guessed = said ? undefined : fieldsOf(columns, kind, long, known !== undefined);
  return {
    ...(mapping?.constants ? { constants: mapping.constants } : {}),
    kind,
    headerRows: header.rows ? { from: header.rows.first + 1, to: header.rows.last + 1 } : null,
    columns: columns.map(({ index, header: name, values }) => {
      const field = said?.get(headerKey(name));
      return {
        column: columnLetters(index),
        header: name,
        ...(field === undefined ? { field: null, confidence: null } : { field, confidence: 'sure' as const }),
        ...guessed?.get(index),
        samples: distinct(values)
          .slice(0, SAMPLES)
          .map((text) => [...text].slice(0, SAMPLE_CHARS).join('')),
      };
    }),
  };
}
