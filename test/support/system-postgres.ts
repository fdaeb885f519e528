import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerPrograms } from '../../src/database/embedded/index.ts';

const DEBIAN = '/usr/lib/postgresql';

/** Folder of the programs of the machine's PostgreSQL (15 or later), if it has one. */
export function systemBin(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((version) => Number(version) >= 15).sort((a, b) => Number(a) - Number(b)).map((version) => join(DEBIAN, version, 'bin')) : [];
  return debian.find((bin) => existsSync(join(bin, 'initdb')));
}

export function systemPrograms(runAs: ServerPrograms['runAs']): ServerPrograms {
  const bin = systemBin();
  if (bin === undefined) throw new Error('this machine has no PostgreSQL of its own');
  return { bin, ...(runAs && { runAs }) };
}
