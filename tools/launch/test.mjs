import { mkdtempSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, ensureWebBuilt, ROOT, runToEnd, say, tool } from './prepare.mjs';
import { ensureOracles } from './oracles.mjs';

ensureInstalled();
ensureOracles();
ensureWebBuilt();

const folder = mkdtempSync(join(tmpdir(), 'hocba-count-'));
const countFile = join(folder, 'counts');
const vitest = (args, env = {}) =>
  runToEnd(
    [tool('vitest/vitest.mjs'), 'run', '--reporter=default', `--reporter=${join(ROOT, 'tools', 'launch', 'count-reporter.mjs')}`, ...args],
    { HOCBA_TEST_COUNT: countFile, ...env },
  );

let status = vitest(process.argv.slice(2));
if (process.argv.length === 2) {
  const again = databaseTests();
  if (hasSystemPostgres()) {
    say('Chạy lại các phép thử cơ sở dữ liệu trên PostgreSQL của máy…');
    status = vitest(again, { HOCBA_TEST_PG: 'system' }) || status;
  } else say('Máy không có PostgreSQL riêng: chỉ thử trên PostgreSQL kèm theo.');
}

const counts = readFileSync(countFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const sum = (name) => counts.reduce((total, one) => total + one[name], 0);
rmSync(folder, { recursive: true, force: true });
const skipped = sum('skipped');
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(status === 0 && sum('failed') === 0 && sum('passed') > 0 ? 0 : 1);

/** The stores themselves: what could behave otherwise on another server version. */
function databaseTests() {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        /(^|\/)(database|postgres)\/[^/]+\.test\.ts$/.test(path) &&
        readFileSync(join(ROOT, 'src', path), 'utf8').includes('support/database.ts'),
    )
    .map((path) => join('src', path));
}

function hasSystemPostgres() {
  const debian = '/usr/lib/postgresql';
  return (
    existsSync(debian) && readdirSync(debian).some((version) => Number(version) >= 15 && existsSync(join(debian, version, 'bin', 'initdb')))
  );
}
