import { contentOf, explicitOf, fail, ia5Of, oidOf, bytesOf, type DerNode } from '../der/index.ts';
import { readName, type DistinguishedName } from './name.ts';

/** RFC 5280 §4.2.1.6. `other` keeps the forms that are recognised but never compared (otherName, x400Address, ediPartyName). */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'registeredId'; readonly oid: string }
  | { readonly kind: 'other'; readonly tag: number; readonly der: Uint8Array };

type Reader = (node: DerNode) => GeneralName;
const other: Reader = (node) => ({ kind: 'other', tag: node.tag, der: bytesOf(node) });

const READERS: readonly Reader[] = [
  other,
  (node) => ({ kind: 'email', text: ia5Of(node) }),
  (node) => ({ kind: 'dns', text: ia5Of(node) }),
  other,
  (node) => ({ kind: 'directory', name: readName(explicitOf(node, 'directory name')) }),
  other,
  (node) => ({ kind: 'uri', text: ia5Of(node) }),
  (node) => ({ kind: 'ip', bytes: contentOf(node) }),
  (node) => ({ kind: 'registeredId', oid: oidOf(node, true) }),
];

export function readGeneralName(node: DerNode): GeneralName {
  const reader = node.tagClass === 'context' ? READERS[node.tag] : undefined;
  return reader === undefined ? fail('general name of an unknown kind', node.start) : reader(node);
}

/** A text two general names share exactly when they are the same name. */
export function generalNameKey(name: GeneralName): string {
  switch (name.kind) {
    case 'email':
    case 'dns':
    case 'uri':
      return `${name.kind}:${name.text}`;
    case 'directory':
      return `directory:${name.name.key}`;
    case 'ip':
      return `ip:${name.bytes.join('.')}`;
    case 'registeredId':
      return `registeredId:${name.oid}`;
    case 'other':
      return `other:${name.der.join('.')}`;
  }
}
