// Runs on any Node from 20 on: installs what is missing and finds the Node 24 the product runs on.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const MARK = join(ROOT, 'node_modules', '.hocba-installed');
const NODE_WANTED = 24;

/** Says what is being done, away from the output of the command itself. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Installs the locked packages when they are missing or the lockfile has changed. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) return;
  say('Đang cài các gói cần thiết (npm ci)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    say('npm ci không thành công; xem lỗi ở trên, kiểm tra kết nối tới kho gói npm rồi chạy lại.');
    process.exit(70);
  }
  writeFileSync(MARK, wanted);
}

/** The Node the program runs on: this one if it is new enough, else the one from the packages. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_WANTED) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = join(ROOT, 'node_modules', `node-${platform}-${process.arch}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  say(`Cần Node.js ${NODE_WANTED} trở lên trên hệ máy này (đang có ${process.versions.node}).`);
  process.exit(70);
}

/** Environment in which child programs find the same Node first. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: `${dirname(node24())}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  ...extra,
});

/** Runs a command to its end; answers its exit code. */
export const runToEnd = (args, env = {}, options = {}) =>
  spawnSync(node24(), args, { cwd: ROOT, stdio: 'inherit', env: environment(env), ...options }).status ?? 70;

/** A package's program by its path, without a shell. */
export const tool = (path) => join(ROOT, 'node_modules', ...path.split('/'));

/**
 * V8 may come to think that parts of documents live long and put them among the old objects at once; each dead one there then keeps the documents that are made
 * next alive until a full collection. In a process that has come to that, judging takes half as long again and twice the memory (docs/benchmarks.md, `verify`).
 */
const YOUNG_FIRST = '--no-allocation-site-pretenuring';

/** Becomes the program: hands over signals and takes its exit code. `cwd` stays the caller's, so that file names mean what was typed. */
export function become(args) {
  const child = spawn(node24(), [YOUNG_FIRST, ...args], { stdio: 'inherit', env: environment() });
  // A terminal sends Ctrl-C to both; the child decides when it is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 128 + 15 : 70)));
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (latest, entry) => (entry.isFile() ? Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs) : latest),
    0,
  );

/** Builds the desks when their sources are newer than what is there. */
export function ensureWebBuilt() {
  const built = join(ROOT, 'dist', 'web', 'school.html');
  const sources = Math.max(newest(join(ROOT, 'web')), newest(join(ROOT, 'src', 'contract')), newest(join(ROOT, 'src', 'kernel')));
  if (existsSync(built) && statSync(built).mtimeMs >= sources) return;
  say('Đang dựng giao diện…');
  const status = runToEnd(
    [tool('vite/bin/vite.js'), 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
    {},
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) process.exit(70);
}
