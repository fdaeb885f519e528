import { gatherPdf, parseCrl, parseTimestampToken, type PdfEvidence, type Primitives, type TrustMaterial, withIssuers } from '#signature';
import { inflate } from './open.ts';

/**
 * Of all that is known only what the signatures and time-stamps of this file lead to: the issuers upwards from signers and time-stamping authorities, and the
 * revocation lists of those. Nothing for a file that cannot be read.
 */
export function evidenceFor(pdf: Uint8Array, { anchors, intermediates, crls, ocsps }: TrustMaterial, primitives: Primitives): PdfEvidence {
  const facts = gatherPdf({ bytes: pdf, inflate, knownCertificates: [] }, primitives);
  if (!facts.ok) return { certificates: [], crls: [], ocsps: [] };
  const inside = facts.value.signatures.flatMap(({ certificate, cms, token }) => [
    ...(certificate === undefined ? [] : [certificate.der]),
    ...[...cms.tokens, ...(token === undefined ? [] : [token])].flatMap(certificatesOf),
  ]);
  const chain = withIssuers(inside, [...anchors, ...intermediates]);
  const issuers = new Set(chain.map(({ issuer }) => issuer.key));
  return {
    certificates: chain.map(({ der }) => der),
    ocsps,
    crls: crls.filter((der) => {
      const crl = parseCrl(der);
      return crl.ok && issuers.has(crl.value.issuer.key);
    }),
  };
}

function certificatesOf(token: Uint8Array): readonly Uint8Array[] {
  const parsed = parseTimestampToken(token);
  return parsed.ok ? parsed.value.signedData.certificates : [];
}
