import { der } from '#signature';
import { name } from './certificate-parts.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2', DATA = '1.2.840.113549.1.7.1', SHA256 = '2.16.840.1.101.3.4.2.1', RSA = '1.2.840.113549.1.1.1';

export const algorithm = (oid: string): Uint8Array => der.sequence(der.oid(oid), der.nullValue());
export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array => der.sequence(der.oid(oid), der.setOfSorted(...values));
/** `[tag] IMPLICIT SET OF`, the members as they are given. */
export const implicitSet = (tag: number, ...members: readonly Uint8Array[]): Uint8Array => der.encode(0xa0 | tag, ...members);
export const ISSUER = name(['2.5.4.3', der.utf8String('Cấp')]);

/** SignerInfo (RFC 5652 §5.3), the usual parts where none are given; the value is two octets and fits nothing. */
export interface SignerParts { readonly version?: number; readonly sid?: Uint8Array; readonly digest?: string; readonly attributes?: readonly Uint8Array[] | null; readonly algorithm?: string; readonly unsigned?: readonly Uint8Array[]; readonly tail?: Uint8Array; readonly value?: Uint8Array }
export const signerInfoOf = ({ version = 1, sid = der.sequence(ISSUER, der.integer(5)), digest = SHA256, attributes = null, algorithm: scheme = RSA, unsigned, tail, value = Uint8Array.of(7, 8) }: SignerParts): Uint8Array => der.sequence(
  der.integer(version), sid, algorithm(digest), ...(attributes === null ? [] : [implicitSet(0, ...attributes)]), algorithm(scheme), der.octetString(value), ...(unsigned === undefined ? [] : [implicitSet(1, ...unsigned)]), ...(tail === undefined ? [] : [tail]),
);

/** ContentInfo and SignedData (RFC 5652 §3, §5.1); `wrapper` is the tag of the message, `beside` stands next to it, `inside` behind the signers, `behind` behind all. */
export interface SignedDataParts {
  readonly type?: string; readonly wrapper?: number; readonly version?: number; readonly digests?: readonly Uint8Array[]; readonly contentType?: string; readonly content?: readonly Uint8Array[]; readonly certificates?: readonly Uint8Array[]; readonly crls?: readonly Uint8Array[]; readonly signers?: Uint8Array;
  readonly inside?: readonly Uint8Array[]; readonly behind?: readonly Uint8Array[]; readonly beside?: readonly Uint8Array[];
}
export const signedDataOf = ({ type = SIGNED_DATA, wrapper = 0, version = 1, digests = [algorithm(SHA256)], contentType = DATA, content = [], certificates, crls, signers = der.setOfSorted(signerInfoOf({})), inside = [], behind = [], beside = [] }: SignedDataParts): Uint8Array => der.sequence(
  der.oid(type), der.explicit(wrapper, der.sequence(
    der.integer(version), der.setOfSorted(...digests), der.sequence(der.oid(contentType), ...content),
    ...(certificates === undefined ? [] : [implicitSet(0, ...certificates)]), ...(crls === undefined ? [] : [implicitSet(1, ...crls)]), signers, ...inside,
  ), ...beside), ...behind,
);
