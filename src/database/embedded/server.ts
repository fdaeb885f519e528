import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import pg from 'pg';
import { ADMIN, ensureCluster } from './cluster.ts';
import type { ServerPrograms } from './programs.ts';

/** A PostgreSQL server of our own on the loopback interface. */
export interface EmbeddedServer {
  /** Logs in as the administrator of the cluster. */
  readonly adminUrl: string;
  readonly port: number;
  /** Stops the server; open connections are ended, what was committed stays. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly programs: ServerPrograms;
  /** Holds `cluster/` and `postgresql.log`. */
  readonly folder: string;
  readonly adminPassword: string;
  /** Further `name=value` settings. */
  readonly settings?: readonly string[];
}

const START_WITHIN_MS = 60_000;
const POLL_MS = 40;
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'password_encryption=scram-sha-256',
  'log_timezone=UTC',
  'timezone=UTC',
];

/**
 * Starts the server of a data folder, or takes over one that a killed program left running there. The port is free at the time of
 * choosing; should somebody else take it first, another one is tried.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Result<EmbeddedServer, Refusal>> {
  mkdirSync(options.folder, { recursive: true, mode: 0o711 });
  const cluster = join(options.folder, 'cluster');
  const made = ensureCluster(options.programs, cluster, options.adminPassword);
  if (!made.ok) return made;
  const orphan = await adoptRunning(cluster, options.adminPassword);
  if (orphan) return ok(orphan);
  for (let attempt = 1; ; attempt++) {
    const started = await launch(options, cluster, await freePort());
    if (started.ok || attempt === 3) return started;
  }
}

const urlOf = (port: number, password: string) => `postgres://${ADMIN}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;

async function launch(
  { programs, folder, adminPassword, settings = [] }: EmbeddedOptions,
  cluster: string,
  port: number,
): Promise<Result<EmbeddedServer, Refusal>> {
  const logFile = join(folder, 'postgresql.log');
  const log = openSync(logFile, 'a', 0o600);
  if (programs.runAs) chownSync(logFile, programs.runAs.uid, programs.runAs.gid);
  const arguments_ = ['-D', cluster, '-p', String(port), ...[...SETTINGS, ...settings].flatMap((setting) => ['-c', setting])];
  // Its own process group: Ctrl-C reaches us alone, and we stop the server after the program has finished its work.
  const child = spawn(join(programs.bin, 'postgres'), arguments_, {
    ...programs.runAs,
    cwd: '/',
    stdio: ['ignore', log, log],
    detached: true,
  });
  child.unref();
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const url = urlOf(port, adminPassword);
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until && !ended; await sleep(POLL_MS)) {
    if (await answers(url)) return ok(serverOf(child.pid ?? 0, port, url));
  }
  if (!ended && child.pid) process.kill(child.pid, 'SIGQUIT');
  return err(
    refusal('system/embedded-failed', {
      reason: ended ? lastLine(logFile) : `không trả lời sau ${START_WITHIN_MS / 1000} giây`,
      log: logFile,
    }),
  );
}

/** `postmaster.pid`: line 1 the process, line 4 the port. */
async function adoptRunning(cluster: string, password: string): Promise<EmbeddedServer | undefined> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!isAlive(pid) || !Number.isInteger(port)) return undefined;
  const url = urlOf(port, password);
  return (await answers(url)) ? serverOf(pid, port, url) : undefined;
}

function serverOf(pid: number, port: number, adminUrl: string): EmbeddedServer {
  return {
    adminUrl,
    port,
    async stop() {
      // SIGINT is "fast shutdown": transactions roll back, data is flushed.
      if (isAlive(pid)) process.kill(pid, 'SIGINT');
      for (const until = Date.now() + START_WITHIN_MS; isAlive(pid) && Date.now() < until; ) await sleep(POLL_MS);
    },
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
