import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { ServerPrograms } from './programs.ts';

export const ADMIN = 'hocba_admin';

/**
 * Makes the data of a cluster in `folder` unless it is there: UTF-8, byte order, checksums, passwords for every connection.
 * A folder that was left half made is made again: it holds nothing anybody was told about.
 */
export function ensureCluster(programs: ServerPrograms, folder: string, adminPassword: string): Result<void, Refusal> {
  if (existsSync(join(folder, 'PG_VERSION')) && existsSync(join(folder, 'ready'))) return ok(undefined);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = `${folder}.pw`;
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 });
  try {
    if (programs.runAs) for (const path of [folder, passwordFile]) chownSync(path, programs.runAs.uid, programs.runAs.gid);
    const made = spawnSync(
      join(programs.bin, 'initdb'),
      ['-D', folder, '-U', ADMIN, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '--data-checksums'],
      { ...programs.runAs, encoding: 'utf8', cwd: '/' },
    );
    if (made.status !== 0) return err(initdbRefusal(folder, made.stderr ?? ''));
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(join(folder, 'ready'), '');
  chmodSync(folder, 0o700);
  return ok(undefined);
}

const initdbRefusal = (folder: string, stderr: string): Refusal =>
  /could not (access|change permissions|open|create) (directory|file)/i.test(stderr)
    ? refusal('system/data-folder-unreachable', { folder })
    : refusal('system/embedded-failed', { reason: stderr.trim().split('\n').at(-1) ?? 'initdb', log: folder });
