import type { Transaction } from 'kysely';
import type pg from 'pg';
import { fromKysely, getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';
import { roleName, type TierName } from './tier-name.ts';

export type Jobs = PgBoss;

const SCHEMA = 'pgboss';

/** Makes or updates the job tables as the owner and lets the app login use them. The caller holds the migration lock. */
export async function installJobs(owner: pg.Client, tier: TierName): Promise<void> {
  const { rows } = await owner.query<{ present: boolean }>(`select to_regclass('${SCHEMA}.version') is not null as present`);
  if (!rows[0]?.present) await owner.query(getConstructionPlans(SCHEMA));
  else await updateJobs(owner);
  const app = roleName(tier, 'app');
  await owner.query(`
    grant usage on schema ${SCHEMA} to ${app};
    grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${app};
    grant usage, select on all sequences in schema ${SCHEMA} to ${app};
    grant execute on all functions in schema ${SCHEMA} to ${app}`);
}

async function updateJobs(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: number }>(`select version from ${SCHEMA}.version`);
  const plans = getMigrationPlans(SCHEMA, rows[0]?.version);
  if (plans.trim() !== '') await owner.query(plans);
}

/**
 * The job runner of a tier, started, under the app login. It makes no tables. Jobs of a business transaction are sent with
 * `jobs.send(name, data, inTransaction(trx))`: they exist exactly if the transaction commits. A handler may run twice.
 */
export async function openJobs(url: string): Promise<Jobs> {
  const jobs = new PgBoss({ connectionString: url, schema: SCHEMA, application_name: 'hocba jobs', max: 4, migrate: false, createSchema: false, reindex: false, monitorVacuum: false });
  return jobs.start();
}

/** Sends a job inside a business transaction. */
export const inTransaction = <DB>(trx: Transaction<DB>) => ({ db: fromKysely(trx) });
