import type { HocBa, Refusal, SchoolCode, StaffId } from '#domain';
import { ok, type Result } from '#kernel';
import type { XmlDocument, XmlElement } from '#xml';
import { attribute, content, group, leaf, line, many, matching, mapped, once, optional, type ValueOf } from '../codec/index.ts';
import { documentType, VERSION } from '../document/document.ts';
import { slotContent } from '../document/slot.ts';
import { personName, schoolCode, staffId } from '../document/types.ts';
import { checkSignedRepetitions, checkTeacherSlots } from './consistency.ts';
import { fromSigned, toSigned } from './convert.ts';
import { headerContent, historyField } from './header.ts';
import { pupilContent } from './pupil.ts';
import { subjectsField } from './subjects.ts';
import { healthField, traitsField, yearEndField } from './year-end.ts';

/** `THONG_TIN_HOC_BA`: everything that is said about the pupil's year; what the homeroom teacher signs. */
const SIGNED = {
  header: once('THONG_TIN_CHUNG', headerContent),
  pupil: once('HOC_SINH', pupilContent),
  history: historyField,
  health: healthField,
  subjects: subjectsField,
  traits: traitsField,
  yearEnd: yearEndField,
  homeroomTeacher: group('GVCN', { staffId: leaf('MA_CAN_BO', staffId), fullName: leaf('HO_TEN', personName) }),
  schoolHead: group('CBQL', {
    staffId: leaf('MA_CAN_BO', staffId),
    fullName: leaf('HO_TEN', personName),
    position: leaf('CHUC_VU', line(100)),
  }),
} as const;
export type SignedWire = ValueOf<typeof SIGNED>;

const signed = mapped(
  content('THONG_TIN_HOC_BA', SIGNED, { fixed: { Id: 'thongtinhocba' } }),
  toSigned,
  (wire: SignedWire, at: XmlElement) => {
    const consistent = checkSignedRepetitions(wire, at);
    return consistent.ok ? ok(fromSigned(wire)) : consistent;
  },
);

const STAFF_LABEL = { staffId: attribute('MaCanBo', staffId) } as const;
const TEACHER_LABELS = { ...STAFF_LABEL, block: attribute('ThamChieu', matching(/^diem-[1-9]\d?$/, 'diem-1, diem-2, …')) } as const;

const DATA = {
  record: once('THONG_TIN_HOC_BA', signed),
  signatures: group('DANH_SACH_THONG_TIN_KY', {
    subjectTeachers: optional(group('DANH_SACH_GVBM', { slots: many(once('GVBM', slotContent('GVBM', TEACHER_LABELS)), 1, 20) })),
    homeroomTeacher: once('GVCN', slotContent('GVCN', STAFF_LABEL)),
  }),
} as const;
type DataWire = ValueOf<typeof DATA>;

const data = mapped(
  content('DU_LIEU_HOC_BA', DATA, { fixed: { Id: 'data' } }),
  (record: HocBa): DataWire => ({ record, signatures: { homeroomTeacher: { staffId: record.homeroomTeacher.staffId } } }),
  ({ record, signatures }, at): Result<HocBa, Refusal> => {
    const consistent = checkTeacherSlots(signatures.subjectTeachers?.slots ?? [], record, at);
    return consistent.ok ? ok(record) : consistent;
  },
);

const root = mapped(
  content(
    'HOC_BA',
    {
      data: once('DU_LIEU_HOC_BA', data),
      issue: group('PHAT_HANH_HOC_BA', {
        heads: group('DANH_SACH_CBQL', { schoolHead: once('CBQL', slotContent('CBQL', STAFF_LABEL)) }),
        orgSignature: once('KY_PHAT_HANH', slotContent('KY_PHAT_HANH', { unit: attribute('MaDonVi', schoolCode) })),
      }),
    },
    { fixed: { PhienBan: VERSION, HoSo: 'hbs-1' } },
  ),
  (record: HocBa): { data: HocBa; issue: { heads: { schoolHead: { staffId: StaffId } }; orgSignature: { unit: SchoolCode } } } => ({
    data: record,
    issue: { heads: { schoolHead: { staffId: record.schoolHead.staffId } }, orgSignature: { unit: record.school.code } },
  }),
  (wire): Result<HocBa, Refusal> => ok(wire.data),
);

const packet = documentType('HOC_BA', { PhienBan: VERSION, HoSo: 'hbs-1' }, root);

/** The packet of a record, unsigned: every slot is there and empty. */
export const writePacket = (hocBa: HocBa): Result<Uint8Array, Refusal> => packet.write(hocBa);

/**
 * The record of a packet, signed or not. The labels of the slots are outside the signed data: whoever judges compares them
 * with what is signed.
 */
export const readPacket = (document: XmlDocument): Result<HocBa, Refusal> => packet.read(document);
