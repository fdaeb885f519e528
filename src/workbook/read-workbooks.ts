import { ASSESSMENT_POINTS, type AssessmentPoint, EARLIER_POINTS, type EarlierPoint } from '#domain';
import { cleanText, equalBytes } from '#kernel';
import { LIMITS } from './limits.ts';
import {
  type FileKind,
  type ReadingOptions,
  type RefusedRow,
  rowKey,
  sheetKey,
  type StaffRow,
  type WorkbookFile,
  type WorkbookReading,
} from './model.ts';
import { type OpenedFile, openFile, unexplained } from './open-file.ts';
import { namedPointInWords, pointIn } from './layout/assessment-point.ts';
import { sheetLayouts } from './layout/sheet-layouts.ts';
import { classroomKey } from './parts/classroom.ts';
import { type Draft, emptyDraft } from './parts/draft.ts';
import { joinClassrooms, joinPupil, type PointParts } from './parts/join.ts';
import { matchingOf } from './parts/find-pupil.ts';
import { sourceOf } from './parts/match-pupil.ts';
import type { ListedPupil } from './parts/listed-pupil.ts';
import { knownPupils, readPupils } from './parts/pupils.ts';
import { readRemarks } from './parts/remarks.ts';
import { readResults, reportSilence } from './parts/results.ts';
import { knownStaff, readStaff } from './parts/staff.ts';
import { readSupplementary } from './parts/supplementary.ts';
import { checkTitles } from './parts/titles.ts';
import { createReport, type Report } from './problem.ts';
import type { Table } from './sheet/rows.ts';

/** A sheet that holds codes of pupils and has no header of ours would be lost without a word. */
function reportUnread(opened: readonly OpenedFile[], roster: ReadonlyMap<string, ListedPupil>, report: Report): void {
  const asked = new Set(
    report
      .problems()
      .filter(({ code }) => code === 'workbook/layout-asked' || code === 'workbook/lying-table')
      .map(({ file, sheet }) => sheetKey({ file, sheet: sheet! })),
  );
  for (const { sheet } of opened.flatMap(unexplained)) {
    if (asked.has(sheetKey({ file: sheet.file, sheet: sheet.name }))) continue;
    const row = sheet.rows.findIndex((cells) => cells.some((value) => value !== null && roster.has(String(value).trim())));
    if (row >= 0) report.problem('workbook/unread-sheet', { file: sheet.file, sheet: sheet.name, row: row + 1 });
  }
}

/** The names of classrooms in the staff list, spelled as in the pupil list. */
const withSpelling = (staff: readonly StaffRow[], classrooms: readonly string[]): readonly StaffRow[] =>
  staff.map((person) => ({
    ...person,
    homeroomClassrooms: person.homeroomClassrooms.map(
      (name) => classrooms.find((known) => classroomKey(known) === classroomKey(name)) ?? name,
    ),
  }));

const ownName = (name: string) => cleanText(name.split(/[\\/]/).at(-1)!);

/** One file under two names; the names may say that they are of two points of assessment, and then one of them is the wrong file. */
function reportAgain(file: WorkbookFile, other: WorkbookFile, report: Report): void {
  const [point, otherPoint] = [file, other].map(({ name }) => pointIn(name.replace(/\.[^.]+$/, '')));
  if (point && otherPoint && point !== otherPoint)
    report.problem(
      'workbook/same-file-two-points',
      { file: file.name },
      { other: other.name, point: namedPointInWords(point), otherPoint: namedPointInWords(otherPoint) },
    );
  else report.problem('workbook/file-again', { file: file.name }, { other: other.name });
}

/** The files with their names as people read them (NFC, no folders). One that is there twice is read once; two of one name are an error. */
function accepted(files: readonly WorkbookFile[], report: Report): readonly WorkbookFile[] {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (files.length > LIMITS.files || total > LIMITS.totalBytes) {
    report.problem(
      'workbook/too-many-files',
      { file: ownName(files[0]!.name) },
      { files: LIMITS.files, megabytes: LIMITS.totalBytes / 1024 / 1024 },
    );
    return [];
  }
  const kept: WorkbookFile[] = [];
  for (const file of files.map(({ name, bytes }) => ({ name: ownName(name), bytes }))) {
    const twin = kept.find(({ bytes }) => bytes.length > 0 && equalBytes(bytes, file.bytes));
    if (twin) reportAgain(file, twin, report);
    else if (kept.some(({ name }) => name === file.name)) report.problem('workbook/same-file-twice', { file: file.name });
    else kept.push(file);
  }
  return kept;
}

/** Those of the list, and whom the school has besides: a list may be of one class, or hold only what had to be corrected. */
function everybodyOf(
  tables: readonly Table[],
  options: ReadingOptions,
  report: Report,
): { readonly listed: readonly ListedPupil[]; readonly others: readonly ListedPupil[] } {
  const known = knownPupils(options.known?.pupils ?? [], KNOWN);
  if (tables.length === 0) return { listed: known, others: [] };
  const listed = readPupils(tables, options, report);
  const here = new Set(listed.map(({ pupilId }) => pupilId));
  return { listed, others: known.filter(({ pupilId }) => !here.has(pupilId)) };
}

/** The same of the staff. A class that the list gives to somebody is nobody else's any more. */
function staffOf(tables: readonly Table[], options: ReadingOptions, report: Report): readonly StaffRow[] {
  const known = knownStaff(options.known?.staff ?? [], KNOWN);
  if (tables.length === 0) return known;
  const listed = readStaff(tables, report);
  const here = new Set(listed.map(({ staffId }) => staffId));
  const given = new Set(listed.flatMap(({ homeroomClassrooms }) => homeroomClassrooms.map(classroomKey)));
  return [
    ...listed,
    ...known
      .filter(({ staffId }) => !here.has(staffId))
      .map((person) => ({ ...person, homeroomClassrooms: person.homeroomClassrooms.filter((name) => !given.has(classroomKey(name))) })),
  ];
}

/** Pupils of the classes of which a file speaks: an earlier point often comes class by class. */
function classmatesOf(listed: readonly ListedPupil[], results: ReadonlyMap<string, unknown>): readonly ListedPupil[] {
  const spoken = new Set(listed.filter(({ pupilId }) => results.has(pupilId)).map(({ classroom }) => classroomKey(classroom)));
  return listed.filter(({ classroom }) => spoken.has(classroomKey(classroom)));
}

function join(tables: readonly Table[], opened: readonly OpenedFile[], options: ReadingOptions, report: Report) {
  const of = (kind: FileKind) => tables.filter((table) => table.kind === kind);
  const staff = staffOf(of('staff'), options, report);
  const { listed, others } = everybodyOf(of('pupils'), options, report);
  const everybody = [...listed, ...others];
  const matching = matchingOf(everybody, options.decisions ?? new Map(), report);
  const draftsAt = (point: AssessmentPoint): ReadonlyMap<string, Draft> =>
    new Map(everybody.flatMap(({ pupilId, grade }) => (grade ? [[pupilId, emptyDraft(grade, point)] as const] : [])));
  const resultsOf = (point: AssessmentPoint) => of('results').filter((table) => table.point === point);
  const drafts = draftsAt('yearEnd');
  const results = readResults(resultsOf('yearEnd'), matching, drafts);
  const points = new Map(
    EARLIER_POINTS.flatMap((point): [EarlierPoint, PointParts][] => {
      const tables = resultsOf(point);
      const own = tables.length === 0 ? undefined : draftsAt(point);
      return own === undefined ? [] : [[point, { drafts: own, results: readResults(tables, matching, own) }]];
    }),
  );
  const remarks = readRemarks(of('remarks'), matching, drafts, new Set(resultsOf('yearEnd').flatMap(({ columns }) => [...columns.keys()])));
  const supplementary = readSupplementary(of('supplementary'), matching, drafts);
  if (resultsOf('yearEnd').some(({ rows }) => rows.length > 0)) reportSilence(listed, results, 'yearEnd', report);
  for (const [point, at] of points) reportSilence(classmatesOf(listed, at.results), at.results, point, report);
  reportUnread(opened, matching.roster, report);
  const touched = new Set(listed.map(({ classroom }) => classroomKey(classroom)));
  const classrooms = joinClassrooms(
    everybody.filter(({ classroom }) => touched.has(classroomKey(classroom))),
    staff,
    report,
  );
  const spokenOf = [
    ...listed,
    ...others.filter(
      ({ pupilId }) =>
        [results, remarks, supplementary].some((rows) => rows.has(pupilId)) || [...points.values()].some((at) => at.results.has(pupilId)),
    ),
  ];
  const pupils = spokenOf.flatMap((pupil) => joinPupil(pupil, { drafts, results, points, remarks, supplementary }, report));
  const left = new Set(everybody.filter(({ status }) => status === 'left').map(({ pupilId }) => pupilId));
  const present = (rows: ReadonlyMap<string, unknown>) => [...rows.keys()].filter((pupilId) => !left.has(pupilId)).length;
  const gone = spokenOf.filter(({ pupilId }) => left.has(pupilId)).length;
  return {
    data: {
      staff: withSpelling(
        staff,
        classrooms.map(({ classroom }) => classroom),
      ),
      classrooms,
      pupils,
    },
    counts: {
      staff: staff.length,
      classrooms: classrooms.length,
      pupils: spokenOf.length - gone,
      left: gone,
      results: present(results),
      points: [...points.values()].reduce((sum, at) => sum + present(at.results), 0),
      remarks: present(remarks),
      supplementary: present(supplementary),
    },
  };
}

/** The points of assessment whose results stand in some tables, in the order of the year. */
const pointsOf = (tables: readonly Table[]): readonly AssessmentPoint[] =>
  ASSESSMENT_POINTS.filter((point) => tables.some((table) => table.kind === 'results' && table.rows.length > 0 && table.point === point));

/** What became of a file; one that is there twice has no rows of its own. */
function said(name: string, opened: readonly OpenedFile[]): WorkbookReading['files'][number] {
  const tables = opened.find((file) => file.name === name)?.tables ?? [];
  return {
    name,
    kind: tables[0]?.kind ?? 'unknown',
    rows: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    points: pointsOf(tables),
  };
}

/** Where a row stands that came with an earlier import. */
const KNOWN = { file: 'danh sách trường đã có', sheet: '', row: 0 };

const NOTHING = {
  data: { staff: [], classrooms: [], pupils: [] },
  counts: { staff: 0, classrooms: 0, pupils: 0, left: 0, results: 0, points: 0, remarks: 0, supplementary: 0 },
};

/** Rows that cannot be taken may be what other rows lean on; after so many rounds nothing new can turn up in honest files. */
const ROUNDS = 5;

const without = (tables: readonly Table[], refused: ReadonlyMap<string, RefusedRow>): readonly Table[] =>
  tables.map((table) => ({ ...table, rows: table.rows.filter((row) => !refused.has(rowKey(sourceOf(row)))) }));

/** What the rows say that have no error, and which other rows cannot be taken because they lean on one that has. */
function joinAccepted(tables: readonly Table[], opened: readonly OpenedFile[], options: ReadingOptions, report: Report) {
  const told = new Map(report.matches().map((match) => [rowKey(match.source), match]));
  for (let round = 0; round < ROUNDS; round++) {
    const before = report.refused().size;
    const again = createReport();
    const joined = join(without(tables, report.refused()), opened, options, again);
    for (const problem of again.problems()) {
      const source =
        problem.sheet !== null && problem.row !== null ? { file: problem.file, sheet: problem.sheet, row: problem.row } : undefined;
      if (problem.severity === 'warning' || (source && report.refused().has(rowKey(source)))) continue;
      const match = source && told.get(rowKey(source));
      const place = {
        file: problem.file,
        ...(problem.sheet === null ? {} : { sheet: problem.sheet }),
        ...(problem.row === null ? {} : { row: problem.row }),
      };
      // With the row of the list gone its pupil is unknown: that is not what is wrong with this one.
      if (match?.pupilId !== undefined) report.problem('workbook/listed-row-refused', place, { pupil: match.name });
      else report.take(problem);
    }
    if (report.blocked()) return NOTHING;
    if (report.refused().size === before) return joined;
  }
  report.problem('workbook/rows-lean-on-each-other', { file: opened[0]?.name ?? '' });
  return NOTHING;
}

/**
 * Reads the workbooks of one school and one school year: staff, pupils, results at the four points, remarks, supplementary assessment, in any
 * number of files and sheets, recognised by their headers; a list that is not among them may be one the school already has (`known`).
 * Unambiguous spellings are read as what they mean and listed; everything else is a problem with its cell. Nothing is guessed: every row
 * becomes data, is counted as left or left out as answered, or is refused with what is wrong.
 */
export async function readWorkbooks(files: readonly WorkbookFile[], options: ReadingOptions): Promise<WorkbookReading> {
  const report = createReport();
  const opened: OpenedFile[] = [];
  for (const file of accepted(files, report)) opened.push(await openFile(file, options, report));
  const tables = opened.flatMap((file) => file.tables);
  const name = checkTitles(tables, options, report);
  const lacking = (['pupils', 'staff'] as const).filter(
    (kind) => !tables.some((table) => table.kind === kind) && (options.known?.[kind] ?? []).length === 0,
  );
  for (const kind of lacking) report.problem(`workbook/no-${kind}-list`, { file: opened[0]?.name ?? '' });
  // Without its list every other row would be about somebody unknown.
  const isListUnread = tables.some(({ kind, unread }) => (kind === 'pupils' || kind === 'staff') && unread);
  const first = lacking.includes('pupils') || isListUnread ? NOTHING : join(tables, opened, options, report);
  const { data } = report.refused().size === 0 || report.blocked() ? first : joinAccepted(tables, opened, options, report);
  return {
    files: opened.length === 0 ? [] : files.map(({ name: given }) => said(ownName(given), opened)),
    pointQuestions: opened.flatMap(({ pointQuestions }) => pointQuestions),
    school: name ? { name } : {},
    data,
    counts: first.counts,
    layouts: sheetLayouts(
      opened.flatMap(({ sheets }) => sheets),
      report.problems(),
    ),
    problems: report.problems(),
    normalised: report.normalised(),
    matches: report.matches(),
    refused: [...report.refused().values()],
    blocked: report.blocked(),
  };
}
