import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toPem } from './openssl.ts';

const MODULES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'];
const runs = (program: string) => spawnSync(program, ['--version']).error === undefined;

/** The module of SoftHSM; without it its tests do not run, and under CI that is a failure. */
export const softHsmModule: string | undefined = (() => {
  const module = runs('softhsm2-util') && runs('pkcs11-tool') ? MODULES.find((path) => existsSync(path)) : undefined;
  if (module === undefined && process.env.CI === 'true') throw new Error('softhsm2 or opensc is missing, and CI wants every oracle');
  if (module === undefined) process.stderr.write('softhsm2 or opensc is missing: the PKCS#11 module is tested with a simulated token only\n');
  return module;
})();

export interface SoftToken { readonly label: string; readonly pin: string; readonly keys: Readonly<Record<string, { readonly pkcs8: Uint8Array; readonly certificate?: Uint8Array }>> }

/** Makes tokens in a folder of their own and points SoftHSM to it, for this process and before its module is loaded. */
export function makeSoftHsm(module: string, tokens: readonly SoftToken[]): { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-softhsm-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  mkdirSync(join(folder, 'tokens'));
  process.env['SOFTHSM2_CONF'] = file('softhsm2.conf', `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const run = (program: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args[0]}: ${stdout}${stderr}`);
  };
  for (const { label, pin, keys } of tokens) {
    run('softhsm2-util', '--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin);
    for (const [i, [name, { pkcs8, certificate }]] of Object.entries(keys).entries()) {
      const id = `0${i + 1}`;
      run('softhsm2-util', '--import', file('key.pem', toPem('PRIVATE KEY', pkcs8)), '--token', label, '--label', name, '--id', id, '--pin', pin);
      if (certificate !== undefined) run('pkcs11-tool', '--module', module, '--token-label', label, '--login', '--pin', pin, '--write-object', file('own.der', certificate), '--type', 'cert', '--id', id, '--label', name);
    }
  }
  return { remove: () => rmSync(folder, { recursive: true, force: true }) };
}
