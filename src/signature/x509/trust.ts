import type { Result } from '#kernel';
import type { DerError } from '../der/index.ts';
import { parseCrl, type Crl } from '../revocation/crl.ts';
import { parseOcspResponse, type OcspResponse } from '../revocation/ocsp.ts';
import { parseCertificate, type Certificate } from './certificate.ts';

/** What a judgement may lean on, all in DER. Anchors are trusted as they stand; everything else must prove itself. */
export interface TrustMaterial {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

/** Parsed structures by the name they are looked up with. Unreadable ones are left out: they prove nothing. */
export interface Index<T> {
  readonly all: readonly T[];
  named(key: string): readonly T[];
}

const NONE: readonly never[] = [];

function indexer<T>(
  parse: (der: Uint8Array) => Result<T, DerError>,
  keyOf: (item: T) => string,
): (ders: readonly Uint8Array[]) => Index<T> {
  const kept = new WeakMap<readonly Uint8Array[], { readonly length: number; readonly index: Index<T> }>();
  const empty: Index<T> = { all: NONE, named: () => NONE };
  return (ders) => {
    if (ders.length === 0) return empty;
    const there = kept.get(ders);
    if (there !== undefined && there.length === ders.length) return there.index;
    const all = ders.map(parse).flatMap((result) => (result.ok ? [result.value] : []));
    const byKey = Map.groupBy(all, keyOf);
    const index: Index<T> = { all, named: (key) => byKey.get(key) ?? NONE };
    kept.set(ders, { length: ders.length, index });
    return index;
  };
}

/** Certificates by subject; one list object is parsed once. */
export const certificatesBySubject: (ders: readonly Uint8Array[]) => Index<Certificate> = indexer(
  parseCertificate,
  (certificate) => certificate.subject.key,
);
/** CRLs by issuer; one list object is parsed once. */
export const crlsByIssuer: (ders: readonly Uint8Array[]) => Index<Crl> = indexer(parseCrl, (crl) => crl.issuer.key);
/** OCSP responses, by nothing: each is asked whether it answers. */
export const ocspResponses: (ders: readonly Uint8Array[]) => Index<OcspResponse> = indexer(parseOcspResponse, () => '');
