import { ASSESSMENT_POINTS } from '#domain';
import { foldHeader } from '../labels/fold-header.ts';
import { readLabel } from '../labels/header-words.ts';
import type { FileKind } from '../model.ts';
import { isCellKey } from '../parts/draft.ts';
import { type NamedPoint, readPoint } from './assessment-point.ts';

/** Between the texts of a header that stand above one another. */
export const PATH_JOINT = ' – ';

/** The texts above a column, read. */
export interface HeaderPath {
  /** Folded, bottom first, without what names a point of assessment; blank texts are left out. */
  readonly labels: readonly string[];
  /** The point that the column is of; undefined when its header names none. */
  readonly point: NamedPoint | undefined;
}

type Text = ReturnType<typeof readPoint>;
const groupOf = (path: readonly string[], depth: number): string => path.slice(0, depth).map(foldHeader).join('\n');
/** `CN` is Công nghệ, and the year end where `GK1` or `CK1` stands beside it. */
const YEAR_END = /^(.*?)\b(?:cn|ca nam|cuoi nam)$/;
/** `Lần 1`, `Đợt đánh giá 2`: the circular has four points (TT 27/2020 Điều 7), so all four of them leave nothing open. */
const ORDINAL = /^(?:lan|dot|ki)(?: danh gia| kiem tra)? ?([1-4])$/;
const withoutBrackets = (folded: string): string => folded.replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim();
/** What may stand beside a point: what is measured, or its number. */
const saysNoMore = (rest: string): boolean => readLabel(rest).rest === '' || ORDINAL.test(withoutBrackets(rest));
/** `GK1`, `Điểm CK1`, `Đợt 1 (GKI)`. */
const isPointAlone = ({ points, rest }: Text): boolean => points.length > 0 && saysNoMore(rest);

/** `CN`, `Điểm CN` and nothing more: what may be the year end. */
const mayBeYearEnd = (text: string): boolean => {
  const measured = YEAR_END.exec(withoutBrackets(foldHeader(text)))?.[1]?.trim();
  return measured !== undefined && saysNoMore(measured);
};
/** The same group, whatever is measured in it: points below `Mức đạt được` speak for those below `Điểm KTĐK` beside it. */
const groupOfAll = (path: readonly string[], depth: number): string =>
  path
    .slice(0, depth)
    .map((text) => (readLabel(foldHeader(text)).measure !== undefined && saysNoMore(foldHeader(text)) ? '' : foldHeader(text)))
    .join('\n');

interface Group {
  hasPoints: boolean;
  /** Something in it is neither a point nor may be one. */
  hasOthers: boolean;
  readonly ordinals: Set<string>;
}

function groupsOf(paths: readonly (readonly string[])[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const withPoints = new Set<string>();
  for (const path of paths) {
    for (const [depth, text] of path.entries()) {
      const key = groupOf(path, depth);
      const group = groups.get(key) ?? { hasPoints: false, hasOthers: false, ordinals: new Set<string>() };
      const ordinal = ORDINAL.exec(foldHeader(text))?.[1];
      const isPoint = isPointAlone(readPoint(foldHeader(text)));
      group.hasPoints ||= isPoint;
      group.hasOthers ||= !isPoint && !mayBeYearEnd(text);
      if (isPoint && depth > 0) withPoints.add(groupOfAll(path, depth));
      if (ordinal) group.ordinals.add(ordinal);
      groups.set(key, group);
    }
  }
  for (const path of paths) {
    for (const depth of path.keys()) {
      const group = groups.get(groupOf(path, depth))!;
      group.hasPoints ||= !group.hasOthers && withPoints.has(groupOfAll(path, depth));
    }
  }
  return groups;
}

const withoutOrdinal = (rest: string): string => (ORDINAL.test(withoutBrackets(rest)) ? '' : rest);

function readText(text: string, { hasPoints, ordinals }: Group): Text {
  const folded = foldHeader(text);
  const read = readPoint(folded);
  const measured = read.points.length === 0 && hasPoints ? YEAR_END.exec(withoutBrackets(folded))?.[1]?.trim() : undefined;
  if (measured !== undefined && saysNoMore(measured)) return { points: ['yearEnd'], rest: withoutOrdinal(measured) };
  const ordinal = ordinals.size === ASSESSMENT_POINTS.length ? ORDINAL.exec(folded)?.[1] : undefined;
  return ordinal === undefined
    ? { ...read, rest: read.points.length > 0 ? withoutOrdinal(read.rest) : read.rest }
    : { points: [ASSESSMENT_POINTS[Number(ordinal) - 1]!], rest: '' };
}

/** The headers of a table, each text beside the others of its group: top first, without repeats. */
export function readPaths(paths: readonly (readonly string[])[]): readonly HeaderPath[] {
  const groups = groupsOf(paths);
  return paths.map((path) => {
    const read = path.map((text, depth) => readText(text, groups.get(groupOf(path, depth))!));
    const points = read.flatMap((one) => one.points);
    return {
      labels: read
        .map(({ rest }) => rest)
        .filter((rest) => rest !== '')
        .reverse(),
      point: points.includes('yearEnd') ? 'yearEnd' : points[0],
    };
  });
}

/** The point that a column of a field is of: a cell of the entry grid, or what a row about a subject measures, may stand in a sheet once for each, an award and a rating are of the year. */
export const pointFor = (field: string, point: HeaderPath['point'], kind: FileKind): HeaderPath['point'] =>
  (isCellKey(field) && field !== 'award') || (kind !== 'supplementary' && /^(?:level|mark|itemRemark)$/.test(field)) ? point : undefined;

/** A field at the point of its column. */
export const fieldAt = (field: string, point: HeaderPath['point'], kind: FileKind): string =>
  [field, pointFor(field, point, kind) ?? []].flat().join(' ');

/** The texts above each column of a header block, top first; what repeats downwards counts once. */
export const pathsOf = (texts: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  Array.from({ length: texts[0]?.length ?? 0 }, (_, index) =>
    texts.map((row) => row[index] ?? '').filter((text, r, all) => text !== '' && text !== all[r - 1]),
  );

/** The points that the cells of a column name, each text beside the others: `CN` beside `GK1`, `1` below `Học kỳ`. A text that says more names none. */
export function pointsNamed(texts: readonly string[], header: string): ReadonlyMap<string, NamedPoint> {
  const distinct = [...new Set(texts)];
  const readings = ['', `${header} `].map((above) => readPaths(distinct.map((text) => [`${above}${text}`])));
  return new Map(
    distinct.flatMap((text, i) => {
      const read = readings
        .map((paths) => paths[i]!)
        .find(({ labels, point }) => point !== undefined && labels.every((label) => readLabel(label).rest === ''));
      return read === undefined ? [] : [[text, read.point!] as const];
    }),
  );
}
