import { type AssessmentPoint, pointInWords } from '#domain';
import { err, ok, type Result } from '#kernel';
import { isContainer, openArchive } from './archive/open.ts';
import { isMarkup, otherFormat } from './archive/other-format.ts';
import { readCsv } from './csv/read-csv.ts';
import { HEADER_OF } from './labels/fields.ts';
import { namedPointInWords } from './layout/assessment-point.ts';
import { type Header, headerOf } from './layout/header.ts';
import { COLUMNS, FIELDS_OF } from './layout/kinds.ts';
import { isLying } from './layout/lying.ts';
import { mappedLayouts } from './layout/mapped.ts';
import { isMapping, type LayoutAnswer, type Mappings } from './layout/mapping.ts';
import { saidOf } from './layout/said.ts';
import { sideBySide } from './layout/side-by-side.ts';
import { HEAD_ROWS, type Layout, recognise, recogniseAll, recogniseFrom } from './layout/recognise.ts';
import { charactersToWeigh, modernise } from './legacy/modernise.ts';
import { LIMITS } from './limits.ts';
import { type PointQuestion, type ReadingOptions, sheetKey, type WorkbookFile } from './model.ts';
import { classroomInTitle, classroomOfSheet } from './parts/classroom.ts';
import { apart } from './parts/long-rows.ts';
import { atPoints, type LayoutAt } from './parts/points.ts';
import { unreadColumns } from './layout/unread-columns.ts';
import { createReport, type Report } from './problem.ts';
import { columnLetters, isBlank, type RawSheet, readSheets, type Sheet } from './sheet/read-sheets.ts';
import { dataRows, onlyText, type Table } from './sheet/rows.ts';

/** A sheet with the tables in it; none when no header and no answer explains it. */
export interface OpenedSheet {
  readonly sheet: Sheet;
  /** Its first rows, in Unicode. */
  readonly head: Sheet;
  readonly layouts: readonly Layout[];
  /** The header that somebody chose, or that is known from before; else it is where it looks like one. */
  readonly header?: Header;
  readonly answer?: LayoutAnswer;
}

export interface OpenedFile {
  readonly name: string;
  readonly tables: readonly Table[];
  readonly sheets: readonly OpenedSheet[];
  /** Sheets of results whose point of assessment somebody has to say. */
  readonly pointQuestions: readonly PointQuestion[];
}

/** Sheets that nothing explains: code lists, notes. */
export const unexplained = ({ sheets }: OpenedFile): readonly OpenedSheet[] =>
  sheets.filter(({ layouts, answer }) => layouts.length === 0 && answer === undefined);

const ASKED_COLUMNS = 3;

/** What tells whom a row is about, the code first. Sheets beside the list may do without it (`findWithoutCode`). */
const IDENTITIES: Readonly<Record<Layout['kind'], readonly [string, ...string[]]>> = {
  staff: ['staffId'],
  pupils: ['pupilId', 'personalId', 'fullName'],
  results: ['pupilId', 'personalId', 'fullName'],
  remarks: ['pupilId', 'personalId', 'fullName'],
  supplementary: ['pupilId', 'personalId', 'fullName'],
};

const namesClassrooms = ({ sheet, titles, firstRow, endRow }: Layout): boolean =>
  classroomOfSheet(sheet) !== undefined ||
  titles.some((title) => classroomInTitle(title) !== undefined) ||
  sheet.rows.slice(firstRow, endRow).some((row) => classroomInTitle(onlyText(row) ?? '') !== undefined);

/** Columns without which the rows say nothing. A class may stand in a title or be the name of the sheet. */
function lackingColumns(layout: Layout, options: ReadingOptions): readonly string[] {
  const { kind, columns } = layout;
  const lacking = COLUMNS[kind].required.filter(
    (key) =>
      !columns.has(key) &&
      !(key === 'gender' && columns.has('female')) &&
      !(key === 'classroom' && namesClassrooms(layout)) &&
      !(key === 'pupilId' && identitiesOf(kind, options).length > 1),
  );
  const nameless =
    IDENTITIES[kind].length > 1 &&
    !['pupilId', 'personalId', 'birthDate', 'classroom'].some((key) => columns.has(key)) &&
    !namesClassrooms(layout);
  return nameless ? ['pupilId', ...lacking] : lacking;
}

/** A list may do without codes when the school knows its pupils already. */
const identitiesOf = (kind: Layout['kind'], { known }: ReadingOptions): readonly [string, ...string[]] =>
  kind === 'pupils' && (known?.pupils.length ?? 0) > 0 ? ['pupilId', 'personalId', 'fullName'] : IDENTITIES[kind];

const inWords = (points: readonly AssessmentPoint[]): string => points.map(pointInWords).join(', ');

/** Remarks belong to the year end alone (TT 27/2020 Điều 10). */
const REMARK = /\.remark$|^remark\./;

/** The point of a table; what somebody answered counts where the sheet leaves it open. */
function pointOf({ mayBe, sheet }: LayoutAt, { points }: ReadingOptions): AssessmentPoint | undefined {
  const answered = points?.get(sheetKey({ file: sheet.file, sheet: sheet.name }));
  const [only, ...more] = mayBe;
  return more.length === 0 ? only : mayBe.find((point) => point === answered);
}

/** `isAlone`: no other table stands in its sheet; below the last page a header may stand once more. */
function toTable(layout: LayoutAt, isAlone: boolean, options: ReadingOptions, report: Report): Table {
  const { sheet, kind, columns, notAtYearEnd, mayBe } = layout;
  const place = { file: sheet.file, sheet: sheet.name };
  const point = pointOf(layout, options);
  const empty = { ...layout, point: point ?? 'yearEnd', rows: [] };
  const remarks = layout.kind !== 'results' || point === 'yearEnd' ? [] : [...columns].filter(([key]) => REMARK.test(key));
  const leftOut = [...layout.leftOut, ...remarks.map(([, column]) => column)];
  if (notAtYearEnd !== undefined) {
    report.problem('workbook/other-point', place, { point: namedPointInWords(notAtYearEnd) });
    return empty;
  }
  if (point === undefined) {
    report.problem('workbook/point-unclear', place, { points: inWords(mayBe) });
    return empty;
  }
  if (leftOut.length > 0)
    report.problem('workbook/other-point-left-out', place, {
      point: [...new Set(leftOut.map(({ label }) => label))].slice(0, 4).join(', '),
    });
  const said = (keys: readonly string[], code: string) => keys.map((key) => report.problem(code, place, { label: HEADER_OF[key]! })).length;
  said(
    COLUMNS[kind].wished.filter((key) => !columns.has(key)),
    'workbook/optional-column',
  );
  const doubled = layout.doubled.filter((key) => FIELDS_OF[kind].includes(key));
  for (const key of doubled) report.problem('workbook/doubled-column', place, { label: columns.get(key)!.label });
  if (said(lackingColumns(layout, options), 'workbook/missing-column') + doubled.length > 0) return { ...empty, unread: true };
  const read = remarks.length === 0 ? layout : { ...layout, columns: new Map([...columns].filter(([key]) => !REMARK.test(key))) };
  const rows = dataRows(read, identitiesOf(kind, options), report);
  if (rows.length === 0 && kind !== 'supplementary' && isAlone) report.problem('workbook/no-rows', place);
  return { ...read, point, rows };
}

/** Which reader a file is for is in its first bytes; its name says nothing. */
export async function rawSheets({ name, bytes }: WorkbookFile, report: Report): Promise<Result<readonly RawSheet[], string>> {
  if (bytes.length === 0 || bytes.length > LIMITS.fileBytes || isContainer(bytes)) {
    const archive = openArchive(bytes);
    return archive.ok ? readSheets(name, archive.value) : archive;
  }
  if (isMarkup(bytes)) return err('not-xlsx');
  const csv = readCsv(name, bytes);
  if (csv.ok) {
    const { sheet, encoding } = csv.value;
    if (encoding === 'windows-1258')
      report.change({ file: name, sheet: sheet.name, row: 1, column: 'A' }, 'Windows-1258', 'Unicode', 'bảng mã của cả tệp');
    return ok([sheet]);
  }
  return csv.error === 'not-text' || (csv.error === 'unknown-encoding' && !TEXT_NAME.test(name)) ? err('not-xlsx') : csv;
}

const TEXT_NAME = /\.(?:csv|tsv|txt)$/i;

/** A file as tables; what cannot be read of it is reported. */
export async function openFile(file: WorkbookFile, options: ReadingOptions, report: Report): Promise<OpenedFile> {
  const place = { file: file.name };
  const nothing: OpenedFile = { name: file.name, tables: [], sheets: [], pointQuestions: [] };
  const refused = (reason: string) => {
    const other = reason === 'not-xlsx' ? otherFormat(file.bytes) : undefined;
    report.problem(`workbook/${other?.code ?? reason}`, place, { what: other?.what ?? '' });
    return nothing;
  };
  const raw = await rawSheets(file, report);
  if (!raw.ok) return refused(raw.error);
  if (raw.value.every(({ rows }) => rows.every((row) => row.every(isBlank)))) return refused('empty-file');
  if (charactersToWeigh(raw.value) > LIMITS.legacyChars) return refused('too-large');
  const found = raw.value.flatMap((sheet) => readTables(sheet, report, options.mappings));
  const layouts = found.flatMap((one) => one.layouts);
  if (found.some((one) => one.layouts.length > LIMITS.tables)) return refused('too-large');
  for (const { sheet } of found.filter(({ answer }) => answer?.skip))
    report.problem('workbook/sheet-skipped', { ...place, sheet: sheet.name });
  for (const { sheet } of found.filter(({ answer, layouts: own }) => answer?.header && own.length === 0))
    report.problem('workbook/layout-asked', { ...place, sheet: sheet.name });
  if (layouts.length === 0 && found.every(({ answer }) => !answer)) {
    const asked = found.filter(mayBeAsked);
    if (asked.length === 0) return refused(raw.value[0]!.untyped && !TEXT_NAME.test(file.name) ? 'not-xlsx' : 'unknown-layout');
    for (const { sheet } of asked.filter(({ head }) => !isLying(head)))
      report.problem('workbook/layout-asked', { ...place, sheet: sheet.name });
  }
  for (const { sheet } of found.filter(({ layouts: own, answer, head }) => own.length === 0 && !answer && isLying(head)))
    report.problem('workbook/lying-table', { ...place, sheet: sheet.name });
  for (const one of found.filter(({ layouts: own }) => own.length > 0)) reportSheet(one, report);
  const atTheirs = atPoints(layouts);
  const isAlone = ({ sheet }: Layout) => layouts.filter((other) => other.sheet === sheet).length === 1;
  const tables = atTheirs.map((layout) => toTable(layout, isAlone(layout), options, report));
  return {
    name: file.name,
    tables: apart(tables, report),
    sheets: found,
    pointQuestions: [
      ...new Map(
        atTheirs
          .filter(({ mayBe }) => mayBe.length > 1)
          .map(({ sheet, mayBe }) => [
            sheet.name,
            {
              file: file.name,
              sheet: sheet.name,
              mayBe,
              answer: options.points?.get(sheetKey({ file: file.name, sheet: sheet.name })) ?? null,
            },
          ]),
      ).values(),
    ],
  };
}

/** The tables of a sheet, by its headers or as somebody said; those that stand beside each other are a sheet each. Text in old fonts is looked for only where either says that it matters. */
export function readTables(raw: RawSheet, report: Report, mappings: Mappings = new Map()): readonly OpenedSheet[] {
  const head = headOf(raw);
  const parts = sideBySide(raw, head);
  return parts === undefined ? [readOne(raw, head, report, mappings)] : parts.map((part) => readOne(part, headOf(part), report, mappings));
}

const headOf = (raw: RawSheet): Sheet => modernise({ ...raw, rows: raw.rows.slice(0, HEAD_ROWS) }, createReport());

function readOne(raw: RawSheet, head: Sheet, report: Report, mappings: Mappings): OpenedSheet {
  const known = recognise(head);
  const said = mappings.size > 0 ? saidOf(head, known, mappings) : undefined;
  const { header, chosen, answer } = said ?? {};
  const none: OpenedSheet = {
    sheet: { ...raw, doubts: new Map() },
    head,
    layouts: [],
    ...(header && chosen ? { header } : {}),
    ...(answer ? { answer } : {}),
  };
  if (answer?.skip || (!answer && !known)) return none;
  const at = chosen ? recogniseFrom(head, header!.rows!.first) : known;
  if (!isMapping(answer) && !at) return none;
  const sheet = modernise(raw, report);
  const layouts = isMapping(answer) ? mappedLayouts(sheet, header!, answer) : recogniseAll(sheet, recogniseFrom(sheet, at!.headerRow));
  return { ...none, sheet, layouts };
}

/** A sheet that may be a table of people: three columns and something below their names. */
function mayBeAsked({ head }: OpenedSheet): boolean {
  const { columns, firstRow } = headerOf(head);
  return columns.length >= ASKED_COLUMNS && head.rows.slice(firstRow).some((row) => !row.every(isBlank));
}

/** What has to be said of a sheet besides its rows; who answered what its columns are has said so of those that are not read, too. */
function reportSheet({ sheet, layouts, answer }: OpenedSheet, report: Report): void {
  const place = { file: sheet.file, sheet: sheet.name };
  const [formula] = sheet.formulas;
  if (formula !== undefined) report.problem('workbook/formulas-read', place, { count: sheet.formulas.size, first: formula });
  if (sheet.hidden > 0) report.problem('workbook/hidden-lines', place, { count: sheet.hidden });
  const unread = answer ? [] : layouts.flatMap((layout) => unreadColumns(layout));
  for (const { index, label, likely } of new Map(unread.map((column) => [column.index, column])).values())
    report.problem(likely ? 'workbook/column-asked' : 'workbook/unread-column', place, { letters: columnLetters(index), label });
}
