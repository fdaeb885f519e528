import type { Instant } from '#kernel';
import type { Certificate } from '../x509/certificate.ts';
import type { Crl, CrlEntry, RevocationReason } from './crl.ts';
import { ALL_REASONS, reasonsCovered } from './crl-scope.ts';

/** What the lists say about one certificate at one moment. `revoked-later` is good news for that moment and stays on record. */
export type RevocationStatus =
  | { readonly kind: 'good'; readonly source: Crl }
  | { readonly kind: 'revoked' | 'revoked-later' | 'on-hold'; readonly revokedAt: Instant; readonly reason: RevocationReason | undefined; readonly source: Crl }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale' };

export interface RevocationQuestion {
  readonly certificate: Certificate;
  /** Lists whose signature and signer have been checked already. */
  readonly crls: readonly Crl[];
  /** The moment the answer is about. */
  readonly at: Instant;
  /** The moment the question is asked; nothing published after it exists yet. Never earlier than `at`. */
  readonly validationTime: Instant;
}

/**
 * Revocation by CRL (RFC 5280 §6.3) at a control time. A list speaks for `at` when it was still current then, or was published
 * after it while the certificate had not yet expired. A revocation that any authentic list shows counts even when that list is stale.
 */
export function revocationStatus(question: RevocationQuestion): RevocationStatus {
  const { certificate, at } = question;
  const lists = question.crls
    .filter((crl) => crl.thisUpdate <= question.validationTime)
    .map((crl) => ({ crl, covered: reasonsCovered(crl, certificate), entry: entryOf(crl, certificate) }))
    .filter(({ covered }) => covered.size > 0)
    .sort((a, b) => b.crl.thisUpdate - a.crl.thisUpdate);
  const revoked = lists.find(({ entry }, i) => entry !== undefined && (entry.reason !== 'certificateHold' || i === 0));
  if (revoked?.entry !== undefined) {
    const { revokedAt, reason } = revoked.entry;
    const kind = revokedAt > at ? 'revoked-later' : reason === 'certificateHold' ? 'on-hold' : 'revoked';
    if (kind !== 'revoked-later' || speaksFor(revoked.crl, certificate, at)) return { kind, revokedAt, reason, source: revoked.crl };
  }
  const current = lists.filter(({ crl }) => speaksFor(crl, certificate, at));
  const covered = new Set(current.flatMap((list) => [...list.covered]));
  const [newest] = current;
  if (newest !== undefined && covered.size === ALL_REASONS.size) return { kind: 'good', source: newest.crl };
  return { kind: lists.length > 0 && newest === undefined ? 'stale' : 'unknown' };
}

function entryOf(crl: Crl, certificate: Certificate): CrlEntry | undefined {
  return crl.entries.get(certificate.serialHex)?.find((entry) => entry.certificateIssuerKey === certificate.issuer.key);
}

function speaksFor(crl: Crl, certificate: Certificate, at: Instant): boolean {
  if (crl.thisUpdate <= at) return crl.nextUpdate !== undefined && at <= crl.nextUpdate;
  // A later list may have dropped certificates that had expired by then (RFC 5280 §3.3).
  return crl.thisUpdate <= certificate.notAfter || (crl.keepsExpiredSince !== undefined && crl.keepsExpiredSince <= certificate.notAfter);
}
