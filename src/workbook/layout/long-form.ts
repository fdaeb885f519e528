import { cleanText } from '#kernel';
import { foldHeader } from '../labels/fold-header.ts';
import { readLabel } from '../labels/header-words.ts';
import { isBlank, type RawValue, type Sheet } from '../sheet/read-sheets.ts';
import { pointIn } from './assessment-point.ts';
import { type HeaderPath, pointsNamed } from './header-path.ts';
import { itemIn } from './items.ts';
import type { Column } from './recognise.ts';
import { shapesOf } from './shapes.ts';
import { measureAlone } from './sheet-subject.ts';

/** A column of a header: what it says to us alone (`columnKey`) and its texts, folded, bottom first. */
export interface HeaderCell {
  readonly key: string | undefined;
  readonly index: number;
  readonly label: string;
  readonly labels: readonly string[];
  /** The point of assessment that its header names. */
  readonly point: HeaderPath['point'];
}

/** A column of a field of `LONG_FIELDS`. */
export interface LongColumn extends Column {
  readonly key: string;
  readonly point: HeaderPath['point'];
}

const MEASURED = { level: 'level', mark: 'mark', remark: 'itemRemark' } as const;

/** Signs of another kind of sheet: columns of one subject, of the year, or of summer re-assessment (TT 27/2020 Điều 11). */
const FOREIGN = /^(?:subject|trait|remark|health|absence|rating)\b|^(?:assessedOn|decisionNumber|decisionDate|completed|promoted|staffId)$/;
/** Whether columns with these keys leave it open that every row is about one subject. */
export const mayBeLong = (keys: readonly string[]): boolean => !keys.some((key) => FOREIGN.test(key));
/** Texts that say so: the levels of such a list are new ones beside those of the year end. */
const AGAIN = /\b(?:bo sung|danh gia lai|kiem tra lai|thi lai|lan 2|lan hai|ren luyen|on luyen|on tap|phu dao|he|trong he)\b/;

const NEARLY_ALL = 0.9;
const ITEMS_OF_A_YEAR = 5;
const DENSE = 0.5;
const ROWS_LEAST = 2;
const LOOKED_AT = 200;
/** Enough rows to tell what a column holds. */
const lookedAt = ({ rows }: Sheet, firstRow: number): Sheet['rows'] => rows.slice(firstRow, firstRow + LOOKED_AT);
const filledIn = (rows: Sheet['rows'], column: number): readonly RawValue[] =>
  rows.map((row) => row[column] ?? null).filter((value) => !isBlank(value));
const textsIn = (rows: Sheet['rows'], column: number): readonly string[] => filledIn(rows, column).map((value) => cleanText(String(value)));
const nearlyAll = (texts: readonly string[], test: (text: string) => boolean): boolean =>
  texts.length >= ROWS_LEAST && texts.filter(test).length >= texts.length * NEARLY_ALL;

/** `Kết quả`, `Đánh giá`, `GK1`: a header that does not say what is measured, over levels or marks. */
function measuredIn({ labels, index, key, point }: HeaderCell, rows: Sheet['rows']): (typeof MEASURED)[keyof typeof MEASURED] | undefined {
  if (key === 'level' || key === 'mark') return key;
  const said = measureAlone(labels);
  if (said || key !== undefined) return said && MEASURED[said];
  if ((labels.length === 0 && point === undefined) || labels.some((label) => readLabel(label).rest !== '')) return undefined;
  const shapes = shapesOf(filledIn(rows, index));
  return shapes.has('level') || shapes.has('levelWord') ? 'level' : shapes.has('mark') ? 'mark' : undefined;
}

function isOfPoints(texts: readonly string[], header: string): boolean {
  const points = pointsNamed(texts, header);
  return nearlyAll(texts, (text) => points.has(text));
}

const namesOf = ({ name, file }: Sheet): readonly string[] => [name, file.replace(/\.[^.]+$/, '')];

/** The one of several; undefined when there are more or none. */
const only = <T>([one, ...more]: readonly T[]): T | undefined => (more.length === 0 ? one : undefined);

/** The columns of a sheet that may have a row for each pupil and subject: one holds nearly nothing but names of subjects, competencies and qualities, and no other speaks of one of them. */
export function longColumns(
  sheet: Sheet,
  cells: readonly HeaderCell[],
  firstRow: number,
  titles: readonly string[],
): readonly LongColumn[] | undefined {
  const isOther =
    !mayBeLong(cells.flatMap(({ key }) => key ?? [])) ||
    cells.some(({ labels }) => labels.some((label) => AGAIN.test(label))) ||
    [...titles, ...namesOf(sheet)].some((text) => AGAIN.test(foldHeader(text.replace(/[_.]+/g, ' '))));
  const rows = lookedAt(sheet, firstRow);
  const free = cells.filter(({ key }) => key === undefined || key === 'assessedItem');
  const item = isOther
    ? undefined
    : only(free.filter(({ index, labels }) => nearlyAll(textsIn(rows, index), (text) => itemIn(text, labels) !== undefined)));
  if (item === undefined || cells.every(({ key }) => key !== 'fullName' && key !== 'familyName')) return undefined;
  const point = only(free.filter((cell) => cell !== item && isOfPoints(textsIn(rows, cell.index), cell.label)));
  const measured = cells
    .filter((cell) => cell !== item && cell !== point)
    .flatMap((cell) => {
      const key = measuredIn(cell, rows);
      return key === undefined ? [] : [[key, cell] as const];
    });
  if (
    measured.length === 0 ||
    (point !== undefined && measured.some(([, cell]) => cell.point !== undefined)) ||
    new Set(measured.map(([key, { point: at }]) => `${key} ${at}`)).size < measured.length
  )
    return undefined;
  return [['assessedItem', item] as const, ...(point ? [['itemPoint', point] as const] : []), ...measured].map(
    ([key, { index, label, point: at }]) => ({ key, index, label, point: at }),
  );
}

/** A sheet of remarks alone is one of remarks, like a wide one. */
export const kindOfLong = (long: readonly Pick<LongColumn, 'key'>[]): 'results' | 'remarks' =>
  long.some(({ key }) => key === 'level' || key === 'mark') ? 'results' : 'remarks';

/** The same where it is certain: a point of assessment is named, or every pupil has a row for nearly everything, which no list of summer re-assessment has. */
export function longForm(
  sheet: Sheet,
  cells: readonly HeaderCell[],
  firstRow: number,
  titles: readonly string[],
): readonly LongColumn[] | undefined {
  const long = longColumns(sheet, cells, firstRow, titles);
  if (
    long === undefined ||
    long.some(({ key, point }) => key === 'itemPoint' || point !== undefined) ||
    [...titles, ...namesOf(sheet)].some((text) => pointIn(text) !== undefined)
  )
    return long;
  const who =
    cells.find(({ key }) => key === 'pupilId' || key === 'personalId') ??
    cells.find(({ key }) => key === 'fullName' || key === 'familyName')!;
  const texts = (column: number) => textsIn(lookedAt(sheet, firstRow), column);
  const rows = texts(long.find(({ key }) => key === 'assessedItem')!.index);
  const items = new Set(rows.map(foldHeader)).size;
  const people = new Set(texts(who.index)).size;
  return items >= ITEMS_OF_A_YEAR && rows.length >= people * items * DENSE ? long : undefined;
}
