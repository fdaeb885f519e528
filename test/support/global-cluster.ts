import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { databaseSecrets, migrate, provisionTier, TIER_NAMES } from '#database';
import { embeddedPrograms, runAsOf, startEmbedded, type ServerPrograms } from '../../src/database/embedded/index.ts';
import { unwrap } from '#kernel';
import { systemPrograms } from './system-postgres.ts';
import { THROWN_AWAY } from './thrown-away.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly cluster: { readonly adminUrl: string; readonly dataFolder: string };
  }
}

/** One temporary cluster per test run, with a migrated template of each tier. `HOCBA_TEST_PG=system` takes the machine's PostgreSQL. */
export default async function globalCluster(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-test-'));
  const programs: ServerPrograms = process.env.HOCBA_TEST_PG === 'system' ? systemPrograms(runAsOf()) : unwrap(embeddedPrograms(folder));
  const { chmodSync } = await import('node:fs');
  chmodSync(folder, 0o711);
  const secrets = databaseSecrets(folder);
  const server = unwrap(await startEmbedded({ programs, folder: join(folder, 'postgresql'), adminPassword: secrets.admin, settings: THROWN_AWAY }));
  for (const tier of TIER_NAMES) {
    const urls = unwrap(await provisionTier(server.adminUrl, tier, secrets));
    unwrap(await migrate(urls.owner, tier));
  }
  project.provide('cluster', { adminUrl: server.adminUrl, dataFolder: folder });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
