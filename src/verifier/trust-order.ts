import type { TrustMaterial } from '#signature';

/** By length, then by octets: any order will do as long as it is always the same. */
function compareOctets(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

const kept = new WeakMap<readonly Uint8Array[], { readonly length: number; readonly sorted: readonly Uint8Array[] }>();

/** Each once, in an order that does not depend on how they arrived. A list that was put in order before stays the same object, so that it is parsed once. */
export function inOrder(list: readonly Uint8Array[]): readonly Uint8Array[] {
  if (list.length < 2) return list;
  const there = kept.get(list);
  if (there?.length === list.length) return there.sorted;
  const all = [...list].sort(compareOctets);
  const sorted = all.filter((item, i) => i === 0 || compareOctets(all[i - 1]!, item) !== 0);
  kept.set(list, { length: list.length, sorted });
  return sorted;
}

export const trustInOrder = ({ anchors, intermediates, crls, ocsps }: TrustMaterial): TrustMaterial => ({
  anchors: inOrder(anchors),
  intermediates: inOrder(intermediates),
  crls: inOrder(crls),
  ocsps: inOrder(ocsps),
});
