import { utf8 } from '#kernel';
import { der } from '#signature';

/** The parts of a certificate (RFC 5280 §4.1), the usual ones where none are given. */
export interface CertificateParts {
  readonly version?: number | null; readonly serial?: Uint8Array; readonly inner?: Uint8Array; readonly outer?: Uint8Array; readonly issuer?: Uint8Array; readonly validity?: Uint8Array;
  readonly subject?: Uint8Array; readonly spki?: Uint8Array; readonly ids?: Uint8Array; readonly extensions?: readonly Uint8Array[] | null; readonly tail?: Uint8Array;
}

export type NamePart = readonly [oid: string, value: Uint8Array];
export const name = (...parts: readonly NamePart[]): Uint8Array => der.sequence(...parts.map(([oid, value]) => der.setOfSorted(der.sequence(der.oid(oid), value))));
export const extension = (oid: string, value: Uint8Array, critical = true): Uint8Array => der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
/** digitalSignature. */
export const KEY_USAGE = extension('2.5.29.15', Uint8Array.of(3, 2, 7, 0x80));
export const time = (text: string): Uint8Array => der.encode(0x17, utf8(text));

const ECDSA = der.sequence(der.oid('1.2.840.10045.4.3.2'));
const NAME = name(['2.5.4.3', der.utf8String('x')]);
/** A point of P-256 by its form; nobody computes with it. */
const SPKI = der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(Uint8Array.of(4, ...new Uint8Array(64).fill(1))));

/** A certificate put together by hand; its signature is one octet and fits nothing. */
export function certificateOf(parts: CertificateParts = {}): Uint8Array {
  const extensions = parts.extensions === undefined ? [KEY_USAGE] : parts.extensions;
  const tbs = der.sequence(
    ...(parts.version === null ? [] : [der.explicit(0, der.integer(parts.version ?? 2))]), parts.serial ?? der.integer(5), parts.inner ?? ECDSA, parts.issuer ?? NAME,
    parts.validity ?? der.sequence(time('230101000000Z'), time('300101000000Z')), parts.subject ?? NAME, parts.spki ?? SPKI,
    ...(parts.ids === undefined ? [] : [parts.ids]), ...(extensions === null ? [] : [der.explicit(3, der.sequence(...extensions))]), ...(parts.tail === undefined ? [] : [parts.tail]),
  );
  return der.sequence(tbs, parts.outer ?? ECDSA, der.bitString(Uint8Array.of(1)));
}
