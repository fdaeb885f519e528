import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '#kernel';
import { toPem } from './openssl.ts';

/** Whether the oracle is there; without it its comparisons do not run, and under CI that is a failure. */
export const hasXmlsec: boolean = (() => {
  const there = spawnSync('xmlsec1', ['--version']).status === 0;
  if (!there && process.env.CI === 'true') throw new Error('xmlsec1 is missing, and CI wants every oracle');
  if (!there) process.stderr.write('xmlsec1 is missing: its comparisons do not run\n');
  return there;
})();

export interface XmlsecOrder {
  readonly document: Uint8Array;
  /** Id of the ds:Signature that is asked about; the only one when absent. */
  readonly signatureId?: string;
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly at: Instant;
  /** Elements whose `Id` is an Id, by local name. */
  readonly idElements?: readonly string[];
}

const signatureAt = (id: string | undefined): string => `//*[local-name()='Signature'${id === undefined ? '' : ` and @Id='${id}'`}]`;
const ID_ELEMENTS = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'NOI_DUNG', 'http://www.w3.org/2000/09/xmldsig#:Signature', 'http://www.w3.org/2000/09/xmldsig#:SignatureValue', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];

/** `xmlsec1 --verify` of one signature with trusted certificates at a moment. */
export function xmlsecVerify(order: XmlsecOrder): { readonly accepted: boolean; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-xmlsec-'));
  try {
    writeFileSync(join(folder, 'signed.xml'), order.document);
    const certificates = [...order.anchors.map((der) => ['--trusted-pem', der] as const), ...order.intermediates.map((der) => ['--untrusted-pem', der] as const)];
    const args = certificates.flatMap(([option, der], i) => {
      writeFileSync(join(folder, `${i}.pem`), toPem('CERTIFICATE', der));
      return [option, `${i}.pem`];
    });
    const time = new Date(order.at).toISOString().slice(0, 19).replace('T', ' ');
    const ids = (order.idElements ?? ID_ELEMENTS).flatMap((name) => ['--id-attr:Id', name.includes(':') || order.idElements !== undefined ? name : `urn:vn:edu:hoc-ba-so:1:${name}`]);
    const run = spawnSync('xmlsec1', ['--verify', '--enabled-reference-uris', 'empty,same-doc', ...ids, '--verification-gmt-time', time, '--node-xpath', signatureAt(order.signatureId), ...args, 'signed.xml'], { cwd: folder });
    return { accepted: run.status === 0, output: `${run.stdout.toString()}${run.stderr.toString()}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface XmlsecSignOrder {
  readonly template: string;
  readonly signatureId?: string;
  readonly pkcs8: Uint8Array;
  readonly certificate: Uint8Array;
  readonly idElements: readonly string[];
}

/** `xmlsec1 --sign`: fills digests, value and certificate of a template, so that somebody else's software made the signature. */
export function xmlsecSign(order: XmlsecSignOrder): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-xmlsec-'));
  try {
    writeFileSync(join(folder, 'template.xml'), order.template);
    writeFileSync(join(folder, 'key.pem'), toPem('PRIVATE KEY', order.pkcs8));
    writeFileSync(join(folder, 'cert.pem'), toPem('CERTIFICATE', order.certificate));
    const run = spawnSync('xmlsec1', [
      '--sign', ...order.idElements.flatMap((name) => ['--id-attr:Id', name]), '--node-xpath', signatureAt(order.signatureId),
      '--privkey-pem', 'key.pem,cert.pem', '--output', 'signed.xml', 'template.xml',
    ], { cwd: folder });
    if (run.status !== 0) throw new Error(run.stderr.toString());
    return new Uint8Array(readFileSync(join(folder, 'signed.xml')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
