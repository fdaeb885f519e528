import { sql } from 'kysely';
import type { SchoolYear } from '#domain';
import { fromTimestamptz, toTimestamptz } from '#database';
import type { Instant } from '#kernel';
import type { LayoutAnswer, WorkbookFile } from '#workbook';
import type { ImportAnswer, ImportDetail, ImportReport, ListEffects, PlannedWrites, UndoResult } from '../import/model.ts';
import { packWrites, type PlannedLists, type StoredWrites, unpackWrites } from './stored-writes.ts';
import type { SchoolScope } from './tables.ts';

export type ImportState = 'dryRun' | 'committed' | 'refused' | 'discarded' | 'undone';

/** The head of a run, as lists of runs show it. */
export interface ImportHead {
  readonly importId: string;
  readonly schoolYear: SchoolYear;
  readonly state: ImportState;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly committedAt?: Instant;
  readonly report: Pick<ImportReport, 'files' | 'counts'>;
  readonly undone?: { readonly at: Instant; readonly by: string; readonly reason: string; readonly result: UndoResult };
}

export interface StoredImport extends ImportHead {
  readonly report: ImportReport;
  /** What the planned writes were made from (`basisOf`); absent when the files must be read again before a commit. */
  readonly basis?: string;
  readonly answers: readonly ImportAnswer[];
  readonly layouts: readonly LayoutAnswer[];
}

const HEAD = [
  'import_id',
  'school_year',
  'state',
  'created_at',
  'created_by',
  'committed_at',
  'undone_at',
  'undone_by',
  'undone_reason',
  'undone',
] as const;

interface HeadRow {
  import_id: string;
  school_year: string;
  state: string;
  created_at: Date;
  created_by: string;
  committed_at: Date | null;
  undone_at: Date | null;
  undone_by: string | null;
  undone_reason: string | null;
  undone: unknown;
}

const headOf = (row: HeadRow): Omit<ImportHead, 'report'> => ({
  importId: row.import_id,
  schoolYear: row.school_year as SchoolYear,
  state: row.state as ImportState,
  createdAt: fromTimestamptz(row.created_at),
  createdBy: row.created_by,
  ...(row.committed_at === null ? {} : { committedAt: fromTimestamptz(row.committed_at) }),
  ...(row.undone_at === null
    ? {}
    : {
        undone: {
          at: fromTimestamptz(row.undone_at),
          by: row.undone_by ?? '',
          reason: row.undone_reason ?? '',
          result: row.undone as UndoResult,
        },
      }),
});

/** What a dry run found out: for people, and for the commit. */
export interface Findings {
  readonly detail: ImportDetail;
  readonly writes: PlannedWrites;
}

function writesColumns({ schoolYear }: StoredImport, planned: PlannedWrites): Readonly<Record<keyof StoredWrites, string>> {
  const { writes, pupils, identities, years, points, edits } = packWrites(planned, schoolYear);
  return {
    writes: JSON.stringify(writes),
    pupils: JSON.stringify(pupils),
    identities: JSON.stringify(identities),
    years: JSON.stringify(years),
    points: JSON.stringify(points),
    edits: JSON.stringify(edits),
  };
}

/** A new run with its files. */
export async function insertImport(
  { trx, schoolId }: SchoolScope,
  run: StoredImport,
  { detail, writes }: Findings,
  files: readonly WorkbookFile[],
  filesSha256: string,
): Promise<void> {
  await trx
    .insertInto('import_runs')
    .values({
      school_id: schoolId,
      import_id: run.importId,
      school_year: run.schoolYear,
      state: run.state,
      created_at: toTimestamptz(run.createdAt),
      created_by: run.createdBy,
      committed_at: null,
      basis: run.basis ?? null,
      report: JSON.stringify(run.report),
      detail: JSON.stringify(detail),
      answers: JSON.stringify(run.answers),
      layouts: JSON.stringify(run.layouts),
      files_sha256: filesSha256,
      lists_before: null,
      undone_at: null,
      undone_by: null,
      undone_reason: null,
      undone: null,
    })
    .execute();
  await trx
    .insertInto('import_writes')
    .values({ school_id: schoolId, import_id: run.importId, ...writesColumns(run, writes) })
    .execute();
  for (const [number, { name, bytes }] of files.entries())
    await trx
      .insertInto('import_files')
      .values({
        school_id: schoolId,
        import_id: run.importId,
        number,
        name,
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      })
      .execute();
}

/** The same files read again, after an answer or because the data of the school have moved. */
export async function updateImport({ trx, schoolId }: SchoolScope, run: StoredImport, { detail, writes }: Findings): Promise<void> {
  await trx
    .updateTable('import_writes')
    .set(writesColumns(run, writes))
    .where('school_id', '=', schoolId)
    .where('import_id', '=', run.importId)
    .execute();
  await trx
    .updateTable('import_runs')
    .set({
      state: run.state,
      basis: run.basis ?? null,
      report: JSON.stringify(run.report),
      detail: JSON.stringify(detail),
      answers: JSON.stringify(run.answers),
      layouts: JSON.stringify(run.layouts),
    })
    .where('school_id', '=', schoolId)
    .where('import_id', '=', run.importId)
    .execute();
}

export async function findImport({ trx, schoolId }: SchoolScope, importId: string, lock?: 'lock'): Promise<StoredImport | undefined> {
  const row = await trx
    .selectFrom('import_runs')
    .select([...HEAD, 'basis', 'report', 'answers', 'layouts'])
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .$if(lock === 'lock', (query) => query.forUpdate())
    .executeTakeFirst();
  return (
    row && {
      ...headOf(row),
      ...(row.basis === null ? {} : { basis: row.basis }),
      report: row.report as ImportReport,
      answers: row.answers as readonly ImportAnswer[],
      layouts: row.layouts as unknown as readonly LayoutAnswer[],
    }
  );
}

/** A pending import of exactly these files. */
export async function findPendingImport(
  { trx, schoolId }: SchoolScope,
  year: SchoolYear,
  filesSha256: string,
): Promise<string | undefined> {
  return (
    await trx
      .selectFrom('import_runs')
      .select('import_id')
      .where('school_id', '=', schoolId)
      .where('school_year', '=', year)
      .where('files_sha256', '=', filesSha256)
      .where('state', 'in', ['dryRun', 'refused'])
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
  )?.import_id;
}

/** The runs without what was read, newest first. */
export async function listImports({ trx, schoolId }: SchoolScope): Promise<readonly ImportHead[]> {
  const rows = await trx
    .selectFrom('import_runs')
    .select([...HEAD, sql<ImportHead['report']>`json_build_object('files', report->'files', 'counts', report->'counts')`.as('report')])
    .where('school_id', '=', schoolId)
    .orderBy('created_at', 'desc')
    .orderBy('import_id', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...headOf(row), report: row.report }));
}

export async function loadImportDetail({ trx, schoolId }: SchoolScope, importId: string): Promise<ImportDetail | undefined> {
  const row = await trx
    .selectFrom('import_runs')
    .select('detail')
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .executeTakeFirst();
  return row?.detail as ImportDetail | undefined;
}

/** The uploaded files; none when they are no longer kept. */
export async function loadImportFiles({ trx, schoolId }: SchoolScope, importId: string): Promise<readonly WorkbookFile[]> {
  const rows = await trx
    .selectFrom('import_files')
    .select(['name', 'bytes'])
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .orderBy('number')
    .execute();
  return rows.map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) }));
}

export async function setImportCommitted({ trx, schoolId }: SchoolScope, importId: string, at: Instant, lists: ListEffects): Promise<void> {
  await trx
    .updateTable('import_runs')
    .set({ state: 'committed', committed_at: toTimestamptz(at), lists_before: JSON.stringify(lists) })
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .execute();
}

export async function loadListEffects({ trx, schoolId }: SchoolScope, importId: string): Promise<ListEffects> {
  const row = await trx
    .selectFrom('import_runs')
    .select('lists_before')
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .executeTakeFirst();
  return (row?.lists_before ?? { staff: [], classrooms: [] }) as ListEffects;
}

/** What the commit of a run writes, or wrote. */
export async function loadWrites({ trx, schoolId }: SchoolScope, importId: string): Promise<PlannedWrites> {
  const row = await trx
    .selectFrom('import_writes')
    .select(['writes', 'pupils', 'years', 'points'])
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .executeTakeFirstOrThrow();
  return unpackWrites(row as Omit<StoredWrites, 'identities' | 'edits'>);
}

/** What a commit has to know of what it writes; the rest goes from column to table. */
export interface PlannedHead extends PlannedLists {
  readonly pupilIds: readonly string[];
}

export async function loadPlannedHead({ trx, schoolId }: SchoolScope, importId: string): Promise<PlannedHead> {
  const row = await trx
    .selectFrom('import_writes')
    .select(['writes', sql<string[]>`array(select "pupilId" from json_to_recordset(pupils) as pupil ("pupilId" text))`.as('pupil_ids')])
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .executeTakeFirstOrThrow();
  return { ...(row.writes as PlannedLists), pupilIds: row.pupil_ids };
}

export async function setImportUndone(
  { trx, schoolId }: SchoolScope,
  importId: string,
  undone: NonNullable<ImportHead['undone']>,
): Promise<void> {
  await trx
    .updateTable('import_runs')
    .set({
      state: 'undone',
      undone_at: toTimestamptz(undone.at),
      undone_by: undone.by,
      undone_reason: undone.reason,
      undone: JSON.stringify(undone.result),
    })
    .where('school_id', '=', schoolId)
    .where('import_id', '=', importId)
    .execute();
}

/** What dry runs say may no longer be so, of whomever: their files have to be read again before a commit. */
export async function outdateDryRuns({ trx, schoolId }: SchoolScope, year: SchoolYear): Promise<void> {
  await trx
    .updateTable('import_runs')
    .set({ basis: null })
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('state', 'in', ['dryRun', 'refused'])
    .execute();
}

/** Dry runs that saw the data before this commit can no longer be committed. */
export async function discardOtherDryRuns({ trx, schoolId }: SchoolScope, importId: string, year: SchoolYear): Promise<void> {
  const others = await trx
    .updateTable('import_runs')
    .set({ state: 'discarded' })
    .where('school_id', '=', schoolId)
    .where('school_year', '=', year)
    .where('state', 'in', ['dryRun', 'refused'])
    .where('import_id', '<>', importId)
    .returning('import_id')
    .execute();
  if (others.length > 0)
    await trx
      .deleteFrom('import_files')
      .where('school_id', '=', schoolId)
      .where(
        'import_id',
        'in',
        others.map(({ import_id }) => import_id),
      )
      .execute();
}

/** Lets go of uploaded files of runs that began before this moment; what they changed stays known. */
export async function dropImportFilesBefore({ trx, schoolId }: SchoolScope, at: Instant): Promise<void> {
  await trx
    .deleteFrom('import_files')
    .where('school_id', '=', schoolId)
    .where(
      'import_id',
      'in',
      trx.selectFrom('import_runs').select('import_id').where('school_id', '=', schoolId).where('created_at', '<', toTimestamptz(at)),
    )
    .execute();
}
