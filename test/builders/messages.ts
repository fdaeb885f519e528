import { type Grade, LookupCode, PupilId, SchoolCode, SchoolYear, Sha256Hex, StaffId, VersionId } from '#domain';
import { Instant, PlainDate, unwrap, utf8 } from '#kernel';
import {
  type Batch, type BatchResult, type Confirmation, type EarlyFinalization, type ListHeader, MessageId, type Receipt, type Roster, type SignersExtract, type SignersList, type SupplementaryList, type UpwardBatch,
  type WaveHeader,
} from '#packet';

const SCHOOL = unwrap(SchoolCode.parse('22205411'));
const PROVINCE = unwrap(SchoolCode.parse('22'));
const LOOKUP = unwrap(LookupCode.parse('5f0c2b7e9d1a4c3e8b6f2a1d0c9e7b54'));
const VERSION = unwrap(VersionId.parse('a3d1e0c47b2f4e59b8c60d9f1e2a7b33'));
const OTHER = unwrap(VersionId.parse('b3d1e0c47b2f4e59b8c60d9f1e2a7b33'));
const SHA = unwrap(Sha256Hex.parse('ab'.repeat(32)));
const day = (text: string) => unwrap(PlainDate.parse(text));
const at = unwrap(Instant.parse('2024-06-05T09:30:15.250+07:00'));
const staff = (code: string) => unwrap(StaffId.parse(code));

export const MESSAGE_ID = unwrap(MessageId.of(SCHOOL, '0123456789abcdef0123456789abcdef'));
export const waveHeader: WaveHeader = { messageId: MESSAGE_ID, from: SCHOOL, to: PROVINCE, sentAt: at, schoolYear: unwrap(SchoolYear.parse('2023-2024')), wave: 1, classroom: '4A2' };
const { wave: _, ...listHeader } = waveHeader;
export const header: ListHeader = { ...listHeader, refersTo: unwrap(MessageId.of(SCHOOL, 'f'.repeat(32))) };

const octets = utf8('<HOC_BA/>');
export const batch: Batch = {
  header: waveHeader,
  items: [
    { action: 'submit', lookupCode: LOOKUP, versionId: VERSION, sha256: SHA, bytes: octets },
    { action: 'replace', lookupCode: LOOKUP, versionId: OTHER, reason: 'Sửa ngày sinh', sha256: SHA, bytes: octets },
    { action: 'withdraw', lookupCode: LOOKUP, versionId: VERSION, reason: 'Nhầm học sinh' },
  ],
};
export const roster: Roster = {
  header,
  pupils: [{
    pupilId: unwrap(PupilId.parse('2200123456')), lookupCode: LOOKUP, fullName: 'Nguyễn Gia Hân', birthDate: day('2014-03-14'), grade: 4 as Grade, classroom: '4A2', status: 'studying',
  }],
};
export const supplementary: SupplementaryList = { header, pupils: [{ pupilId: unwrap(PupilId.parse('2200123456')), classroom: '4A2', notReached: ['TOAN', 'NL.TUCHU'] }] };
const signer = {
  staffId: staff('GV0017'), fullName: 'Đỗ Thị Ngân', role: 'homeroomTeacher', classrooms: ['4A2'], certificate: new Uint8Array([48, 1, 2]), from: day('2023-09-05'), until: day('2024-08-31'),
  delegation: { number: '12/QĐ-THMH', date: day('2023-09-01') },
} as const;
export const signers: SignersList = { header, signers: [signer] };
export const signersExtract: SignersExtract = { date: day('2024-06-05'), signers: [{ schoolCode: SCHOOL, ...signer, classrooms: [] }] };
export const earlyFinalization: EarlyFinalization = { header: waveHeader, versionIds: [VERSION, OTHER] };
export const upwardBatch: UpwardBatch = { header: waveHeader, items: [{ lookupCode: LOOKUP, versionId: VERSION, sha256: SHA, bytes: octets, confirmation: utf8('<XAC_NHAN_SO/>') }] };
export const reason = { code: 'HBS-302', message: 'Nội dung đã bị thay đổi sau khi ký.', where: '/HOC_BA', retryable: false, subIndication: 'HASH_FAILURE' } as const;
export const receipt: Receipt = { messageId: MESSAGE_ID, from: SCHOOL, receivedAt: at, sha256: SHA, accepted: false, reasons: [reason] };
export const result: BatchResult = { messageId: MESSAGE_ID, items: [{ index: 1, versionId: VERSION, accepted: true, reasons: [] }, { index: 3, versionId: OTHER, accepted: false, reasons: [reason] }] };
export const confirmation: Confirmation = {
  lookupCode: LOOKUP, versionId: VERSION, sha256: SHA, event: 'finalized', at, effectiveDate: day('2024-06-30'), signers: [{ role: 'homeroomTeacher', certificateSha256: SHA }],
  log: { origin: 'so-gddt-quang-ninh.example/hoc-ba', index: 4, treeSize: 9, salt: '0f'.repeat(16), path: [SHA, SHA] },
};
