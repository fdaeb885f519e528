import { createHash } from 'node:crypto';
import { LookupCode, type Refusal, refusal, SchoolYear } from '#domain';
import { err, Instant, ok, type Result, unwrap } from '#kernel';
import { type KnownLists, readWorkbooks, type WorkbookFile } from '#workbook';
import { inSchool, type SchoolContext } from '../context.ts';
import type { Actor, School } from '../model.ts';
import { discardOtherDryRuns, findImport, insertImport, listImports, setImportCommitted, type StoredImport } from '../postgres/imports.ts';
import { findSchool, loadClassrooms, loadStaff, saveClassrooms, saveSchool, saveStaff } from '../postgres/people.ts';
import { loadPupilFiles, mintLookUpCodes, recordCellEdits, savePupils, savePupilYears } from '../postgres/pupil-years.ts';
import { replaceTemporaryCode, temporaryCodes } from '../postgres/pupil-codes.ts';
import { appendEvents } from '../postgres/records.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { lifeOf } from '../record/life.ts';
import type { ImportReading, ImportReport, PlanDigest } from './model.ts';
import { type ImportPlan, planImport } from './plan.ts';

/** What a program says it means; the desk leaves both to the session. */
export interface AskedImport {
  readonly school?: string | undefined;
  readonly year?: string | undefined;
}

/** Reads the files and says what they would change. Nothing of the school changes; the reading is kept for the commit. */
export async function dryRunImport(context: SchoolContext, who: Actor, files: readonly WorkbookFile[], asked: AskedImport = {}): Promise<Result<StoredImport, Refusal>> {
  if (asked.school !== undefined && asked.school !== who.schoolCode) return err(refusal('school/import-other-school', { own: who.schoolCode, asked: asked.school }));
  if (files.length === 0) return err(refusal('school/import-no-files'));
  const school = await inSchool(context, who.schoolCode, async (scope) => found(await findSchool(scope), who));
  if (!school.ok) return school;
  const schoolYear = SchoolYear.parse(asked.year ?? school.value.currentSchoolYear ?? SchoolYear.on(Instant.toPlainDate(context.clock.now())));
  if (!schoolYear.ok) return err(refusal('school/import-year-malformed', { value: asked.year ?? '' }));
  const known = await inSchool(context, who.schoolCode, async (scope) => ok(await knownLists(scope, schoolYear.value)));
  if (!known.ok) return known;
  const read = await readWorkbooks(files, { schoolCode: who.schoolCode, schoolYear: schoolYear.value, known: known.value });
  const reading: ImportReading = { data: read.data, ...(read.school.name === undefined ? {} : { schoolName: read.school.name }) };
  return inSchool(context, who.schoolCode, async (scope) => {
    const plan = await planNow(scope, reading, schoolYear.value);
    const problems = [...read.problems, ...plan.problems];
    const added = plan.changes.filter(({ kind }) => kind === 'added').length;
    const counts = { added, changed: plan.changes.length - added };
    const report: ImportReport = { files: read.files, counts: { ...read.counts, ...counts, unchanged: plan.unchanged }, problems, normalised: read.normalised, changes: plan.changes };
    const run: StoredImport = {
      importId: context.ids.uuid(), schoolYear: schoolYear.value, state: problems.some((one) => one.severity === 'error') ? 'refused' : 'dryRun',
      createdAt: context.clock.now(), createdBy: who.name, reading, plan: digestOf(plan), report,
    };
    await insertImport(scope, run);
    return ok(run);
  });
}

/** Applies a dry run, once, and exactly what it showed: when the school's data have moved since, it is refused. */
export function commitImport(context: SchoolContext, who: Actor, importId: string): Promise<Result<StoredImport, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const [school, run] = [await findSchool(scope), await findImport(scope, importId, 'lock')];
    if (school === undefined) return err(refusal('school/not-registered', { code: who.schoolCode }));
    if (run === undefined) return err(refusal('school/import-unknown'));
    const errors = run.report.problems.filter((one) => one.severity === 'error').length;
    if (run.state === 'refused') return err(refusal('school/import-has-errors', { count: errors }));
    if (run.state !== 'dryRun') return err(refusal('school/import-not-committable', { why: run.state === 'committed' ? 'đã ghi rồi' : 'đã có lần nhập khác được ghi sau đó' }));
    const plan = await planNow(scope, run.reading, run.schoolYear, 'lock');
    if (digestOf(plan).sha256 !== run.plan.sha256) return err(refusal('school/import-outdated'));
    await apply(context, scope, school, run, plan, who);
    return ok({ ...run, state: 'committed' as const });
  });
}

export function findImportRun(context: SchoolContext, who: Actor, importId: string): Promise<Result<StoredImport, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const run = await findImport(scope, importId);
    return run ? ok(run) : err(refusal('school/import-unknown'));
  });
}

export const listImportRuns = (context: SchoolContext, who: Actor) => inSchool(context, who.schoolCode, async (scope) => ok(await listImports(scope)));

const found = (school: School | undefined, who: Actor): Result<School, Refusal> => (school ? ok(school) : err(refusal('school/not-registered', { code: who.schoolCode })));

async function planNow(scope: SchoolScope, reading: ImportReading, schoolYear: SchoolYear, lock?: 'lock'): Promise<ImportPlan> {
  const files = await loadPupilFiles(scope, { schoolYear }, lock);
  return planImport(reading, { staff: await loadStaff(scope, schoolYear), classrooms: await loadClassrooms(scope, schoolYear), files }, schoolYear);
}

/** What a workbook may speak about without bringing it along: the staff with their classes, the pupils in the order of the list. */
async function knownLists(scope: SchoolScope, schoolYear: SchoolYear): Promise<KnownLists> {
  const classrooms = await loadClassrooms(scope, schoolYear);
  const staff = (await loadStaff(scope, schoolYear)).map(({ staffId, fullName, position, working }) => ({
    staffId, fullName, position, working, homeroomClassrooms: classrooms.filter(({ homeroomStaffId }) => homeroomStaffId === staffId).map(({ classroom }) => classroom),
  }));
  const pupils = (await loadPupilFiles(scope, { schoolYear })).map(({ year }) => year).sort((a, b) => a.listOrder - b.listOrder)
    .map(({ identity, classroom, frame, status, entryDate }) => ({ identity, classroom, grade: frame.grade, status, ...(entryDate === undefined ? {} : { statusDate: entryDate }) }));
  return { staff, pupils, temporaryCodes: await temporaryCodes(scope) };
}

/** Digest of all that would be written; two equal plans write the same. */
function digestOf(plan: ImportPlan): PlanDigest {
  return { sha256: createHash('sha256').update(stableJson([plan.staff, plan.classrooms, plan.pupils, plan.recoded])).digest('hex') };
}

async function apply(context: SchoolContext, scope: SchoolScope, school: School, run: StoredImport, plan: ImportPlan, who: Actor): Promise<void> {
  const at = context.clock.now();
  const before = new Map((await loadPupilFiles(scope, { schoolYear: run.schoolYear })).map((file) => [file.year.identity.pupilId, file]));
  await saveSchool(scope, { ...school, name: school.name === '' ? (run.reading.schoolName ?? '') : school.name, currentSchoolYear: run.schoolYear });
  await saveStaff(scope, run.schoolYear, plan.staff);
  await saveClassrooms(scope, run.schoolYear, plan.classrooms);
  for (const { from, to } of plan.recoded) await replaceTemporaryCode(scope, from, to, who.name, at);
  await savePupils(scope, plan.identities);
  await savePupilYears(scope, plan.pupils.map((one) => one.year));
  await recordCellEdits(scope, plan.edits, at, who.name);
  await mintLookUpCodes(scope, plan.pupils.filter((one) => one.year.status !== 'left').map((one) => ({
    pupilId: one.year.identity.pupilId, lookupCode: unwrap(LookupCode.parseTyped(context.ids.uuid())),
  })));
  // New data behind a refused or withdrawn record open it again: the state on screen follows the data from here on.
  const reopened = plan.changes.flatMap((change) => {
    const file = before.get(change.pupilId as never);
    const life = lifeOf(file?.events ?? []);
    return file !== undefined && (life.progress.at === 'refused' || life.progress.at === 'withdrawn') ? [{ pupilId: file.year.identity.pupilId, after: life.eventCount, happening: { kind: 'reopened', reason: 'Dữ liệu được nhập lại' } as const }] : [];
  });
  await appendEvents(scope, run.schoolYear, reopened, at, who.name);
  await setImportCommitted(scope, run.importId, at);
  await discardOtherDryRuns(scope, run.importId, run.schoolYear);
}


/** JSON with sorted keys: what went through the database and what did not read the same. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
}
