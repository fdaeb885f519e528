import type { Instant } from '#kernel';
import type { Certificate } from '../x509/certificate.ts';
import type { ControlTime } from '../x509/control-time.ts';
import type { Crl, CrlEntry } from './crl.ts';
import { ALL_REASONS, baseOf, reasonsCovered } from './crl-scope.ts';
import type { OcspAnswer, OcspResponse } from './ocsp.ts';
import type { RevocationReason } from './reason.ts';

export type RevocationSource =
  | { readonly type: 'crl'; readonly crl: Crl }
  | { readonly type: 'ocsp'; readonly response: OcspResponse; readonly answer: OcspAnswer };

/**
 * What the evidence says about one certificate at one moment. `revoked-later` is good news for that moment and stays on record; `in-doubt`: revoked later, but suspected to be invalid by
 * then (invalidity date, RFC 5280 §5.3.2), which whoever held the key may have said to be rid of a signature (X.509 §9.5.3.3), so it neither condemns nor clears.
 */
export type RevocationStatus =
  | { readonly kind: 'good'; readonly source: RevocationSource }
  | {
      readonly kind: 'revoked' | 'revoked-later' | 'in-doubt' | 'on-hold';
      readonly revokedAt: Instant;
      readonly reason: RevocationReason | undefined;
      readonly source: RevocationSource;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stale' };

export interface RevocationQuestion {
  readonly certificate: Certificate;
  /** Lists whose signature and signer have been checked already. */
  readonly crls: readonly Crl[];
  /** Answers about this very certificate whose signature and responder have been checked already. */
  readonly ocsps: readonly { readonly response: OcspResponse; readonly answer: OcspAnswer }[];
  /** The moment the answer is about. */
  readonly at: ControlTime;
  /** The moment the question is asked; nothing published after it exists yet. Never earlier than `at`. */
  readonly validationTime: Instant;
}

/** One authentic piece of evidence, of either kind, as far as it matters here. */
interface Statement {
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | undefined;
  /** Certificates that expired at this moment or later are still reported. */
  readonly keepsExpiredSince: Instant | undefined;
  readonly revoked:
    | { readonly revokedAt: Instant; readonly reason: RevocationReason | undefined; readonly invalidSince?: Instant | undefined }
    | undefined;
  readonly covered: ReadonlySet<number>;
  readonly source: RevocationSource;
}

/** Reason flag of `certificateHold`: only a newer word about it releases a certificate, not one about other reasons, nor one of the same moment (RFC 5280 §4.2.1.13). */
const HOLD = 6;

/**
 * Revocation by CRL (RFC 5280 §6.3) and OCSP (RFC 6960 §3.2) at a control time. Evidence speaks for `at` when it was still current then, or was
 * published after it while the certificate had not yet expired. A revocation that anything authentic shows counts even when that is stale.
 */
export function revocationStatus(question: RevocationQuestion): RevocationStatus {
  const { certificate, at } = question;
  const statements = [...question.crls.flatMap((crl) => fromCrl(crl, question)), ...question.ocsps.flatMap(fromOcsp)]
    .filter(({ covered, thisUpdate }) => covered.size > 0 && thisUpdate <= question.validationTime)
    .sort((a, b) => b.thisUpdate - a.thisUpdate);
  const isReleased = ({ thisUpdate }: Statement): boolean =>
    statements.some((newer) => newer.thisUpdate > thisUpdate && newer.covered.has(HOLD));
  const hit = statements.find(
    (statement) => statement.revoked !== undefined && (statement.revoked.reason !== 'certificateHold' || !isReleased(statement)),
  );
  if (hit?.revoked !== undefined) {
    const { revokedAt, reason, invalidSince } = hit.revoked;
    const kind = at.isBefore(revokedAt)
      ? invalidSince === undefined || at.isBefore(invalidSince)
        ? 'revoked-later'
        : 'in-doubt'
      : reason === 'certificateHold'
        ? 'on-hold'
        : 'revoked';
    if (kind !== 'revoked-later' || speaksFor(hit, certificate, at)) return { kind, revokedAt, reason, source: hit.source };
  }
  const current = statements.filter((statement) => speaksFor(statement, certificate, at));
  const covered = new Set(current.flatMap((statement) => [...statement.covered]));
  const [newest] = current;
  if (newest !== undefined && covered.size === ALL_REASONS.size) return { kind: 'good', source: newest.source };
  return { kind: statements.length > 0 && newest === undefined ? 'stale' : 'unknown' };
}

function fromCrl(crl: Crl, { certificate, crls }: RevocationQuestion): readonly Statement[] {
  const entryIn = (list: Crl): CrlEntry | undefined =>
    list.entries.get(certificate.serialHex)?.find((candidate) => candidate.certificateIssuerKey === certificate.issuer.key);
  const entry = entryIn(crl);
  const isRemoved = entry?.reason === 'removeFromCRL';
  const statement = {
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    keepsExpiredSince: crl.keepsExpiredSince,
    covered: reasonsCovered(crl, certificate),
    source: { type: 'crl', crl },
  } as const;
  if (crl.baseNumber === undefined) return [{ ...statement, revoked: entry }];
  const base = baseOf(crl, crls);
  // Alone a delta list proves nobody good, but whom it revokes is revoked.
  if (base === undefined) return entry === undefined || isRemoved ? [] : [{ ...statement, revoked: entry }];
  return [{ ...statement, revoked: isRemoved ? undefined : (entry ?? entryIn(base)) }];
}

/** `unknown` is no statement at all. */
function fromOcsp({ response, answer }: { readonly response: OcspResponse; readonly answer: OcspAnswer }): readonly Statement[] {
  const { status, thisUpdate, nextUpdate, archiveCutoff } = answer;
  if (status.kind === 'unknown') return [];
  return [
    {
      thisUpdate,
      nextUpdate,
      keepsExpiredSince: archiveCutoff,
      revoked: status.kind === 'revoked' ? status : undefined,
      covered: ALL_REASONS,
      source: { type: 'ocsp', response, answer },
    },
  ];
}

function speaksFor(statement: Statement, certificate: Certificate, at: ControlTime): boolean {
  const { thisUpdate, nextUpdate, keepsExpiredSince } = statement;
  if (at.isAfter(thisUpdate)) return nextUpdate !== undefined && !at.isAfter(nextUpdate);
  // Later evidence may say nothing any more of certificates that had expired by then (RFC 5280 §3.3).
  return thisUpdate <= certificate.notAfter || (keepsExpiredSince !== undefined && keepsExpiredSince <= certificate.notAfter);
}
