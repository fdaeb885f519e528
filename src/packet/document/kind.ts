import { childNamed, textOf, type XmlDocument, type XmlElement } from '#xml';
import { NAMESPACE } from '../codec/index.ts';
import { MESSAGE_TYPES, type MessageKind } from '../message/types.ts';

/** Every document of the profile. */
export type DocumentKind = 'packet' | MessageKind | 'receipt' | 'result' | 'confirmation' | 'signersExtract';

const ROOTS: Readonly<Record<string, DocumentKind>> = {
  HOC_BA: 'packet',
  BIEN_NHAN: 'receipt',
  KET_QUA: 'result',
  XAC_NHAN_SO: 'confirmation',
  DANH_SACH_NGUOI_KY: 'signersExtract',
};
const KIND_OF_TYPE = new Map((Object.entries(MESSAGE_TYPES) as [MessageKind, string][]).map(([kind, type]) => [type, kind]));

/** What a document says it is; undefined when it is none of ours. Its reader decides whether it really is. */
export function messageKindOf({ root }: XmlDocument): DocumentKind | undefined {
  if (root.ns !== NAMESPACE) return undefined;
  if (root.local !== 'GOI_TIN') return Object.hasOwn(ROOTS, root.local) ? ROOTS[root.local] : undefined;
  const step = (at: XmlElement | undefined, name: string) => at && childNamed(at, name);
  const type = step(step(step(root, 'NOI_DUNG'), 'THONG_TIN_CHUNG'), 'LOAI_THONG_DIEP');
  return type && KIND_OF_TYPE.get(textOf(type));
}
