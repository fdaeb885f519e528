import { createHash } from 'node:crypto';
import { type Refusal, refusal, SchoolYear } from '#domain';
import { err, Instant, ok, type Result } from '#kernel';
import type { WorkbookFile } from '#workbook';
import { mayDo } from '../authority.ts';
import { inSchool, type SchoolContext } from '../context.ts';
import type { Actor, School } from '../model.ts';
import { basisOf, idsInWrites, idsOf } from '../postgres/import-basis.ts';
import {
  type Findings,
  findImport,
  findPendingImport,
  insertImport,
  listImports,
  loadImportDetail,
  loadPlannedHead,
  loadWrites,
  type StoredImport,
} from '../postgres/imports.ts';
import { findSchool } from '../postgres/people.ts';
import { lockPupilYears } from '../postgres/pupil-years.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { applyImport } from './apply.ts';
import type { ImportAnswer, ImportDetail } from './model.ts';
import { isPending, mappingsOf, notPending, readAgain } from './read-again.ts';
import { ONE_VIEW, presentOf, readImport } from './read-import.ts';

/** What a program says it means; the desk leaves both to the session. */
export interface AskedImport {
  readonly school?: string | undefined;
  readonly year?: string | undefined;
}

/** Reads the files and says what they would change. Nothing of the school changes; files and answers are kept as a pending import. The same files once more are the same pending import. */
export async function dryRunImport(
  context: SchoolContext,
  who: Actor,
  files: readonly WorkbookFile[],
  asked: AskedImport = {},
): Promise<Result<StoredImport, Refusal>> {
  if (asked.school !== undefined && asked.school !== who.schoolCode)
    return err(refusal('school/import-other-school', { own: who.schoolCode, asked: asked.school }));
  const allowed = mayDo(who, 'import');
  if (!allowed.ok) return allowed;
  if (files.length === 0) return err(refusal('school/import-no-files'));
  return inSchool(
    context,
    who.schoolCode,
    async (scope) => {
      const school = found(await findSchool(scope), who);
      if (!school.ok) return school;
      const schoolYear = SchoolYear.parse(
        asked.year ?? school.value.currentSchoolYear ?? SchoolYear.on(Instant.toPlainDate(context.clock.now())),
      );
      if (!schoolYear.ok) return err(refusal('school/import-year-malformed', { value: asked.year ?? '' }));
      const sha256 = sha256Of(files);
      const pending = await findPendingImport(scope, schoolYear.value, sha256);
      if (pending !== undefined) return readAgain(scope, who, pending, {});
      const { detail, writes, ...read } = await readImport(await presentOf(scope, schoolYear.value), {
        schoolCode: who.schoolCode,
        schoolYear: schoolYear.value,
        files,
        answers: [],
        mappings: await mappingsOf(scope, []),
      });
      const run: StoredImport = {
        importId: context.ids.uuid(),
        schoolYear: schoolYear.value,
        createdAt: context.clock.now(),
        createdBy: who.name,
        answers: [],
        layouts: [],
        basis: await basisOf(scope, schoolYear.value, idsInWrites(writes)),
        ...read,
      };
      await insertImport(scope, run, { detail, writes }, files, sha256);
      return ok(run);
    },
    ONE_VIEW,
  );
}

/** Takes answers about rows and sheets (one answered again has the new answer) and reads the files again. Without answers: reads them against the data as they now stand. */
export async function answerImport(
  context: SchoolContext,
  who: Actor,
  importId: string,
  answers: readonly ImportAnswer[],
): Promise<Result<StoredImport, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok ? inSchool(context, who.schoolCode, (scope) => readAgain(scope, who, importId, { answers }), ONE_VIEW) : allowed;
}

/**
 * Applies a dry run, once, and exactly what it showed: when the school's data have moved since, it is refused. Rows with errors are left out
 * only when the caller says so. A run that was committed is answered as it is: a double click and a second tab change nothing.
 */
export async function commitImport(
  context: SchoolContext,
  who: Actor,
  importId: string,
  { acceptedOnly = false }: { readonly acceptedOnly?: boolean } = {},
): Promise<Result<StoredImport, Refusal>> {
  const allowed = mayDo(who, 'import');
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const [school, run] = [await findSchool(scope), await findImport(scope, importId, 'lock')];
    if (school === undefined) return err(refusal('school/not-registered', { code: who.schoolCode }));
    if (run === undefined) return err(refusal('school/import-unknown'));
    if (run.state === 'committed') return ok(run);
    if (!isPending(run.state)) return notPending(run.state);
    const errors = run.report.problems.filter((one) => one.severity === 'error').length;
    if (run.state === 'refused' || (errors > 0 && !acceptedOnly)) return err(refusal('school/import-has-errors', { count: errors }));
    const planned = await loadPlannedHead(scope, importId);
    const ids = idsOf(planned);
    await lockPupilYears(scope, run.schoolYear, ids);
    if (run.basis === undefined || run.basis !== (await basisOf(scope, run.schoolYear, ids))) return err(refusal('school/import-outdated'));
    const committedAt = await applyImport(context, scope, { school, run, planned, who });
    return ok({ ...run, state: 'committed' as const, committedAt });
  });
}

export function findImportRun(context: SchoolContext, who: Actor, importId: string): Promise<Result<StoredImport, Refusal>> {
  return withRun(context, who, async (scope) => known(await findImport(scope, importId)));
}

/** The lists of a run that may be long. */
export function findImportDetail(context: SchoolContext, who: Actor, importId: string): Promise<Result<ImportDetail, Refusal>> {
  return withRun(context, who, async (scope) => known(await loadImportDetail(scope, importId)));
}

/** What a run found out about every pupil, with what is written of each. */
export function findImportFindings(context: SchoolContext, who: Actor, importId: string): Promise<Result<Findings, Refusal>> {
  return withRun(context, who, async (scope) => {
    const detail = await loadImportDetail(scope, importId);
    return detail === undefined ? err(refusal('school/import-unknown')) : ok({ detail, writes: await loadWrites(scope, importId) });
  });
}

export const listImportRuns = (context: SchoolContext, who: Actor) => withRun(context, who, async (scope) => ok(await listImports(scope)));

async function withRun<T>(
  context: SchoolContext,
  who: Actor,
  work: (scope: SchoolScope) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const allowed = mayDo(who, 'import');
  return allowed.ok ? inSchool(context, who.schoolCode, work) : allowed;
}

const found = (school: School | undefined, who: Actor): Result<School, Refusal> =>
  school ? ok(school) : err(refusal('school/not-registered', { code: who.schoolCode }));
const known = <T>(run: T | undefined): Result<T, Refusal> => (run === undefined ? err(refusal('school/import-unknown')) : ok(run));

function sha256Of(files: readonly WorkbookFile[]): string {
  const each = files.map(({ name, bytes }) => `${name}\n${createHash('sha256').update(bytes).digest('hex')}\n`).toSorted();
  return createHash('sha256').update(each.join('')).digest('hex');
}
