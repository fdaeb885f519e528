import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64, type Instant } from '#kernel';

export const toPem = (label: 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY', der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;

/**
 * Whether the oracle is there; without it its tests do not run, and under CI that is a failure. A mutant is never shown to it: the row that openssl is
 * compared with has failed before.
 */
export const hasOpenssl: boolean = (() => {
  const there = process.env['HOCBA_MUTATION_AREA'] === undefined && spawnSync('openssl', ['version']).status === 0;
  if (!there && process.env.CI === 'true') throw new Error('openssl is missing, and CI wants every oracle');
  if (!there) process.stderr.write('openssl is missing: its comparisons do not run\n');
  return there;
})();

/** Runs openssl in a fresh folder that holds `files`; `bytes` is its standard output, or the file `result` it wrote. */
export function openssl(args: readonly string[], files: Readonly<Record<string, string | Uint8Array>> = {}, result?: string): { readonly status: number; readonly output: string; readonly bytes: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const run = spawnSync('openssl', args, { cwd: folder, maxBuffer: 1 << 26 });
    return { status: run.status ?? -1, output: `${run.stdout.toString()}${run.stderr.toString()}`, bytes: new Uint8Array(result === undefined || !existsSync(join(folder, result)) ? run.stdout : readFileSync(join(folder, result))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface VerifyOrder {
  readonly certificate: Uint8Array;
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly at: Instant;
  readonly args?: readonly string[];
  /** Revocation of the certificate alone; otherwise of every certificate, the anchor too. */
  readonly alone?: boolean;
}

/** `openssl verify` with revocation, at a moment. */
export function opensslVerify(order: VerifyOrder): { readonly accepted: boolean; readonly output: string } {
  const { status, output } = openssl(
    ['verify', '-x509_strict', '-partial_chain', order.alone === true ? '-crl_check' : '-crl_check_all', '-extended_crl', '-attime', String(Math.floor(order.at / 1000)), '-CAfile', 'anchors.pem', '-untrusted', 'others.pem', '-CRLfile', 'crls.pem', ...(order.args ?? []), 'leaf.pem'],
    {
      'leaf.pem': toPem('CERTIFICATE', order.certificate), 'anchors.pem': order.anchors.map((der) => toPem('CERTIFICATE', der)).join(''),
      'others.pem': order.intermediates.map((der) => toPem('CERTIFICATE', der)).join('') || '\n', 'crls.pem': order.crls.map((der) => toPem('X509 CRL', der)).join('') || '\n',
    },
  );
  return { accepted: status === 0, output };
}
