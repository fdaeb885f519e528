import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import pg from 'pg';
import { findMigrations, fourDigits, type Migration, sqlFor } from './migration-files.ts';
import { roleName, type TierName } from './tier-name.ts';

/** Any fixed number: whoever migrates this database holds the advisory lock of this name. Migrating is the only use of one. */
const MIGRATE_LOCK = 7_403_001;
const MIGRATE_LOCK_WAIT_MS = 120_000;
const TABLE_LOCK_WAIT_MS = 10_000;

export interface MigrateReport {
  readonly applied: readonly string[];
  readonly current: number;
}

interface AppliedRow {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings a tier's database to the state of this program: applies, in order, every migration of the tier that is missing, each in
 * a transaction of its own. Refuses when a file that was applied has changed or vanished, or when a missing one is older than
 * the newest applied. Several processes may call it at once. `url` is the owner's.
 */
export async function migrate(
  url: string,
  tier: TierName,
  migrations: readonly Migration[] = findMigrations(),
): Promise<Result<MigrateReport, Refusal>> {
  const wanted = migrations.filter((migration) => migration.tiers.includes(tier));
  const client = new pg.Client({ connectionString: url, application_name: 'hocba migrate' });
  await client.connect();
  try {
    await client.query(`set lock_timeout = ${MIGRATE_LOCK_WAIT_MS}`);
    await client.query('select pg_advisory_lock($1)', [MIGRATE_LOCK]);
    await client.query(`set lock_timeout = ${TABLE_LOCK_WAIT_MS}`);
    await createMigrationTable(client, tier);
    const applied = await readApplied(client);
    const pending = pendingMigrations(applied, wanted);
    if (!pending.ok) return pending;
    for (const migration of pending.value) await apply(client, tier, migration);
    return ok({ applied: pending.value.map(label), current: wanted.at(-1)?.number ?? 0 });
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end();
  }
}

/** Whether the database is exactly at this program's migrations; what `serve` and the readiness check ask, as the app login. */
export async function checkSchema(
  pool: pg.Pool,
  tier: TierName,
  migrations: readonly Migration[] = findMigrations(),
): Promise<Result<void, Refusal>> {
  const wanted = migrations.filter((migration) => migration.tiers.includes(tier));
  const { rows } = await pool.query<{ present: boolean }>(`select to_regclass('public.migration') is not null as present`);
  if (!rows[0]?.present) return err(refusal('system/schema-outdated', { tier, missing: wanted.length }));
  const applied = await readApplied(pool);
  const pending = pendingMigrations(applied, wanted);
  if (!pending.ok) return pending;
  return pending.value.length === 0 ? ok(undefined) : err(refusal('system/schema-outdated', { tier, missing: pending.value.length }));
}

/** Pure: which migrations are still to be applied, or why none may be. */
export function pendingMigrations(applied: readonly AppliedRow[], wanted: readonly Migration[]): Result<readonly Migration[], Refusal> {
  const byNumber = new Map(wanted.map((migration) => [migration.number, migration]));
  for (const row of applied) {
    const file = byNumber.get(row.number);
    if (!file) return err(refusal('system/migration-unknown', { migration: label(row) }));
    if (file.sha256 !== row.sha256) return err(refusal('system/migration-changed', { migration: label(file) }));
  }
  const newest = Math.max(0, ...applied.map((row) => row.number));
  const done = new Set(applied.map((row) => row.number));
  const pending = wanted.filter((migration) => !done.has(migration.number));
  const late = pending.find((migration) => migration.number < newest);
  return late ? err(refusal('system/migration-out-of-order', { migration: label(late), newest: fourDigits(newest) })) : ok(pending);
}

const label = (migration: { number: number; name: string }): string => `${fourDigits(migration.number)}-${migration.name}`;

async function createMigrationTable(client: pg.Client, tier: TierName): Promise<void> {
  await client.query(`create table if not exists public.migration (
    number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null)`);
  await client.query(`grant select on public.migration to ${roleName(tier, 'app')}, ${roleName(tier, 'read')}`);
}

async function readApplied(client: pg.Client | pg.Pool): Promise<readonly AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>('select number, name, sha256 from public.migration order by number');
  return rows;
}

async function apply(client: pg.Client, tier: TierName, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sqlFor(migration, tier));
    await client.query('insert into public.migration (number, name, sha256, applied_at) values ($1, $2, $3, $4)', [
      migration.number,
      migration.name,
      migration.sha256,
      new Date(),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${label(migration)} failed on the ${tier} tier: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
