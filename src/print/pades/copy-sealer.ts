import type { Refusal } from '#domain';
import { equalBytes, type Instant, ok, type Result } from '#kernel';
import { type Certificate, gatherPdf, parseCertificate, parseCrl, parseTimestampToken, type PdfEvidence, type Primitives, type TrustMaterial } from '#signature';
import { inflate } from './open.ts';
import { type PdfSigner, signPdf } from './sign-pdf.ts';
import { addValidationData } from './validation-data.ts';

export type SealLevel = 'B-B' | 'B-T' | 'B-LT';
export interface SealedCopy {
  readonly bytes: Uint8Array;
  readonly level: SealLevel;
}

/** Puts an organisation's seal on copies it gives out. */
export interface CopySealer {
  /** Whose seal it is, as printed. */
  readonly by: string;
  seal(pdf: Uint8Array): Promise<Result<SealedCopy, Refusal>>;
}

export interface CopySealerOptions {
  readonly by: string;
  readonly signer: PdfSigner;
  readonly tsaUrl: string;
  readonly clock: { now(): Instant };
  readonly trust: (at: Instant) => Promise<TrustMaterial>;
  readonly primitives: Primitives;
}

/** An authority that gave no time-stamp is not waited for by every reader. */
const TSA_REST_MS = 30_000;

/**
 * Seals with a time-stamp and the evidence to judge it for years (B-LT). Without the evidence at hand the seal stays at B-T; without the time-stamping
 * authority it is B-B, which still proves every octet, only not when. A signer that cannot be reached is a refusal.
 */
export function createCopySealer({ by, signer, tsaUrl, clock, trust, primitives }: CopySealerOptions): CopySealer {
  let tsaRestsUntil = 0;
  return {
    by,
    async seal(pdf) {
      const at = clock.now(), common = { signer, signingTime: at, primitives };
      if (performance.now() >= tsaRestsUntil) {
        const stamped = await signPdf(pdf, { ...common, tsaUrl });
        if (stamped.ok) {
          const material = await trust(at);
          const lasting = addValidationData(stamped.value, { evidence: evidenceFor(stamped.value, material, signer.certificates, primitives), anchors: material.anchors, at: clock.now(), primitives });
          return ok(lasting.ok ? { bytes: lasting.value, level: 'B-LT' } : { bytes: stamped.value, level: 'B-T' });
        }
        if (stamped.error.code !== 'signer/timestamp-unavailable') return stamped;
        tsaRestsUntil = performance.now() + TSA_REST_MS;
      }
      const bare = await signPdf(pdf, common);
      return bare.ok ? ok({ bytes: bare.value, level: 'B-B' }) : bare;
    },
  };
}

/** Of all that is known only what the signatures of this file lead to: issuers upwards from signer and time-stamping authority, and their revocation lists. */
function evidenceFor(pdf: Uint8Array, { anchors, intermediates, crls, ocsps }: TrustMaterial, own: readonly Uint8Array[], primitives: Primitives): PdfEvidence {
  const facts = gatherPdf({ bytes: pdf, inflate, knownCertificates: [] }, primitives);
  const inside = facts.ok ? facts.value.signatures.flatMap(({ cms }) => cms.tokens.flatMap((token) => {
    const read = parseTimestampToken(token);
    return read.ok ? read.value.signedData.certificates : [];
  })) : [];
  const read = (list: readonly Uint8Array[]): readonly Certificate[] => list.flatMap((der) => {
    const certificate = parseCertificate(der);
    return certificate.ok ? [certificate.value] : [];
  });
  const known = read([...anchors, ...intermediates, ...own, ...inside]);
  const chain = [...read([...own.slice(0, 1), ...inside])];
  for (let i = 0; i < chain.length; i++) {
    for (const one of known) if (one.subject.key === chain[i]!.issuer.key && !chain.some((other) => equalBytes(other.der, one.der))) chain.push(one);
  }
  const issuers = new Set(chain.map(({ issuer }) => issuer.key));
  return {
    certificates: chain.map(({ der }) => der), ocsps,
    crls: crls.filter((der) => {
      const crl = parseCrl(der);
      return crl.ok && issuers.has(crl.value.issuer.key);
    }),
  };
}
