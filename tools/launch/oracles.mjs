import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { say } from './prepare.mjs';

/** Second opinions the tests ask: program → Debian package. None of them is needed to run the product. */
const ORACLES = {
  xmlsec1: 'xmlsec1',
  xmllint: 'libxml2-utils',
  pdftotext: 'poppler-utils',
  qpdf: 'qpdf',
  openssl: 'openssl',
  'softhsm2-util': 'softhsm2',
  'pkcs11-tool': 'opensc',
};
const there = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** Looks for the oracles; as root on Debian installs the missing ones once. Says what is still missing, and under CI does not go on without them. */
export function ensureOracles() {
  let missing = Object.keys(ORACLES).filter((program) => !there(program));
  if (missing.length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const packages = missing.map((program) => ORACLES[program]);
    say(`Đang cài chương trình đối chứng: ${packages.join(', ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: ['ignore', 2, 2], env });
    missing = missing.filter((program) => !there(program));
  }
  if (missing.length === 0) return;
  say(`Thiếu chương trình đối chứng: ${missing.join(', ')} (gói Debian: ${missing.map((program) => ORACLES[program]).join(', ')}).`);
  if (process.env.CI === 'true') process.exit(1);
}
