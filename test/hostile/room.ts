import { hash } from 'node:crypto';
import { type HocBa, LookupCode, PupilId, SchoolCode, Sha256Hex, StaffId, VersionId } from '#domain';
import { fromUtf8, type Instant, PlainDate, unwrap } from '#kernel';
import { BATCH_SLOT, CONFIRMATION_SLOT, packetSlots, RECEIPT_SLOT, type RegisteredSigner, type SignatureSlot, writeBatch, writeConfirmation, writePacket, writeReceipt } from '#packet';
import type { TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import { type Signer, signSlots } from '#signature/signers';
import { type FileAnswer, type FileOptions, verifyFile } from '#verifier';
import { createDemoPki, type DemoHolder, type DemoPki, startTsaResponder } from '../../src/apps/demo/pki/index.ts';
import { instant } from '../actors/authority.ts';
import { hocBa } from '../builders/hoc-ba.ts';
import * as messages from '../builders/messages.ts';

const SCHOOL = '22205411', PROVINCE = '22';
const ORGANISATION = 'Trường Tiểu học Minh Hoạ A';
const PEOPLE: readonly DemoHolder[] = [
  { id: 'GV0017', kind: 'person', name: 'Đỗ Thị Ngân', organisation: ORGANISATION, key: 'ec-p256' },
  { id: 'GV0001', kind: 'person', name: 'Phạm Hồng Vân', organisation: ORGANISATION, title: 'Hiệu trưởng', key: 'rsa-2048' },
  { id: SCHOOL, kind: 'organisation', name: ORGANISATION, organisation: ORGANISATION, key: 'rsa-2048' },
  { id: PROVINCE, kind: 'organisation', name: 'Sở Giáo dục và Đào tạo', organisation: 'Sở Giáo dục và Đào tạo', key: 'rsa-2048' },
  { id: 'stranger', kind: 'person', name: 'Người Lạ', organisation: 'Trường khác', key: 'rsa-2048' },
];
const ROLES = [['homeroomTeacher', 'GV0017'], ['schoolHead', 'GV0001'], ['orgSignature', SCHOOL]] as const;
const SIGNED_AT = instant('2024-05-31T09:00:00Z');
export const JUDGED_AT = instant('2024-06-02');

const digits = (text: string): string => {
  const hex = hash('sha256', text, 'hex');
  return `${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17, 32)}`;
};
const sha256 = (bytes: Uint8Array): Sha256Hex => unwrap(Sha256Hex.parse(hash('sha256', bytes, 'hex')));

/** What a hostile person has to work with: genuine documents, and honest authorities that would also certify a stranger. */
export interface HostileRoom {
  readonly pki: DemoPki;
  readonly options: FileOptions;
  /** The authorities alone: what a judge of packets trusts. */
  readonly authorities: TrustMaterial;
  /** A packet with three signatures and two tokens. */
  readonly packet: Uint8Array;
  /** Packets of the same school with the same signers. */
  readonly otherPupil: Uint8Array;
  readonly otherVersion: Uint8Array;
  /** Signed messages of school and province. */
  readonly batch: Uint8Array;
  readonly receipt: Uint8Array;
  readonly confirmation: Uint8Array;
  /** Signs any text in a slot, as that holder would. */
  sign(bytes: Uint8Array, slot: SignatureSlot, who: string | Signer, stamped?: boolean): Promise<Uint8Array>;
  verify(document: string | Uint8Array, change?: Partial<FileOptions>): FileAnswer;
  stop(): Promise<void>;
}

function recordOf(pupil: number, version: number): HocBa {
  const base = hocBa();
  return {
    ...base, lookupCode: unwrap(LookupCode.parse(digits(`look-up ${pupil}`))), versionId: unwrap(VersionId.parse(digits(`version ${pupil} ${version}`))), versionNumber: version,
    pupil: { ...base.pupil, pupilId: unwrap(PupilId.parse(String(2_200_500_000 + pupil))), fullName: `Nguyễn Thị Hoà ${'An Bình Chi'.split(' ')[pupil % 3]!}` },
  };
}

/** Signed once per file: making keys takes longer than most attacks. */
export async function openHostileRoom(): Promise<HostileRoom> {
  const pki = await createDemoPki({ holders: PEOPLE });
  let ticks = 0;
  const clock = () => (SIGNED_AT + 1000 * ticks++) as Instant;
  const tsa = await startTsaResponder({ credential: pki.tsa, clock });
  const sign: HostileRoom['sign'] = async (bytes, slot, who, stamped = true) => {
    const [signed] = await signSlots([{ bytes, slot }], { signer: typeof who === 'string' ? pki.signer(who) : who, signingTime: clock(), primitives: nodePrimitives, ...(stamped && { tsaUrl: tsa.url }) });
    return unwrap(signed!);
  };
  const issue = async (record: HocBa) => {
    let bytes = unwrap(writePacket(record));
    for (const [role, who] of ROLES) bytes = await sign(bytes, packetSlots(record)[role], who, role !== 'homeroomTeacher');
    return bytes;
  };
  const record = recordOf(1, 1);
  const packet = await issue(record), otherPupil = await issue(recordOf(2, 1)), otherVersion = await issue(recordOf(1, 2));
  const trust = await pki.trust(instant('2024-06-01'));
  const registered = ROLES.map(([role, id]): RegisteredSigner => ({
    schoolCode: unwrap(SchoolCode.parse(SCHOOL)), staffId: unwrap(StaffId.parse(id)), fullName: ORGANISATION, role, classrooms: [], certificate: pki.credential(id).certificate,
    from: unwrap(PlainDate.parse('2023-09-05')), until: unwrap(PlainDate.parse('2024-08-31')),
  }));
  // Messages count only under certificates the caller trusts as they stand.
  const anchors = [...trust.anchors, pki.credential(PROVINCE).certificate, pki.credential(SCHOOL).certificate];
  const options: FileOptions = { trust: { ...trust, anchors }, at: JUDGED_AT, schema: 'hbs-1', cryptoOnly: false, registered };
  const { header } = messages.batch;
  const item = { action: 'submit', lookupCode: record.lookupCode, versionId: record.versionId, sha256: sha256(packet), bytes: packet } as const;
  return {
    pki, options, authorities: trust, packet, otherPupil, otherVersion, sign,
    batch: await sign(unwrap(writeBatch({ header, items: [item] })), BATCH_SLOT, SCHOOL),
    receipt: await sign(unwrap(writeReceipt(messages.receipt)), RECEIPT_SLOT, PROVINCE),
    confirmation: await sign(unwrap(writeConfirmation({ ...messages.confirmation, lookupCode: record.lookupCode, versionId: record.versionId, sha256: sha256(packet) })), CONFIRMATION_SLOT, PROVINCE),
    verify: (document, change = {}) => verifyFile(typeof document === 'string' ? new TextEncoder().encode(document) : document, { ...options, ...change }, nodePrimitives),
    stop: () => tsa.stop(),
  };
}

export const textOf = (bytes: Uint8Array): string => unwrap(fromUtf8(bytes));
