import { type Grade, type HocBa, LookupCode, PupilId, type SchoolCode, SchoolYear, type Sha256Hex, StaffId, VersionId, type Wave } from '#domain';
import { Instant, PlainDate, type Result, toHex, unwrap } from '#kernel';
import {
  BATCH_SLOT, type BatchItem, EARLY_FINALIZATION_HEAD_SLOT, EARLY_FINALIZATION_SLOT, MessageId, packetSlots, type Roster, ROSTER_SLOT, type SignatureSlot, type SignerEntry, type SignerRole, SIGNERS_SLOT, SUPPLEMENTARY_SLOT, writeBatch,
  writeEarlyFinalization, writePacket, writeRoster, writeSigners, writeSupplementary,
} from '#packet';
import { nodePrimitives } from '#signature/node';
import { type Signer, signSlots } from '#signature/signers';
import { hocBa } from '../builders/hoc-ba.ts';
import { PROVINCE, type TrialPki } from '../builders/tiers.ts';

const NAMES = ['An', 'Bình', 'Chi', 'Dũng', 'Đạt', 'Giang', 'Hân', 'Khôi', 'Lan', 'Minh', 'Nga', 'Oanh', 'Phúc', 'Quân', 'Sơn', 'Thảo', 'Uyên', 'Vy', 'Xuân', 'Yến'];
const YEAR = unwrap(SchoolYear.parse('2023-2024'));
type Period = Pick<SignerEntry, 'from' | 'until'>;
/** The time for which somebody is named in the list of a school year. */
export const period = (firstYear: number): Period => ({ from: unwrap(PlainDate.of(firstYear, 9, 1)), until: unwrap(PlainDate.of(firstYear + 1, 12, 31)) });
const sha256 = (bytes: Uint8Array) => toHex(nodePrimitives.digest('sha256', bytes)) as Sha256Hex;
/** Numbered ids in the form of a UUID version 4: the same in every run. */
const numbered = (kind: string, n: number) => `${kind.padEnd(8, '0')}00004000a${n.toString(16).padStart(14, '0')}`.padEnd(32, '0');

export interface SignedPacket { readonly record: HocBa; readonly bytes: Uint8Array }
export interface Message { readonly messageId: MessageId; readonly bytes: Uint8Array }
export type SignedBy = Partial<Record<'homeroomTeacher' | 'schoolHead' | 'orgSignature', Signer>>;
export interface HeaderChange { readonly messageId?: MessageId; readonly wave?: Wave; readonly schoolYear?: SchoolYear; readonly from?: SchoolCode; readonly to?: SchoolCode; readonly sealedBy?: Signer; readonly stamped?: boolean }

/** A school that does everything right, unless a test tells it not to. Its pupils have numbers; their ids, codes and names follow from them. */
export function testSchool(code: SchoolCode, { pki, tsa, clock }: TrialPki) {
  let serial = 0;
  const signer = (who: string) => pki.signer(`${code}.${who}`);
  const own: Required<SignedBy> = { homeroomTeacher: signer('GV0017'), schoolHead: signer('GV0001'), orgSignature: signer('seal') };
  const school = Number.parseInt(code.slice(-2), 10);

  const pupilOf = (n: number) => ({ pupilId: unwrap(PupilId.parse(`22${String(school * 1000 + n).padStart(8, '0')}`)), fullName: `Nguyễn Thị ${NAMES[(n - 1) % NAMES.length]!}${n > NAMES.length ? ` ${NAMES[Math.floor(n / NAMES.length)]!}` : ''}` });
  /** The record of pupil `n` in a new version. */
  function record(n: number, change: Partial<HocBa> = {}): HocBa {
    const plain = hocBa();
    return hocBa({
      lookupCode: unwrap(LookupCode.parse(numbered('c0de', school * 1000 + n))), versionId: unwrap(VersionId.parse(numbered('bead', school * 1000 + ++serial))), school: { ...plain.school, code, name: `Trường ${code}` },
      pupil: { ...plain.pupil, ...pupilOf(n) }, createdOn: Instant.toPlainDate(clock.now()), ...change,
    });
  }
  async function sign(bytes: Uint8Array, slot: SignatureSlot, by: Signer, stamped: boolean, signingTime = clock.now()): Promise<Uint8Array> {
    const [signed] = await signSlots([{ bytes, slot }], { signer: by, signingTime, primitives: nodePrimitives, ...(stamped && { tsaUrl: tsa.url }) });
    return unwrap(signed!);
  }
  /** Teacher, head and seal, in this order. Head and seal with time-stamps. */
  async function packet(whole: HocBa, by: SignedBy = {}, teacherSignedAt?: Instant): Promise<SignedPacket> {
    const slots = packetSlots(whole), who = { ...own, ...by };
    let bytes = unwrap(writePacket(whole));
    for (const role of ['homeroomTeacher', 'schoolHead', 'orgSignature'] as const) bytes = await sign(bytes, slots[role], who[role], role !== 'homeroomTeacher', role === 'homeroomTeacher' ? teacherSignedAt : undefined);
    return { record: whole, bytes };
  }
  const headerOf = ({ messageId, wave = 1, schoolYear = YEAR, from = code, to = PROVINCE }: HeaderChange) => ({
    messageId: messageId ?? unwrap(MessageId.of(from, numbered('fade', school * 100_000 + ++serial))), from, to, sentAt: clock.now(), schoolYear, wave,
  });
  async function sealed(change: HeaderChange, slot: SignatureSlot, write: (header: ReturnType<typeof headerOf>) => Result<Uint8Array, unknown>): Promise<Message> {
    const header = headerOf(change);
    return { messageId: header.messageId, bytes: await sign(unwrap(write(header)), slot, change.sealedBy ?? own.orgSignature, change.stamped ?? true) };
  }
  const list = ({ wave: _, ...header }: ReturnType<typeof headerOf>) => header;

  return {
    code, own, signerOf: signer, pupilOf, record, packet, sign,
    /** Record and signatures at once. */
    issue: (n: number, change: Partial<HocBa> = {}, by: SignedBy = {}) => packet(record(n, change), by),
    batch: (items: readonly BatchItem[], change: HeaderChange = {}) => sealed(change, BATCH_SLOT, (header) => writeBatch({ header, items })),
    /** Pupils 1 to `count`, all in class 4A2 unless said otherwise. */
    roster: (count: number, classroomOf: (n: number) => string = () => '4A2', change: HeaderChange = {}) => sealed(change, ROSTER_SLOT, (header) => writeRoster({
      header: list(header), pupils: Array.from({ length: count }, (_, i): Roster['pupils'][number] => ({ ...pupilOf(i + 1), birthDate: hocBa().pupil.birthDate, grade: 4 as Grade, classroom: classroomOf(i + 1), status: 'studying' })),
    })),
    supplementary: (pupils: readonly number[]) => sealed({}, SUPPLEMENTARY_SLOT, (header) => writeSupplementary({ header: list(header), pupils: pupils.map((n) => ({ pupilId: pupilOf(n).pupilId, classroom: '4A2', notReached: ['TOAN'] as const })) })),
    /** Teacher of 4A2, head and seal, and whoever else is named. */
    signers: (more: readonly SignerEntry[] = [], change: HeaderChange & { readonly during?: Period } = {}) => sealed(change, SIGNERS_SLOT, (header) => writeSigners({
      header: list(header), signers: [entry('homeroomTeacher', 'GV0017', own.homeroomTeacher.certificates[0]!, ['4A2']), entry('schoolHead', 'GV0001', own.schoolHead.certificates[0]!), entry('orgSignature', code, own.orgSignature.certificates[0]!), ...more].map((one) => ({ ...one, ...change.during })),
    })),
    async early(versionIds: readonly VersionId[], by: { readonly head?: Signer; readonly seal?: Signer } = {}): Promise<Message> {
      const header = headerOf({});
      const headed = await sign(unwrap(writeEarlyFinalization({ header, versionIds })), EARLY_FINALIZATION_HEAD_SLOT, by.head ?? own.schoolHead, true);
      return { messageId: header.messageId, bytes: await sign(headed, EARLY_FINALIZATION_SLOT, by.seal ?? own.orgSignature, true) };
    },
  };
}
export type TestSchool = ReturnType<typeof testSchool>;

export const entry = (role: SignerRole, staffId: string, certificate: Uint8Array, classrooms: readonly string[] = []): SignerEntry => ({ staffId: unwrap(StaffId.parse(staffId)), fullName: `Người ký ${staffId}`, role, classrooms, certificate, ...period(2023) });

/** Items of a batch about a signed packet. */
export const item = {
  sha256: ({ bytes }: SignedPacket): Sha256Hex => sha256(bytes),
  submit: ({ record, bytes }: SignedPacket, change: Partial<Extract<BatchItem, { action: 'submit' | 'replace' }>> = {}): BatchItem => ({ action: 'submit', lookupCode: record.lookupCode, versionId: record.versionId, sha256: sha256(bytes), bytes, ...change }),
  replace: (packet: SignedPacket): BatchItem => item.submit(packet, { action: 'replace' }),
  withdraw: ({ record }: Pick<SignedPacket, 'record'>, reason = 'Nhầm học sinh'): BatchItem => ({ action: 'withdraw', lookupCode: record.lookupCode, versionId: record.versionId, reason }),
};
