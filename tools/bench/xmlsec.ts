import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAMESPACE } from '#packet';
import type { TrustMaterial } from '#signature';
import { toPem } from '../../test/actors/openssl.ts';
import { microsecondsOf } from './measure.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const ID_ELEMENTS = [
  `${NAMESPACE}:DU_LIEU_HOC_BA`,
  `${NAMESPACE}:THONG_TIN_HOC_BA`,
  `${DS}:SignatureValue`,
  'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
];
const SIGNATURE_IDS = ['sig-gvcn', 'sig-cbql', 'sig-phathanh'];

export interface XmlsecRunner {
  /** Time for all signatures of one packet, time-stamps and schema left out; what a process needs to start is taken off. */
  microsecondsPerPacket(): number;
  close(): void;
}

/** `xmlsec1 --verify` with the same trust: one process per signature of a packet, because it looks at one node of a file, over all files. Undefined without the program. */
export function xmlsecRunner(packets: readonly Uint8Array[], { anchors, intermediates }: TrustMaterial): XmlsecRunner | undefined {
  if (spawnSync('xmlsec1', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  const keep = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const files = packets.map((bytes, i) => keep(`${i}.xml`, bytes));
  const trusted = anchors.flatMap((der, i) => ['--trusted-pem', keep(`anchor-${i}.pem`, toPem('CERTIFICATE', der))]);
  const untrusted = intermediates.flatMap((der, i) => ['--untrusted-pem', keep(`intermediate-${i}.pem`, toPem('CERTIFICATE', der))]);
  const options = [
    '--verify',
    '--enabled-reference-uris',
    'same-doc',
    ...ID_ELEMENTS.flatMap((name) => ['--id-attr:Id', name]),
    '--verification-gmt-time',
    '2024-06-02 00:00:00',
    ...trusted,
    ...untrusted,
  ];
  const verify = (id: string, some: readonly string[]): void => {
    const { status, stderr } = spawnSync(
      'xmlsec1',
      [...options, '--node-xpath', `//*[local-name()='Signature' and @Id='${id}']`, ...some],
      { cwd: folder },
    );
    if (status !== 0) throw new Error(`xmlsec1 does not accept ${id}: ${stderr.toString().slice(0, 500)}`);
  };
  const timeOf = (some: readonly string[]): number =>
    microsecondsOf(() => {
      for (const id of SIGNATURE_IDS) verify(id, some);
    });
  return {
    microsecondsPerPacket: () => (timeOf(files) - timeOf(files.slice(0, 1))) / (files.length - 1),
    close: () => rmSync(folder, { recursive: true }),
  };
}
