import type { HocBa } from '#domain';
import { COUNTERSIGNED, slotAt } from '../document/slot.ts';
import type { SignatureSlot } from '../slots/model.ts';

const homeroomTeacher = slotAt({
  claimedRole: 'GVCN',
  role: 'homeroomTeacher',
  signatureId: 'sig-gvcn',
  steps: ['HOC_BA', 'DU_LIEU_HOC_BA', 'DANH_SACH_THONG_TIN_KY', 'GVCN'],
  references: [{ id: 'thongtinhocba' }],
});
const schoolHead = slotAt({
  claimedRole: 'CBQL',
  role: 'schoolHead',
  signatureId: 'sig-cbql',
  timestamped: true,
  steps: ['HOC_BA', 'PHAT_HANH_HOC_BA', 'DANH_SACH_CBQL', 'CBQL'],
  references: [{ id: 'data' }],
});
const orgSignature = slotAt({
  claimedRole: 'KY_PHAT_HANH',
  role: 'orgSignature',
  signatureId: 'sig-phathanh',
  timestamped: true,
  steps: ['HOC_BA', 'PHAT_HANH_HOC_BA', 'KY_PHAT_HANH'],
  references: [{ id: 'data' }, { id: 'sv-sig-cbql', type: COUNTERSIGNED }],
});

export interface PacketSlots {
  readonly homeroomTeacher: SignatureSlot;
  readonly schoolHead: SignatureSlot;
  readonly orgSignature: SignatureSlot;
}

/**
 * The slots of a packet in signing order: the teacher signs the record, the head the record and the teacher's signature, the
 * seal all of that and the head's signature value (KH 1154/KH-SGDĐT II.3). Every record of the profile has the same three. Head and
 * seal prove their time with a token (B-T), and the teacher's signature with them.
 */
export const packetSlots = (_hocBa: HocBa): PacketSlots => ({ homeroomTeacher, schoolHead, orgSignature });

/** What the label of each slot must say: the attribute and the signed value it repeats (HBS-309 when it does not). */
export const slotLabels = (hocBa: HocBa): Readonly<Record<keyof PacketSlots, { readonly attribute: string; readonly value: string }>> => ({
  homeroomTeacher: { attribute: 'MaCanBo', value: hocBa.homeroomTeacher.staffId },
  schoolHead: { attribute: 'MaCanBo', value: hocBa.schoolHead.staffId },
  orgSignature: { attribute: 'MaDonVi', value: hocBa.school.code },
});
