import { unwrap, utf8, type Instant } from '#kernel';
import { policyAt, TYPE, type SlotLike, type TrustMaterial } from '#signature';
import { nodePrimitives } from '#signature/node';
import { signSlots } from '#signature/signers';
import { HOCBA_POLICY } from '#verifier';
import { childNamed, type XmlDocument, type XmlElement } from '#xml';
import { createDemoPki, startTsaResponder, type DemoPki, type RunningTsa } from '../../src/apps/demo/pki/index.ts';
import { instant } from '../actors/authority.ts';

/** A small record with the three slots of a học bạ: what signatures are about, without the rest of it. */
export const RECORD = '<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA xmlns="urn:vn:edu:hoc-ba-so:1" PhienBan="1.0" HoSo="hbs-1"><DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba">'
  + '<HO_TEN>Nguyễn Thị Hoà</HO_TEN><DIEM>9</DIEM></THONG_TIN_HOC_BA><DANH_SACH_THONG_TIN_KY><GVCN MaCanBo="GV0017"></GVCN></DANH_SACH_THONG_TIN_KY></DU_LIEU_HOC_BA>'
  + '<PHAT_HANH_HOC_BA><DANH_SACH_CBQL><CBQL MaCanBo="GV0001"/></DANH_SACH_CBQL><KY_PHAT_HANH MaDonVi="22205411"></KY_PHAT_HANH></PHAT_HANH_HOC_BA></HOC_BA>';

const at = (document: XmlDocument, ...path: readonly string[]): XmlElement | undefined => path.reduce<XmlElement | undefined>((element, name) => element && childNamed(element, name), document.root);

export const SLOTS: readonly SlotLike[] = [
  { claimedRole: 'GVCN', signatureId: 'sig-gvcn', path: '/HOC_BA/DU_LIEU_HOC_BA/DANH_SACH_THONG_TIN_KY/GVCN', references: [{ id: 'thongtinhocba' }], slot: (d) => at(d, 'DU_LIEU_HOC_BA', 'DANH_SACH_THONG_TIN_KY', 'GVCN') },
  { claimedRole: 'CBQL', signatureId: 'sig-cbql', path: '/HOC_BA/PHAT_HANH_HOC_BA/DANH_SACH_CBQL/CBQL', references: [{ id: 'data' }], slot: (d) => at(d, 'PHAT_HANH_HOC_BA', 'DANH_SACH_CBQL', 'CBQL') },
  {
    claimedRole: 'KY_PHAT_HANH', signatureId: 'sig-phathanh', path: '/HOC_BA/PHAT_HANH_HOC_BA/KY_PHAT_HANH',
    references: [{ id: 'data' }, { id: 'sv-sig-cbql', type: TYPE.countersigned }], slot: (d) => at(d, 'PHAT_HANH_HOC_BA', 'KY_PHAT_HANH'),
  },
];

export const recordPlaces = (document: XmlDocument) => ({ data: at(document, 'DU_LIEU_HOC_BA'), thongtinhocba: at(document, 'DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA') });

export const SIGNERS = ['GV0017', 'GV0001', '22205411'] as const;

export interface SigningRoom { readonly pki: DemoPki; readonly tsa: RunningTsa; readonly trust: TrustMaterial; clock: Instant; stop(): Promise<void> }

/** Authorities, signers and a time-stamping authority on one clock, with lists of 1 June 2024. */
export async function openSigningRoom(): Promise<SigningRoom> {
  const pki = await createDemoPki({
    holders: [
      { id: 'GV0017', kind: 'person', name: 'Đỗ Thị Ngân', organisation: 'Trường Tiểu học Minh Hoạ A', key: 'ec-p256' },
      { id: 'GV0001', kind: 'person', name: 'Phạm Hồng Vân', organisation: 'Trường Tiểu học Minh Hoạ A', title: 'Hiệu trưởng', key: 'rsa-2048' },
      { id: '22205411', kind: 'organisation', name: 'Trường Tiểu học Minh Hoạ A', organisation: 'Trường Tiểu học Minh Hoạ A', key: 'rsa-2048' },
      { id: '22', kind: 'organisation', name: 'Sở Giáo dục và Đào tạo', organisation: 'Sở Giáo dục và Đào tạo', key: 'rsa-2048' },
    ],
  });
  const room = { pki, clock: instant('2024-05-31T09:00:00Z'), trust: await pki.trust(instant('2024-06-01')) };
  const tsa = await startTsaResponder({ credential: pki.tsa, clock: () => room.clock });
  return Object.assign(room, { tsa, stop: () => tsa.stop() });
}

export const JUDGED_AT = instant('2024-06-02');
/** The policy of học bạ of that day. */
export const POLICY = policyAt(HOCBA_POLICY, JUDGED_AT);

/** Signs the record through all three slots, a minute apart: teacher B-B, head and seal B-T. */
export async function signRecord(room: SigningRoom, text = RECORD, slots = SLOTS, signers: readonly string[] = SIGNERS): Promise<Uint8Array> {
  let bytes: Uint8Array = utf8(text);
  for (const [i, slot] of slots.entries()) {
    room.clock = (instant('2024-05-31T09:00:00Z') + i * 60_000) as Instant;
    const [signed] = await signSlots([{ bytes, slot }], { signer: room.pki.signer(signers[i]!), signingTime: room.clock, primitives: nodePrimitives, ...(i > 0 && { tsaUrl: room.tsa.url }) });
    bytes = unwrap(signed!);
  }
  return bytes;
}
