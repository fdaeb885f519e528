import { cleanText, equalBytes } from '#kernel';
import { openArchive } from './archive/open.ts';
import { HEADER_OF } from './labels/fields.ts';
import { type Layout, recognise } from './layout/recognise.ts';
import { LIMITS } from './limits.ts';
import type { FileKind, ReadingOptions, StaffRow, WorkbookFile, WorkbookReading } from './model.ts';
import { classroomKey } from './parts/classroom.ts';
import { type Draft, emptyDraft } from './parts/draft.ts';
import { joinClassrooms, joinPupil } from './parts/join.ts';
import { matchingOf } from './parts/match-pupil.ts';
import { knownPupils, type ListedPupil, readPupils } from './parts/pupils.ts';
import { readRemarks } from './parts/remarks.ts';
import { readResults, reportSilence } from './parts/results.ts';
import { knownStaff, readStaff } from './parts/staff.ts';
import { readSupplementary } from './parts/supplementary.ts';
import { checkTitles } from './parts/titles.ts';
import { createReport, type Report } from './problem.ts';
import { isBlank, readSheets, type Sheet } from './sheet/read-sheets.ts';
import { dataRows, type Table } from './sheet/rows.ts';

/** Columns a kind of sheet cannot do without, and those whose absence is only said. */
const COLUMNS: Readonly<Record<Layout['kind'], { readonly required: readonly string[]; readonly wished: readonly string[] }>> = {
  staff: { required: ['staffId', 'fullName', 'position', 'homeroom'], wished: [] },
  pupils: {
    required: ['pupilId', 'fullName', 'classroom', 'birthDate', 'gender', 'status', 'ethnicity', 'disability', 'personalId'],
    wished: ['statusDate', 'nationality', 'birthPlace', 'queQuan', 'residence', 'fatherName', 'motherName', 'guardianName', 'registerNumber'],
  },
  results: { required: ['pupilId', 'fullName'], wished: [] },
  remarks: { required: ['pupilId', 'fullName'], wished: [] },
  supplementary: { required: ['pupilId', 'fullName', 'assessedItem', 'level', 'mark', 'assessedOn', 'completed', 'promoted', 'decisionNumber', 'decisionDate'], wished: [] },
};

interface OpenedFile {
  readonly name: string;
  readonly tables: readonly Table[];
  /** Sheets that no header explains: code lists, notes. */
  readonly others: readonly Sheet[];
}

function toTable(layout: Layout, report: Report): readonly Table[] {
  const { sheet, kind, columns } = layout, place = { file: sheet.file, sheet: sheet.name };
  const said = (keys: readonly string[], code: string) => keys.filter((key) => !columns.has(key)).map((key) => report.problem(code, place, { label: HEADER_OF[key]! })).length;
  for (const address of sheet.formulas) report.problem('workbook/formula-cell', { ...place, row: Number(/\d+$/.exec(address)![0]), column: /^[A-Z]+/.exec(address)![0] }, { label: address, pupil: '' });
  for (const key of layout.doubled) report.problem('workbook/doubled-column', place, { label: columns.get(key)!.label });
  said(COLUMNS[kind].wished, 'workbook/optional-column');
  if (said(COLUMNS[kind].required, 'workbook/missing-column') > 0) return [{ ...layout, rows: [] }];
  const rows = dataRows(layout, kind === 'staff' ? 'staffId' : 'pupilId', report);
  if (rows.length === 0 && kind !== 'supplementary') report.problem('workbook/no-rows', place);
  return [{ ...layout, rows }];
}

async function openFile(file: WorkbookFile, report: Report): Promise<OpenedFile> {
  const place = { file: file.name }, nothing = { name: file.name, tables: [], others: [] };
  const refused = (reason: string) => {
    report.problem(`workbook/${reason}`, place);
    return nothing;
  };
  const archive = openArchive(file.bytes);
  if (!archive.ok) return refused(archive.error);
  for (const content of archive.value.leftOut) report.problem('workbook/left-out', place, { content: content === 'macros' ? 'macro' : 'liên kết tới tệp khác' });
  const sheets = await readSheets(file.name, archive.value.bytes);
  if (!sheets.ok) return refused(sheets.error);
  if (sheets.value.every(({ rows }) => rows.every((row) => row.every(isBlank)))) return refused('empty-file');
  const layouts = sheets.value.map((sheet) => ({ sheet, layout: recognise(sheet) }));
  if (layouts.every(({ layout }) => layout === undefined)) return refused('unknown-layout');
  return {
    name: file.name,
    tables: layouts.flatMap(({ layout }) => (layout ? toTable(layout, report) : [])),
    others: layouts.filter(({ layout }) => layout === undefined).map(({ sheet }) => sheet),
  };
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
