import { nationalityCode, type Refusal, refusal } from '#domain';
import { cleanText } from '#kernel';
import type { SheetLayout } from '../model.ts';
import { gradeInText } from '../parts/classroom.ts';
import { statusNamed } from '../parts/pupils.ts';
import { CONSTANTS_OF, fieldLabel, FIELDS_OF, type SheetKind } from './kinds.ts';
import { fieldAt, type HeaderPath, PATH_JOINT, readPaths } from './header-path.ts';
import { headerKey, type HeaderRows, isMapping, type LayoutAnswer, type SheetMapping } from './mapping.ts';
import { HEADER_DEPTH } from './recognise.ts';
import { measureAlone } from './sheet-subject.ts';

/** What a value for every row may be; a wrong one would be wrong in every row. */
const VALUES: Readonly<Record<string, (text: string) => boolean>> = {
  grade: (text) => gradeInText(text) !== undefined,
  status: (text) => statusNamed(text) !== undefined,
  nationality: (text) => nationalityCode(text) !== undefined,
};

function checkConstants(
  kind: SheetKind,
  constants: NonNullable<SheetMapping['constants']>,
  taken: ReadonlyMap<string, string>,
  { sheets }: SheetLayout,
): Refusal | undefined {
  const { sheet } = sheets[0]!;
  const ofOneSheet = constants.find(({ field }) => field === 'classroom' || field === 'grade');
  for (const { field, value } of constants) {
    const header = taken.get(field);
    const label = fieldLabel(field);
    if (!CONSTANTS_OF[kind].includes(field) || cleanText(value) === '' || VALUES[field]?.(value) === false)
      return refusal('workbook/mapping-bad-constant', { sheet, label, value });
    if (header !== undefined) return refusal('workbook/mapping-doubled-field', { sheet, header, other: value, label });
  }
  return ofOneSheet && sheets.length > 1
    ? refusal('workbook/mapping-constant-many-sheets', { count: sheets.length, label: fieldLabel(ofOneSheet.field) })
    : undefined;
}

/** The point that each header names, by `headerKey`. */
function pointsIn({ columns }: SheetLayout): ReadonlyMap<string, HeaderPath['point']> {
  const paths = readPaths(columns.map(({ header }) => header.split(PATH_JOINT)));
  return new Map(columns.map(({ header }, i) => [headerKey(header), paths[i]!.point]));
}

/** Whether a header says what is measured and not of which subject: what somebody said of it holds for this sheet, the next file with these headers is of another subject. */
export const isOfOneSubject = ({ columns }: SheetMapping): boolean => subjectless(columns) !== undefined;
const subjectless = (columns: SheetMapping['columns']) =>
  columns.find(
    ({ header, field }) => field.startsWith('subject.') && measureAlone(readPaths([header.split(PATH_JOINT)])[0]!.labels) !== undefined,
  );

function checkMapping({ kind, columns, constants }: SheetMapping, layout: SheetLayout): Refusal | undefined {
  const sheet = layout.sheets[0]!.sheet;
  const here = pointsIn(layout);
  const said = new Set<string>();
  const taken = new Map<string, string>();
  for (const { header, field } of columns) {
    const key = headerKey(header);
    const at = fieldAt(field, here.get(key), kind);
    const other = taken.get(at);
    if (!here.has(key)) return refusal('workbook/mapping-unknown-column', { sheet, header });
    if (said.has(key)) return refusal('workbook/mapping-doubled-column', { sheet, header });
    if (!FIELDS_OF[kind].includes(field)) return refusal('workbook/mapping-unknown-field', { sheet, header, field });
    if (other !== undefined)
      return refusal('workbook/mapping-doubled-field', { sheet, header: other, other: header, label: fieldLabel(field) });
    said.add(key);
    taken.set(at, header);
  }
  const alone = layout.sheets.length > 1 ? subjectless(columns) : undefined;
  if (alone)
    return refusal('workbook/mapping-subject-many-sheets', {
      count: layout.sheets.length,
      header: alone.header,
      label: fieldLabel(alone.field),
    });
  return checkConstants(kind, constants ?? [], taken, layout);
}

/** A header stands in rows that were shown, in a few of them. */
function checkHeader({ from, to }: HeaderRows, { sheets, firstRows = [] }: SheetLayout): Refusal | undefined {
  const isThere = firstRows.some(({ row }) => row === from) && to >= from && to - from < HEADER_DEPTH;
  return isThere ? undefined : refusal('workbook/mapping-bad-header', { sheet: sheets[0]!.sheet, from, to, max: HEADER_DEPTH });
}

/** Whether answers are about these sheets and say of each column one thing that it can be. Needed columns are missed when the sheet is read. */
export function checkAnswers(answers: readonly LayoutAnswer[], layouts: readonly SheetLayout[]): Refusal | undefined {
  for (const answer of answers) {
    const layout = layouts.find(({ fingerprint }) => fingerprint === answer.fingerprint);
    if (layout === undefined) return refusal('workbook/mapping-no-sheet', { fingerprint: answer.fingerprint.slice(0, 12) });
    const wrong = isMapping(answer) ? checkMapping(answer, layout) : answer.header ? checkHeader(answer.header, layout) : undefined;
    if (wrong) return wrong;
  }
  return undefined;
}
