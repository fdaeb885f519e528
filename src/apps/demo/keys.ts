import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { type Instant, unwrap } from '#kernel';
import type { TrustMaterial } from '#signature';
import { openKeyStore, type Signer } from '#signature/signers';
import { type LogSigner, logSigner } from '#translog/node';
import { createDemoPki, type DemoHolder, type DemoPki, loadDemoPki, saveDemoPki } from './pki/index.ts';
import type { SampleSchool } from './samples.ts';

export const PROVINCE_SEAL = 'so';
export const MINISTRY_SEAL = 'bo';
const HOUR_MS = 3_600_000;

/** Trial keys and certificates of everybody in the demonstration, kept (encrypted) in a folder. */
export interface DemoKeys {
  readonly pki: DemoPki;
  readonly log: LogSigner;
  signerFor(schoolCode: string, who: string): Signer | undefined;
  /** Trust at a moment: anchors, intermediates, and revocation lists of the hour. */
  trust(at: Instant): Promise<TrustMaterial>;
}

const isSigner = (position: string) => /hiệu trưởng/i.test(position);

/** Opens the keys of a data folder, making those that are missing: province, ministry, and of each school the seal, the heads and the homeroom teachers. */
export async function openDemoKeys(folder: string, schools: readonly SampleSchool[], origin: string): Promise<DemoKeys> {
  const pki =
    (await loadDemoPki(folder)) ??
    (await createDemoPki({
      holders: [
        {
          id: PROVINCE_SEAL,
          kind: 'organisation',
          name: 'Sở Giáo dục và Đào tạo Quảng Ninh',
          organisation: 'Sở Giáo dục và Đào tạo Quảng Ninh',
          key: 'rsa-2048',
        },
        {
          id: MINISTRY_SEAL,
          kind: 'organisation',
          name: 'Bộ Giáo dục và Đào tạo',
          organisation: 'Bộ Giáo dục và Đào tạo',
          key: 'rsa-2048',
        },
      ],
    }));
  for (const holder of schools.flatMap(holdersOf)) if (!pki.holders.has(holder.id)) await pki.issue(holder);
  await saveDemoPki(pki, folder);
  let kept: { readonly from: Instant; readonly trust: Promise<TrustMaterial> } | undefined;
  return {
    pki,
    log: await openLogKey(folder, origin),
    signerFor: (schoolCode, who) => (pki.holders.has(`${schoolCode}.${who}`) ? pki.signer(`${schoolCode}.${who}`) : undefined),
    trust(at) {
      if (kept === undefined || at < kept.from || at >= kept.from + HOUR_MS) kept = { from: at, trust: pki.trust(at) };
      return kept.trust;
    },
  };
}

/** Teachers sign with P-256, head and seal with RSA-2048, as today's tokens give. */
function holdersOf(school: SampleSchool): readonly DemoHolder[] {
  const people = school.staff.filter(
    ({ position, homeroomClassrooms, working }) => working && (homeroomClassrooms.length > 0 || isSigner(position)),
  );
  return [
    { id: `${school.code}.seal`, kind: 'organisation', name: school.name, organisation: school.name, key: 'rsa-2048' },
    ...people.map(
      ({ staffId, fullName, position }): DemoHolder => ({
        id: `${school.code}.${staffId}`,
        kind: 'person',
        name: fullName,
        organisation: school.name,
        title: position,
        key: isSigner(position) ? 'rsa-2048' : 'ec-p256',
      }),
    ),
  ];
}

async function openLogKey(folder: string, origin: string): Promise<LogSigner> {
  const store = await openKeyStore(join(folder, 'log'));
  const known = await store.load('log');
  if (known.ok) return logSigner(origin, known.value);
  const { privateKey } = generateKeyPairSync('ed25519');
  await store.save('log', new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })));
  return logSigner(origin, unwrap(await store.load('log')));
}
