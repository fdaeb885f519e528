import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { databaseSecrets } from '#database';
import { embeddedPrograms, startEmbedded } from '#database/embedded';
import { SchoolYear } from '#domain';
import { unwrap } from '#kernel';
import { fillDemo } from '../../src/apps/demo/fill.ts';
import { startSystem, type System } from '../../src/apps/demo/system.ts';
import { THROWN_AWAY } from './thrown-away.ts';

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));
const FILLED_WITHIN_MS = 170_000;

export interface Demo { readonly system: System; close(): Promise<void> }

/** The demonstration as `npm start` shows it the second time, on a cluster of its own, thrown away on close. */
export async function openDemo(): Promise<Demo> {
  const filled = await filledOnce(), folder = newFolder();
  execFileSync('cp', ['-a', `${filled}/.`, folder]);
  return thrownAway(folder, await start(folder));
}

/** The same outside of a test run, which has nothing to copy from. */
export async function openFreshDemo(): Promise<Demo> {
  const folder = newFolder(), demo = await start(folder);
  await fillDemo(demo.system);
  return thrownAway(folder, demo);
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'hocba-demo-'));

const thrownAway = (folder: string, demo: Demo): Demo => ({
  ...demo,
  async close() {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Whoever needs a filled demonstration first in a run makes it; nobody works in it, all copy it. */
async function filledOnce(): Promise<string> {
  const folder = join(inject('cluster').dataFolder, 'demo');
  for (const until = Date.now() + FILLED_WITHIN_MS; Date.now() < until; await sleep(100)) {
    if (existsSync(`${folder}.ready`)) return folder;
    if (isMine(folder)) await fill(folder);
  }
  throw new Error('nobody filled the demonstration');
}

async function fill(folder: string): Promise<void> {
  try {
    const demo = await start(folder);
    try {
      await fillDemo(demo.system);
    } finally {
      await demo.close();
    }
    mkdirSync(`${folder}.ready`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** One of all can make a folder. */
function isMine(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function start(folder: string): Promise<Demo> {
  chmodSync(folder, 0o711);
  const secrets = databaseSecrets(folder);
  const embedded = unwrap(await startEmbedded({ programs: unwrap(embeddedPrograms(folder)), folder: join(folder, 'postgresql'), adminPassword: secrets.admin, settings: THROWN_AWAY }));
  const system = await startSystem({ adminUrl: embedded.adminUrl, dataFolder: folder, secrets, samples: SAMPLES, schoolYear: unwrap(SchoolYear.parse('2023-2024')), port: 0 });
  return {
    system,
    async close() {
      await system.stop();
      await embedded.stop();
    },
  };
}
