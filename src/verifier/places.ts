import type { SignatureSlot } from '#packet';
import { childNamed, type XmlDocument, type XmlElement } from '#xml';

/** Attributes that stand outside signed elements: fixed by the form, or compared with signed values. */
export const FREE_ATTRIBUTES: ReadonlySet<string> = new Set(['PhienBan', 'HoSo', 'MaCanBo', 'MaDonVi', 'ThamChieu']);

type Places = Readonly<Record<string, XmlElement | undefined>>;

/** Where the data of a học bạ stands and is read. */
export function packetPlaces({ root }: XmlDocument): Places {
  const data = childNamed(root, 'DU_LIEU_HOC_BA');
  return { data, thongtinhocba: data && childNamed(data, 'THONG_TIN_HOC_BA') };
}

/** Every message has its content in one element beside its signatures. */
export function messagePlaces({ root }: XmlDocument, slots: readonly Pick<SignatureSlot, 'references'>[]): Places {
  const content = childNamed(root, 'NOI_DUNG');
  const ids = slots
    .flatMap(({ references }) => references)
    .filter(({ type }) => type === undefined)
    .map(({ id }) => id);
  return Object.fromEntries(ids.map((id) => [id, content]));
}
