import { cleanText, equalBytes, err, ok, type Result } from '#kernel';
import { isContainer, openArchive } from './archive/open.ts';
import { readCsv } from './csv/read-csv.ts';
import { HEADER_OF } from './labels/fields.ts';
import { namesYearEnd, otherPointIn, POINT_LABEL } from './layout/assessment-point.ts';
import { HEAD_ROWS, type Layout, recognise, recogniseAll } from './layout/recognise.ts';
import { charactersToWeigh, modernise } from './legacy/modernise.ts';
import { LIMITS } from './limits.ts';
import type { FileKind, ReadingOptions, StaffRow, WorkbookFile, WorkbookReading } from './model.ts';
import { classroomInTitle, classroomKey, looksLikeClassroom } from './parts/classroom.ts';
import { type Draft, emptyDraft } from './parts/draft.ts';
import { joinClassrooms, joinPupil } from './parts/join.ts';
import { matchingOf } from './parts/find-pupil.ts';
import { knownPupils, type ListedPupil, readPupils } from './parts/pupils.ts';
import { readRemarks } from './parts/remarks.ts';
import { readResults, reportSilence } from './parts/results.ts';
import { knownStaff, readStaff } from './parts/staff.ts';
import { readSupplementary } from './parts/supplementary.ts';
import { checkTitles } from './parts/titles.ts';
import { createReport, type Report } from './problem.ts';
import { isBlank, type RawSheet, readSheets, type Sheet } from './sheet/read-sheets.ts';
import { dataRows, onlyText, type Table } from './sheet/rows.ts';

/** Columns a kind of sheet cannot do without, and those whose absence is only said. */
const COLUMNS: Readonly<Record<Layout['kind'], { readonly required: readonly string[]; readonly wished: readonly string[] }>> = {
  staff: { required: ['staffId', 'fullName', 'position', 'homeroom'], wished: [] },
  pupils: {
    required: ['pupilId', 'fullName', 'classroom', 'birthDate', 'gender', 'status', 'ethnicity', 'disability', 'personalId'],
    wished: ['statusDate', 'nationality', 'birthPlace', 'queQuan', 'residence', 'fatherName', 'motherName', 'guardianName', 'registerNumber'],
  },
  results: { required: ['fullName'], wished: [] },
  remarks: { required: ['fullName'], wished: [] },
  supplementary: { required: ['fullName', 'assessedItem', 'level', 'mark', 'assessedOn', 'completed', 'promoted', 'decisionNumber', 'decisionDate'], wished: [] },
};

interface OpenedFile {
  readonly name: string;
  readonly tables: readonly Table[];
  /** Sheets that no header explains: code lists, notes. */
  readonly others: readonly Sheet[];
}

/** What tells whom a row is about, the code first. Sheets beside the list may do without it (`findWithoutCode`). */
const IDENTITIES: Readonly<Record<Layout['kind'], readonly [string, ...string[]]>> = {
  staff: ['staffId'], pupils: ['pupilId', 'personalId', 'fullName'], results: ['pupilId', 'personalId', 'fullName'], remarks: ['pupilId', 'personalId', 'fullName'], supplementary: ['pupilId', 'personalId', 'fullName'],
};

const namesClassrooms = ({ sheet, titles, firstRow, endRow }: Layout): boolean =>
  looksLikeClassroom(sheet.name) || titles.some((title) => classroomInTitle(title) !== undefined) || sheet.rows.slice(firstRow, endRow).some((row) => classroomInTitle(onlyText(row) ?? '') !== undefined);

/** Columns without which the rows say nothing. A class may stand in a title or be the name of the sheet. */
function lackingColumns(layout: Layout): readonly string[] {
  const { kind, columns } = layout;
  const lacking = COLUMNS[kind].required.filter((key) => !columns.has(key) && !(key === 'classroom' && namesClassrooms(layout)));
  const nameless = IDENTITIES[kind].length > 1 && !['pupilId', 'personalId', 'birthDate', 'classroom'].some((key) => columns.has(key)) && !namesClassrooms(layout);
  return nameless ? ['pupilId', ...lacking] : lacking;
}

function toTable(layout: Layout, others: readonly Layout[], report: Report): Table {
  const { sheet, kind, columns, otherPoint } = layout, place = { file: sheet.file, sheet: sheet.name };
  const empty = { ...layout, rows: [] };
  if (otherPoint) {
    const beside = others.some((other) => other.kind === kind && !other.otherPoint);
    report.problem(beside ? 'workbook/other-point-left-out' : 'workbook/other-point', place, { point: POINT_LABEL[otherPoint] });
    return empty;
  }
  if (layout.otherColumns.length > 0) report.problem('workbook/other-point-left-out', place, { point: [...new Set(layout.otherColumns.map(({ label }) => label))].slice(0, 4).join(', ') });
  const said = (keys: readonly string[], code: string) => keys.map((key) => report.problem(code, place, { label: HEADER_OF[key]! })).length;
  for (const key of layout.doubled) report.problem('workbook/doubled-column', place, { label: columns.get(key)!.label });
  said(COLUMNS[kind].wished.filter((key) => !columns.has(key)), 'workbook/optional-column');
  if (said(lackingColumns(layout), 'workbook/missing-column') > 0) return empty;
  const rows = dataRows(layout, IDENTITIES[kind], report);
  if (rows.length === 0 && kind !== 'supplementary') report.problem('workbook/no-rows', place);
  return { ...layout, rows };
}

/** Which reader a file is for is in its first bytes; its name says nothing. */
async function rawSheets({ name, bytes }: WorkbookFile, report: Report): Promise<Result<readonly RawSheet[], string>> {
  if (bytes.length === 0 || bytes.length > LIMITS.fileBytes || isContainer(bytes)) {
    const archive = openArchive(bytes);
    return archive.ok ? readSheets(name, archive.value) : archive;
  }
  const csv = readCsv(name, bytes);
  if (csv.ok) {
    const { sheet, encoding } = csv.value;
    if (encoding === 'windows-1258') report.change({ file: name, sheet: sheet.name, row: 1, column: 'A' }, 'Windows-1258', 'Unicode', 'bảng mã của cả tệp');
    return ok([sheet]);
  }
  return csv.error === 'not-text' || (csv.error === 'unknown-encoding' && !TEXT_NAME.test(name)) ? err('not-xlsx') : csv;
}

const TEXT_NAME = /\.(?:csv|tsv|txt)$/i;

async function openFile(file: WorkbookFile, report: Report): Promise<OpenedFile> {
  const place = { file: file.name }, nothing = { name: file.name, tables: [], others: [] };
  const refused = (reason: string) => {
    report.problem(`workbook/${reason}`, place);
    return nothing;
  };
  const raw = await rawSheets(file, report);
  if (!raw.ok) return refused(raw.error);
  if (raw.value.every(({ rows }) => rows.every((row) => row.every(isBlank)))) return refused('empty-file');
  if (charactersToWeigh(raw.value) > LIMITS.legacyChars) return refused('too-large');
  const found = raw.value.map((sheet) => readTables(sheet, report));
  const layouts = found.flatMap((one) => one.layouts);
  if (found.some((one) => one.layouts.length > LIMITS.tables)) return refused('too-large');
  if (layouts.length === 0) return refused(raw.value[0]!.untyped && !TEXT_NAME.test(file.name) ? 'not-xlsx' : 'unknown-layout');
  for (const sheet of found.filter((one) => one.layouts.length > 0).map((one) => one.sheet)) reportSheet(sheet, report);
  return {
    name: file.name,
    tables: layouts.map((layout) => toTable(layout, layouts, report)),
    others: found.filter((one) => one.layouts.length === 0).map(({ sheet }) => sheet),
  };
}

/** The tables of a sheet. Text in old fonts is looked for only where a header says that it matters. */
function readTables(raw: RawSheet, report: Report): { readonly sheet: Sheet; readonly layouts: readonly Layout[] } {
  const head = modernise({ ...raw, rows: raw.rows.slice(0, HEAD_ROWS) }, createReport());
  if (!recognise(head)) return { sheet: { ...raw, doubts: new Map() }, layouts: [] };
  const sheet = modernise(raw, report);
  return { sheet, layouts: recogniseAll(sheet).map(withFilePoint) };
}

/** A file that is named after another assessment point holds that point, unless its titles say otherwise. */
function withFilePoint(layout: Layout): Layout {
  const point = layout.kind === 'results' || layout.kind === 'remarks' ? otherPointIn(layout.sheet.file.replace(/\.[^.]+$/, '')) : undefined;
  return point && !layout.otherPoint && ![...layout.titles, layout.sheet.name].some(namesYearEnd) ? { ...layout, otherPoint: point } : layout;
}

function reportSheet(sheet: Sheet, report: Report): void {
  const place = { file: sheet.file, sheet: sheet.name };
  for (const address of sheet.formulas) report.problem('workbook/formula-cell', { ...place, row: Number(/\d+$/.exec(address)![0]), column: /^[A-Z]+/.exec(address)![0] }, { label: address, pupil: '' });
  if (sheet.hidden > 0) report.problem('workbook/hidden-lines', place, { count: sheet.hidden });
}

/** A sheet that holds codes of pupils and has no header of ours would be lost without a word. */
function reportUnread(opened: readonly OpenedFile[], roster: ReadonlyMap<string, ListedPupil>, report: Report): void {
  for (const sheet of opened.flatMap(({ others }) => others)) {
    const row = sheet.rows.findIndex((cells) => cells.some((value) => value !== null && roster.has(String(value).trim())));
    if (row >= 0) report.problem('workbook/unread-sheet', { file: sheet.file, sheet: sheet.name, row: row + 1 });
  }
}

/** The names of classrooms in the staff list, spelled as in the pupil list. */
const withSpelling = (staff: readonly StaffRow[], classrooms: readonly string[]): readonly StaffRow[] =>
  staff.map((person) => ({ ...person, homeroomClassrooms: person.homeroomClassrooms.map((name) => classrooms.find((known) => classroomKey(known) === classroomKey(name)) ?? name) }));

const ownName = (name: string) => cleanText(name.split(/[\\/]/).at(-1)!);

/** The files with their names as people read them (NFC, no folders); the same file or the same name twice is an error. */
function accepted(files: readonly WorkbookFile[], report: Report): readonly WorkbookFile[] {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (files.length > LIMITS.files || total > LIMITS.totalBytes) {
    report.problem('workbook/too-many-files', { file: ownName(files[0]!.name) }, { files: LIMITS.files, megabytes: LIMITS.totalBytes / 1024 / 1024 });
    return [];
  }
  const kept: WorkbookFile[] = [];
  for (const file of files.map(({ name, bytes }) => ({ name: ownName(name), bytes }))) {
    const other = kept.find(({ name, bytes }) => name === file.name || (bytes.length > 0 && equalBytes(bytes, file.bytes)));
    if (other) report.problem('workbook/same-file-twice', { file: file.name }, { other: other.name });
    else kept.push(file);
  }
  return kept;
}

function join(tables: readonly Table[], opened: readonly OpenedFile[], options: ReadingOptions, report: Report) {
  const of = (kind: FileKind) => tables.filter((table) => table.kind === kind);
  const staff = of('staff').length > 0 ? readStaff(of('staff'), report) : knownStaff(options.known?.staff ?? [], KNOWN);
  const listed = of('pupils').length > 0 ? readPupils(of('pupils'), options, report) : knownPupils(options.known?.pupils ?? [], KNOWN);
  const matching = matchingOf(listed, report);
  const drafts: ReadonlyMap<string, Draft> = new Map(listed.flatMap(({ pupilId, grade }) => (grade ? [[pupilId, emptyDraft(grade)] as const] : [])));
  const results = readResults(of('results'), matching, drafts), remarks = readRemarks(of('remarks'), matching, drafts);
  const supplementary = readSupplementary(of('supplementary'), matching, drafts);
  if (of('results').some(({ rows }) => rows.length > 0)) reportSilence(listed, results, report);
  reportUnread(opened, matching.roster, report);
  const classrooms = joinClassrooms(listed, staff, report);
  const pupils = listed.flatMap((pupil) => joinPupil(pupil, { drafts, results, remarks, supplementary }, report));
  const left = new Set(listed.filter(({ status }) => status === 'left').map(({ pupilId }) => pupilId));
  const present = (rows: ReadonlyMap<string, unknown>) => [...rows.keys()].filter((pupilId) => !left.has(pupilId)).length;
  return {
    data: { staff: withSpelling(staff, classrooms.map(({ classroom }) => classroom)), classrooms, pupils },
    counts: {
      staff: staff.length, classrooms: classrooms.length, pupils: listed.length - left.size, left: left.size,
      results: present(results), remarks: present(remarks), supplementary: present(supplementary),
    },
  };
}

/** Where a row stands that came with an earlier import. */
const KNOWN = { file: 'danh sách trường đã có', sheet: '', row: 0 };

const NOTHING = { data: { staff: [], classrooms: [], pupils: [] }, counts: { staff: 0, classrooms: 0, pupils: 0, left: 0, results: 0, remarks: 0, supplementary: 0 } };

/**
 * Reads the workbooks of one school and one school year: staff, pupils, year-end results, remarks, supplementary assessment, in any
 * number of files and sheets, recognised by their headers; a list that is not among them may be one the school already has (`known`). Unambiguous spellings are read as what they mean and listed; everything
 * else is a problem with its cell. Nothing is guessed, and every row becomes data, is counted as left, or is a problem.
 */
export async function readWorkbooks(files: readonly WorkbookFile[], options: ReadingOptions): Promise<WorkbookReading> {
  const report = createReport();
  const opened: OpenedFile[] = [];
  for (const file of accepted(files, report)) opened.push(await openFile(file, report));
  const tables = opened.flatMap((file) => file.tables);
  const name = checkTitles(tables, options, report);
  const lacking = (['pupils', 'staff'] as const).filter((kind) => !tables.some((table) => table.kind === kind) && (options.known?.[kind] ?? []).length === 0);
  for (const kind of lacking) report.problem(`workbook/no-${kind}-list`, { file: opened[0]?.name ?? '' });
  const joined = lacking.includes('pupils') ? NOTHING : join(tables, opened, options, report);
  return {
    files: opened.map(({ name: file, tables: own }) => ({ name: file, kind: own[0]?.kind ?? 'unknown', rows: own.reduce((sum, { rows }) => sum + rows.length, 0) })),
    school: name ? { name } : {},
    ...joined,
    problems: report.problems(),
    normalised: report.normalised(),
  };
}
