import { ASSESSMENT_POINTS, type AssessmentPoint } from '#domain';
import { foldHeader } from '../labels/fold-header.ts';
import { type NamedPoint, pointIn } from '../layout/assessment-point.ts';
import type { Column, Layout } from '../layout/recognise.ts';
import { isCellKey } from './draft.ts';

/** A recognised table at its point of assessment (TT 27/2020 Điều 7). */
export interface LayoutAt extends Layout {
  /** One point; several when nobody wrote down which. */
  readonly mayBe: readonly AssessmentPoint[];
  /** Remarks are written at the year end alone (Điều 10): these say they are of another point. */
  readonly notAtYearEnd?: NamedPoint;
  /** Columns of other points beside remarks of the year end. */
  readonly leftOut: readonly Column[];
}

type Keyed = Column & { readonly key: string };

/** TT 27/2020 Phụ lục 2: of the nine templates only those of the year end have these columns. */
const ONLY_AT_YEAR_END: ReadonlySet<string> = new Set(['rating', 'completed', 'promoted', 'award']);
const YEAR_END = ['yearEnd'] as const;
const MID_TERMS = ['midTerm1', 'midTerm2'] as const satisfies readonly AssessmentPoint[];
const MEASURES: ReadonlySet<string> = new Set(['level', 'mark', 'itemRemark']);
const isAssessedIn =
  ({ isLong }: Layout) =>
  ({ key }: Keyed): boolean =>
    isCellKey(key) || ONLY_AT_YEAR_END.has(key) || (isLong === true && MEASURES.has(key));

/** The point that texts name together. Where they name none, the columns may; where they contradict each other, somebody has to say. */
function pointsOf(named: readonly NamedPoint[], columns: readonly Keyed[]): readonly AssessmentPoint[] {
  const said = [...new Set(named)].filter((point) => point !== 'midTerm');
  if (said.length < new Set(named).size) {
    const terms = said.filter((point) => point === 'midTerm1' || point === 'midTerm2');
    return terms.length < said.length ? ASSESSMENT_POINTS : terms.length === 1 ? terms : MID_TERMS;
  }
  if (said.length > 0) return said.length === 1 ? said : ASSESSMENT_POINTS;
  return columns.some(({ key }) => ONLY_AT_YEAR_END.has(key)) ? YEAR_END : ASSESSMENT_POINTS;
}

function withColumns(layout: Layout, columns: readonly Keyed[]): Layout {
  const byKey = new Map<string, Column>();
  const doubled = new Set(layout.doubled);
  for (const { key, index, label, parts, constant } of columns) {
    if (byKey.has(key)) doubled.add(key);
    else byKey.set(key, { index, label, ...(parts ? { parts } : {}), ...(constant === undefined ? {} : { constant }) });
  }
  return { ...layout, columns: byKey, doubled: [...doubled].filter((key) => byKey.has(key)), pointColumns: [] };
}

const plainColumns = ({ columns }: Layout): readonly Keyed[] => [...columns].map(([key, column]) => ({ key, ...column }));

/** Results: a table per point that the headers name; where every row names its own, the rows are told apart by it (`apart`). Columns that name none are of the only one, else of what stands around the table. */
function resultsAt(layout: Layout, around: readonly NamedPoint[]): readonly LayoutAt[] {
  if (layout.columns.has('itemPoint')) return [{ ...layout, mayBe: YEAR_END, leftOut: [] }];
  const isAssessed = isAssessedIn(layout);
  const plain = plainColumns(layout);
  const rest = plain.filter(isAssessed);
  const byPoint = Map.groupBy(layout.pointColumns, ({ point }) => point);
  const [only] = byPoint.keys();
  if (only === undefined || (byPoint.size === 1 && !rest.some(({ key }) => layout.pointColumns.some((column) => column.key === key)))) {
    return [
      {
        ...withColumns(layout, [...plain, ...layout.pointColumns]),
        mayBe: pointsOf(only === undefined ? around : only === 'midTerm' ? [only, ...around] : [only], rest),
        leftOut: [],
      },
    ];
  }
  const groups = [...byPoint].map(([point, columns]): { mayBe: readonly AssessmentPoint[]; columns: readonly Keyed[] } => ({
    mayBe: pointsOf([point], []),
    columns,
  }));
  const mayBe = pointsOf(around, rest);
  const own = groups.find((group) => group.mayBe.length === 1 && mayBe.length === 1 && group.mayBe[0] === mayBe[0]);
  if (own) own.columns = [...own.columns, ...rest];
  else if (rest.length > 0) groups.push({ mayBe, columns: rest });
  const who = plain.filter((column) => !isAssessed(column));
  return groups.map((group) => ({ ...withColumns(layout, [...who, ...group.columns]), mayBe: group.mayBe, leftOut: [] }));
}

/** Every other sheet is about the year: where columns of several points stand side by side, those of the year end count. */
function yearAt(layout: Layout, around: readonly NamedPoint[]): LayoutAt {
  const own = [...plainColumns(layout), ...layout.pointColumns.filter(({ point }) => point === 'yearEnd')];
  const others = layout.pointColumns.filter(({ point }) => point !== 'yearEnd');
  const alone = others.length > 0 && !others.some(({ key }) => own.some((column) => column.key === key));
  const said = alone ? others.map(({ point }) => point) : others.length > 0 ? [] : around;
  const [earlier] = layout.kind === 'remarks' && !said.includes('yearEnd') ? said : [];
  return {
    ...withColumns(layout, alone ? [...own, ...others] : own),
    mayBe: YEAR_END,
    leftOut: alone ? [] : others,
    ...(earlier === undefined ? {} : { notAtYearEnd: earlier }),
  };
}

const near = ({ titles, sheet, pointColumns }: Layout): readonly NamedPoint[] =>
  [...titles, sheet.name].flatMap((text) => pointIn(text) ?? []).concat(pointColumns.map(({ point }) => point));

/** Words of a time in the year, whether or not they name a point. */
const OF_TIME = /\b(?:hoc ki|hk|ki|lan|dot|giua|cuoi|dau|ca nam|nam hoc|thang)\b/;
/** The titles that speak of the time of each table: its own; below another table of the sheet, and where its own say nothing of time (`Lớp 1A2`), those above that one. */
function timeTitles(layouts: readonly Layout[]): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  for (const [i, { sheet, titles }] of layouts.entries())
    all.push(i > 0 && layouts[i - 1]!.sheet === sheet && !titles.some((title) => OF_TIME.test(foldHeader(title))) ? all[i - 1]! : titles);
  return all;
}

/** The tables of a file at their points. The name of the file speaks for all of them, unless they are of several. */
export function atPoints(layouts: readonly Layout[]): readonly LayoutAt[] {
  const [first] = layouts;
  const titles = timeTitles(layouts);
  const several = new Set(layouts.flatMap(near)).size > 1;
  const file = first === undefined || several ? undefined : pointIn(first.sheet.file.replace(/\.[^.]+$/, ''));
  return layouts.flatMap((layout, i) => {
    const around = [...[...titles[i]!, layout.sheet.name].flatMap((text) => pointIn(text) ?? []), ...(file ? [file] : [])];
    return layout.kind === 'results' ? resultsAt(layout, around) : [yearAt(layout, around)];
  });
}
