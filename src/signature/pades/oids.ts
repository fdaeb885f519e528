/** Object identifiers of CMS signatures in PDF (RFC 5652, RFC 3161, RFC 6211, EN 319 122-1). */
export const PDF_CMS = {
  data: '1.2.840.113549.1.7.1',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  algorithmProtection: '1.2.840.113549.1.9.52',
  revocationArchival: '1.2.840.113583.1.1.8',
} as const;

/** content-time-stamp (EN 319 122-1 §5.2.8): signed, and not judged here. */
export const SIGNED_TIMESTAMPS: ReadonlySet<string> = new Set(['1.2.840.113549.1.9.16.2.20']);

/** Unsigned attributes that only carry certificates and revocation data, or references to them (EN 319 122-1 annex A). */
export const PASSIVE_ATTRIBUTES: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.9.16.2.21',
  '1.2.840.113549.1.9.16.2.22',
  '1.2.840.113549.1.9.16.2.23',
  '1.2.840.113549.1.9.16.2.24',
  '1.2.840.113583.1.1.8',
]);
