import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { databaseName, databaseSecrets, findMigrations, grantConnect, migrate, openTier, tierUrls, type Tier, type TierName, type TierUrls } from '#database';
import { unwrap } from '#kernel';

export interface TestTier {
  /** Under the application's login. */
  readonly tier: Tier;
  readonly urls: TierUrls;
  /** As the administrator of the cluster, for what only an intruder would do. */
  readonly adminUrl: string;
  close(): Promise<void>;
}

/** A fresh, migrated database of a tier: a clone of the run's template, dropped on close. */
export const testTier = (name: TierName): Promise<TestTier> => openDatabase(name, cloneTemplate);

/** A database of a tier as a program had it before the migration of some number; `migrateOn` brings it to this program. */
export async function earlierTier(name: TierName, before: number): Promise<TestTier & { migrateOn(): Promise<void> }> {
  const tier = await openDatabase(name, async (admin, database) => void await admin.query(`create database ${database} owner hocba_${name}_owner template template0 encoding 'UTF8' locale 'C'`));
  unwrap(await migrate(tier.urls.owner, name, findMigrations().filter(({ number }) => number < before)));
  return { ...tier, migrateOn: async () => void unwrap(await migrate(tier.urls.owner, name)) };
}

async function openDatabase(name: TierName, create: (admin: pg.Client, database: string, name: TierName) => Promise<void>): Promise<TestTier> {
  const { adminUrl, dataFolder } = inject('cluster');
  const database = `${databaseName(name)}_${randomBytes(6).toString('hex')}`;
  const secrets = databaseSecrets(dataFolder);
  await asAdmin(adminUrl, async (admin) => {
    await create(admin, database, name);
    await grantConnect(admin, database, name);
  });
  const urls = tierUrls(adminUrl, name, secrets, database);
  const adminOfDatabase = new URL(adminUrl);
  adminOfDatabase.pathname = `/${database}`;
  const tier = openTier(urls.app, { connectionsMax: 8, name: 'hocba test' });
  return {
    tier, urls, adminUrl: adminOfDatabase.href,
    async close() {
      await tier.close();
      await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${database} with (force)`));
    },
  };
}

/** A template can be cloned by one at a time only: whoever meets another waits and tries again. */
async function cloneTemplate(admin: pg.Client, database: string, name: TierName): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`create database ${database} template ${databaseName(name)} owner hocba_${name}_owner`);
      return;
    } catch (error) {
      const busy = (error as { code?: string }).code === '55006';
      if (!busy || attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25 + Math.random() * 50));
    }
  }
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
