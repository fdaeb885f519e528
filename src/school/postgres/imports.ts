import type { SchoolYear } from '#domain';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import type { ImportReport, ImportReading, PlanDigest } from '../import/model.ts';
import type { SchoolScope } from './tables.ts';

export type ImportState = 'dryRun' | 'committed' | 'refused' | 'discarded';

export interface StoredImport {
  readonly importId: string;
  readonly schoolYear: SchoolYear;
  readonly state: ImportState;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly reading: ImportReading;
  readonly plan: PlanDigest;
  readonly report: ImportReport;
}

export async function insertImport({ trx, schoolId }: SchoolScope, run: StoredImport): Promise<void> {
  await trx.insertInto('import_runs').values({
    school_id: schoolId, import_id: run.importId, school_year: run.schoolYear, state: run.state, created_at: toTimestamptz(run.createdAt), created_by: run.createdBy, committed_at: null,
    reading: JSON.stringify(run.reading), plan: JSON.stringify(run.plan), report: JSON.stringify(run.report),
  }).execute();
}

export async function findImport({ trx, schoolId }: SchoolScope, importId: string, lock?: 'lock'): Promise<StoredImport | undefined> {
  const row = await trx.selectFrom('import_runs').selectAll().where('school_id', '=', schoolId).where('import_id', '=', importId)
    .$if(lock === 'lock', (query) => query.forUpdate()).executeTakeFirst();
  return row && {
    importId: row.import_id, schoolYear: row.school_year as SchoolYear, state: row.state as ImportState, createdAt: fromTimestamptz(row.created_at), createdBy: row.created_by,
    reading: row.reading as ImportReading, plan: row.plan as PlanDigest, report: row.report as ImportReport,
  };
}

/** The runs without what was read, newest first. */
export async function listImports({ trx, schoolId }: SchoolScope): Promise<readonly Omit<StoredImport, 'reading' | 'plan'>[]> {
  const rows = await trx.selectFrom('import_runs').select(['import_id', 'school_year', 'state', 'created_at', 'created_by', 'report']).where('school_id', '=', schoolId)
    .orderBy('created_at', 'desc').orderBy('import_id', 'desc').limit(200).execute();
  return rows.map((row) => ({
    importId: row.import_id, schoolYear: row.school_year as SchoolYear, state: row.state as ImportState, createdAt: fromTimestamptz(row.created_at), createdBy: row.created_by, report: row.report as ImportReport,
  }));
}

export async function setImportCommitted({ trx, schoolId }: SchoolScope, importId: string, at: Instant): Promise<void> {
  await trx.updateTable('import_runs').set({ state: 'committed', committed_at: toTimestamptz(at) }).where('school_id', '=', schoolId).where('import_id', '=', importId).execute();
}

/** Dry runs that saw the data before this commit can no longer be committed. */
export async function discardOtherDryRuns({ trx, schoolId }: SchoolScope, importId: string, year: SchoolYear): Promise<void> {
  await trx.updateTable('import_runs').set({ state: 'discarded' }).where('school_id', '=', schoolId).where('school_year', '=', year).where('state', '=', 'dryRun').where('import_id', '<>', importId).execute();
}
