import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseSecrets } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { SchoolYear } from '#domain';
import { unwrap } from '#kernel';
import { fillDemo } from '../../src/apps/demo/fill.ts';
import { startSystem, type System } from '../../src/apps/demo/system.ts';
import { THROWN_AWAY } from './thrown-away.ts';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

/** The demonstration as `npm start` shows it, on a cluster of its own, thrown away on close. */
export async function openDemo(): Promise<{ readonly system: System; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-demo-'));
  chmodSync(folder, 0o711);
  const secrets = databaseSecrets(folder);
  const embedded = unwrap(await startEmbedded({ programs: unwrap(embeddedPrograms(folder)), folder: join(folder, 'postgresql'), adminPassword: secrets.admin, settings: THROWN_AWAY }));
  const system = await startSystem({ adminUrl: embedded.adminUrl, dataFolder: folder, secrets, samples: SAMPLES, schoolYear: unwrap(SchoolYear.parse('2023-2024')), port: 0 });
  await fillDemo(system);
  return {
    system,
    async close() {
      await system.stop();
      await embedded.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
