import { assert, type Instant } from '#kernel';
import type { Primitives } from '../primitives.ts';
import type { RevocationStatus } from '../revocation/status.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import { ControlTime } from './control-time.ts';
import { namesAllowed, narrow, WHOLE_NAME_SPACE } from './name-constraints.ts';
import { findPaths } from './path-build.ts';
import { askRevocation, type PathContext } from './path-revocation.ts';
import { provesPolicy } from './policy-tree.ts';
import { PATH_REASONS, type PathReason, type PathSubIndication, type PathVerdict } from './path-reasons.ts';
import { weaknessOf } from './public-key.ts';
import { authorityAllows, isAuthority, purposeFailure, type Purpose } from './purpose.ts';
import { certificatesBySubject, crlsByIssuer, ocspResponses } from './trust.ts';

export interface PathInput {
  /** The certificate in question, DER. */
  readonly certificate: Uint8Array;
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly ocsps?: readonly Uint8Array[];
  /** Certificates found beside the signature (KeyInfo, CMS); they help to find a path and are never trusted. */
  readonly extraCertificates?: readonly Uint8Array[];
  /** Lists found beside the signature (RevocationValues, CMS). */
  readonly extraCrls?: readonly Uint8Array[];
  /** OCSP responses found beside the signature. */
  readonly extraOcsps?: readonly Uint8Array[];
  /** Control time: the moment every question is asked about. */
  readonly at: Instant;
  /** The moment of judging, `at` unless given; a list published between the two is evidence about `at`. */
  readonly validationTime?: Instant;
  readonly purpose: Purpose;
  /** The certificate policies one of which the path must prove (RFC 5280 §6.1.1 c, e); absent when any will do. */
  readonly policies?: readonly string[];
}

export interface PathJudgement {
  readonly verdict: PathVerdict;
  readonly reason?: PathReason;
  readonly subIndication?: PathSubIndication;
  /** A Vietnamese sentence for people; absent when the path is accepted. */
  readonly sentence?: string;
  /** The certificate the reason is about. */
  readonly about?: Certificate;
  /** From the certificate in question to the anchor; only the certificate itself when no path was found. */
  readonly chain: readonly Certificate[];
  /** One answer per certificate of the chain below the anchor, in the same order; empty when the path failed before revocation was asked. */
  readonly revocation: readonly RevocationStatus[];
}

interface Finding {
  readonly reason: PathReason;
  readonly about: Certificate;
}

/**
 * Certification path validation of RFC 5280 §6 at a given moment. Pure: same input, same answer. An anchor is trusted as it stands and needs
 * no revocation data, but its dates, path length, name constraints and right to issue are respected.
 */
export function validatePath(input: PathInput, primitives: Primitives): PathJudgement {
  return validatePathAt(new ControlTime(input.at), input, primitives);
}

/** The same; `at` keeps account of what the judgement depends on. */
export function validatePathAt(at: ControlTime, input: PathInput, primitives: Primitives): PathJudgement {
  const validationTime = input.validationTime ?? input.at;
  assert(validationTime >= input.at, 'a path is judged at or before the time of judging');
  const parsed = parseCertificate(input.certificate);
  if (!parsed.ok) return { ...explain('certificate-malformed'), chain: [], revocation: [] };
  return judge(parsed.value, {
    anchors: certificatesBySubject(input.anchors),
    pools: [input.intermediates, input.extraCertificates ?? NOTHING].map(certificatesBySubject),
    crlPools: [input.crls, input.extraCrls ?? NOTHING].map(crlsByIssuer),
    ocspPools: [input.ocsps ?? NOTHING, input.extraOcsps ?? NOTHING].map(ocspResponses),
    at,
    validationTime,
    purpose: input.purpose,
    policies: input.policies,
    primitives,
    pending: new Set(),
    judge,
  });
}

const NOTHING: readonly Uint8Array[] = [];

const explain = (reason: PathReason) => ({ ...PATH_REASONS[reason], reason });

/** Tries every path; the first accepted one wins, otherwise the finding on the first (shortest, best matching) path is reported. */
function judge(certificate: Certificate, context: PathContext): PathJudgement {
  const search = findPaths(certificate, context.anchors, context.pools, context.primitives);
  let first: PathJudgement | undefined;
  for (const path of search.paths) {
    const judgement = judgePath(path, context);
    if (judgement.verdict === 'PASSED') return judgement;
    first ??= judgement;
  }
  return first ?? { ...explain(search.failure ?? 'no-chain'), about: certificate, chain: [certificate], revocation: [] };
}

function judgePath(chain: readonly Certificate[], context: PathContext): PathJudgement {
  const finding = findStructural(chain, context) ?? findDates(chain, context.at);
  if (finding !== undefined) return { ...explain(finding.reason), about: finding.about, chain, revocation: [] };
  const revocation: RevocationStatus[] = [];
  let worst: Finding | undefined;
  for (let i = chain.length - 2; i >= 0; i--) {
    const status = askRevocation(chain, i, context);
    revocation.unshift(status);
    worst ??= findRevocation(status, chain[i]!, i === 0);
  }
  return worst === undefined
    ? { verdict: 'PASSED', chain, revocation }
    : { ...explain(worst.reason), about: worst.about, chain, revocation };
}

/** Everything about a path that does not depend on time, from the anchor downwards (RFC 5280 §6.1.2 to §6.1.5). */
function findStructural(
  chain: readonly Certificate[],
  { purpose, policies }: Pick<PathContext, 'purpose' | 'policies'>,
): Finding | undefined {
  const anchor = chain[chain.length - 1]!;
  let names = narrow(WHOLE_NAME_SPACE, anchor.nameConstraints);
  let remaining = anchor.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY;
  for (let i = chain.length - 1; i >= 0; i--) {
    const about = chain[i]!;
    const isAnchor = i === chain.length - 1;
    const isTarget = i === 0;
    const selfIssued = about.subject.key === about.issuer.key;
    const weakness = weaknessOf(about.publicKey);
    if (weakness !== undefined) return { reason: weakness === 'weak-key' ? 'weak-key' : 'algorithm-refused', about };
    if (about.unknownCritical.length > 0) return { reason: 'unknown-critical-extension', about };
    if (!isAnchor && (isTarget || !selfIssued) && !namesAllowed(about, names)) return { reason: 'name-not-permitted', about };
    if (isTarget) continue;
    if (!isAuthority(about, isAnchor)) return { reason: 'not-an-authority', about };
    if (!authorityAllows(about, purpose)) return { reason: 'key-purpose', about };
    if (isAnchor) continue;
    if (!selfIssued && remaining-- <= 0) return { reason: 'path-too-long', about };
    remaining = Math.min(remaining, about.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY);
    names = narrow(names, about.nameConstraints);
  }
  const reason = purposeFailure(chain[0]!, purpose) ?? (provesPolicy(chain, policies) ? undefined : 'policy-required');
  return reason === undefined ? undefined : { reason, about: chain[0]! };
}

/** RFC 5280 §6.1.3 (a)(2). Both ends of the validity period are inside it. */
function findDates(chain: readonly Certificate[], at: ControlTime): Finding | undefined {
  const target = chain[0]!;
  const authority = chain.slice(1).find((about) => at.isBefore(about.notBefore) || at.isAfter(about.notAfter));
  if (authority !== undefined) return { reason: 'authority-out-of-dates', about: authority };
  if (at.isBefore(target.notBefore)) return { reason: 'not-yet-valid', about: target };
  return at.isAfter(target.notAfter) ? { reason: 'expired', about: target } : undefined;
}

function findRevocation(status: RevocationStatus, about: Certificate, isTarget: boolean): Finding | undefined {
  switch (status.kind) {
    case 'good':
    case 'revoked-later':
      return undefined;
    case 'revoked':
      return { reason: isTarget ? 'revoked' : 'authority-revoked', about };
    case 'on-hold':
    case 'in-doubt':
      return { reason: status.kind, about };
    case 'stale':
      return { reason: 'revocation-stale', about };
    case 'unknown':
      return { reason: 'revocation-unknown', about };
  }
}
