import 'reflect-metadata';
import { ExtendedKeyUsageExtension, Extension } from '@peculiar/x509';
import { utf8 } from '#kernel';
import { der } from '#signature';
import { authorityExtensions, makeActor, makeCrl, signerExtensions, type Actor, type CertificateOrder } from '../actors/authority.ts';

/** One certificate of a path below the root. */
export interface Link extends Partial<Omit<CertificateOrder, 'extensions' | 'issuer'>> {
  /** Besides the basic constraints and key usage of an authority or, at the end, of a signer. */
  readonly with?: readonly Extension[];
  /** Exactly these instead. */
  readonly only?: readonly Extension[];
  /** `cA` with this path length. */
  readonly pathLength?: number;
  /** Named like its issuer, with a key of its own (RFC 5280 §3.2 self-issued). */
  readonly selfIssued?: boolean;
}

export interface Chain {
  readonly root: Actor;
  /** From the root's child to the signer. */
  readonly links: readonly Actor[];
  readonly crls: readonly Uint8Array[];
}

const makeRoot = async () => {
  const root = await makeActor({ subject: 'C=VN, CN=Gốc', extensions: authorityExtensions() });
  return { root, crl: await makeCrl(root) };
};
let onlyRoot: ReturnType<typeof makeRoot> | undefined;

/** The root all chains share and links below it, each certified by the one before, and a list of every authority that certifies anything. */
export async function makeChain(links: readonly Link[]): Promise<Chain> {
  const { root, crl } = await (onlyRoot ??= makeRoot());
  const made: Actor[] = [];
  for (const [i, { with: more = [], only, pathLength, selfIssued = false, ...order }] of links.entries()) {
    const issuer = made.at(-1) ?? root, isSigner = i === links.length - 1;
    const own = isSigner ? signerExtensions : authorityExtensions(pathLength);
    made.push(await makeActor({ subject: selfIssued ? issuer.subject : `C=VN, O=Cơ quan, CN=${isSigner ? 'Cô Hoa' : `Cấp ${i + 1}`}`, ...order, issuer, extensions: only ?? [...own, ...more] }));
  }
  return { root, links: made, crls: [crl, ...await Promise.all(made.slice(0, -1).map((actor) => makeCrl(actor)))] };
}

const extension = (oid: string, critical: boolean, value: Uint8Array): Extension => new Extension(oid, critical, Uint8Array.from(value));

export const policies = (...oids: readonly string[]): Extension => extension('2.5.29.32', false, der.sequence(...oids.map((oid) => der.sequence(der.oid(oid)))));
export const mappings = (...pairs: readonly (readonly [issuer: string, subject: string])[]): Extension =>
  extension('2.5.29.33', true, der.sequence(...pairs.map(([issuer, subject]) => der.sequence(der.oid(issuer), der.oid(subject)))));
/** RFC 5280 §4.2.1.11, each after so many certificates. */
export const policyConstraints = ({ explicit, mapping }: { readonly explicit?: number; readonly mapping?: number }): Extension =>
  extension('2.5.29.36', true, der.sequence(...(explicit === undefined ? [] : [der.implicit(0, Uint8Array.of(explicit))]), ...(mapping === undefined ? [] : [der.implicit(1, Uint8Array.of(mapping))])));
export const inhibitAny = (after: number): Extension => extension('2.5.29.54', true, der.integer(after));
export const purposes = (...oids: readonly string[]): Extension => new ExtendedKeyUsageExtension([...oids]);
export const unknownCritical: Extension = extension('1.3.6.1.4.1.99999.7', true, der.nullValue());

/** General names as they are written into constraints and alternative names. */
export const dns = (text: string): Uint8Array => der.implicit(2, utf8(text));
export const email = (text: string): Uint8Array => der.implicit(1, utf8(text));
export const uri = (text: string): Uint8Array => der.implicit(6, utf8(text));
export const ip = (...octets: readonly number[]): Uint8Array => der.implicit(7, Uint8Array.from(octets));
export const directory = (...parts: readonly (readonly [oid: string, text: string])[]): Uint8Array =>
  der.explicit(4, der.sequence(...parts.map(([oid, text]) => der.setOfSorted(der.sequence(der.oid(oid), oid === '2.5.4.6' ? der.encode(0x13, utf8(text)) : der.utf8String(text))))));

export const alternativeNames = (...names: readonly Uint8Array[]): Extension => extension('2.5.29.17', false, der.sequence(...names));
const subtrees = (tag: number, names: readonly Uint8Array[] = []): readonly Uint8Array[] => (names.length === 0 ? [] : [der.explicit(tag, ...names.map((name) => der.sequence(name)))]);
export const nameConstraints = ({ permitted, excluded }: { readonly permitted?: readonly Uint8Array[]; readonly excluded?: readonly Uint8Array[] }): Extension =>
  extension('2.5.29.30', true, der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded)));
