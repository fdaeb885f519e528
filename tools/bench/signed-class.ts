import { SchoolCode, StaffId } from '#domain';
import { type Instant, PlainDate, unwrap } from '#kernel';
import type { RegisteredSigner } from '#packet';
import type { PathCache, Primitives } from '#signature';
import { bindingOfSigners, type PacketJudgement, verifyPacket } from '#verifier';
import { createDemoPki, startTsaResponder } from '../../src/apps/demo/pki/index.ts';
import { instant } from '../../test/actors/authority.ts';
import { record, ROLES, signPackets } from './packets.ts';

const SIGNED_AT = instant('2024-05-31T09:00:00Z');
const JUDGED_AT = instant('2024-06-02');
const SCHOOL = '22205411';
const HOLDERS = { homeroomTeacher: 'GV0017', schoolHead: 'GV0001', orgSignature: SCHOOL } as const;

const organisation = 'Trường Tiểu học Minh Hoạ A';

/** The authorities, the people who sign, and a time-stamping authority whose clock goes on by a second with each token. */
export async function openAuthorities() {
  const pki = await createDemoPki({
    holders: [
      { id: HOLDERS.homeroomTeacher, kind: 'person', name: 'Đỗ Thị Ngân', organisation, key: 'ec-p256' },
      { id: HOLDERS.schoolHead, kind: 'person', name: 'Phạm Hồng Vân', organisation, title: 'Hiệu trưởng', key: 'rsa-2048' },
      { id: HOLDERS.orgSignature, kind: 'organisation', name: organisation, organisation, key: 'rsa-2048' },
    ],
  });
  let stamps = 0;
  const tsa = await startTsaResponder({ credential: pki.tsa, clock: () => (SIGNED_AT + 1000 * stamps++) as Instant });
  const signers = {
    homeroomTeacher: pki.signer(HOLDERS.homeroomTeacher),
    schoolHead: pki.signer(HOLDERS.schoolHead),
    orgSignature: pki.signer(HOLDERS.orgSignature),
  };
  return { pki, tsa, signers, signedAt: SIGNED_AT, judgedAt: JUDGED_AT };
}

/** Packets of one class, each stamped at a second of its own, and what they are judged by. */
export async function signedClass(count: number) {
  const { pki, tsa, signers } = await openAuthorities();
  const records = Array.from({ length: count }, (_, i) => record(i));
  const packets = await signPackets(records, { signers, signingTime: SIGNED_AT, tsaUrl: tsa.url });
  await tsa.stop();
  const trust = await pki.trust(instant('2024-06-01'));
  const registered = ROLES.map(
    (role): RegisteredSigner => ({
      schoolCode: unwrap(SchoolCode.parse(SCHOOL)),
      staffId: unwrap(StaffId.parse(HOLDERS[role])),
      fullName: organisation,
      role,
      classrooms: [],
      certificate: signers[role].certificates[0]!,
      from: unwrap(PlainDate.parse('2023-09-05')),
      until: unwrap(PlainDate.parse('2024-08-31')),
    }),
  );
  const binding = bindingOfSigners(registered);
  const judge = (bytes: Uint8Array, primitives: Primitives, cache: PathCache): PacketJudgement =>
    verifyPacket({ bytes, trust, at: JUDGED_AT, binding, cache }, primitives);
  return { pki, signers, records, packets, trust, registered, judge, judgedAt: JUDGED_AT };
}
