import { equalBytes, Instant } from '#kernel';
import { CMS } from '../cms/oids.ts';
import type { SignatureAlgorithm } from '../algorithms.ts';
import { cmsFailure, type CmsFailure, schemeOfSigner } from '../cms/signature.ts';
import { isNamedBy, singleAttribute } from '../cms/signed-data.ts';
import { identifies, readSigningCertificate } from '../cms/signing-certificate.ts';
import { guardDer } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import type { RevocationReason } from '../revocation/reason.ts';
import { digestOf } from '../x509/algorithm-identifier.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import type { PathJudgement } from '../x509/path.ts';
import { type PathCache, validatePathOnce } from '../x509/path-cache.ts';
import { PATH_REASONS, type PathReason, type PathVerdict } from '../x509/path-reasons.ts';
import type { TrustMaterial } from '../x509/trust.ts';
import { algorithmNamed } from '../x509/scheme-names.ts';
import { TIMESTAMP_REASONS, type TimestampReason, type TimestampSubIndication } from './reasons.ts';
import { parseTimestampToken, type TimestampToken } from './token.ts';

export interface TimestampJudgement {
  readonly verdict: PathVerdict;
  readonly reason?: TimestampReason | PathReason;
  readonly subIndication?: TimestampSubIndication;
  /** A Vietnamese sentence for people; absent when the token is accepted. */
  readonly sentence?: string;
  /** The time the authority claims; proven only when the verdict is PASSED. */
  readonly genTime?: Instant;
  readonly accuracyMs?: number;
  readonly tsaCertificate?: Certificate;
  /** How the authority signed; known when the signature holds. */
  readonly algorithm?: SignatureAlgorithm;
  readonly path?: PathJudgement;
  /** An accepted archive time-stamp proves that the token existed by then. */
  readonly provenBy?: Instant;
}

/** Clocks of honest authorities, and of the judge, differ by as much, in milliseconds. */
export const CLOCK_SKEW_MS_MAX = 60_000;
const END_OF_TIME = Instant.of(Number.MAX_SAFE_INTEGER);

/**
 * Judges a time-stamp token (RFC 3161 §2.2, §4; RFC 5816) over `imprintInput`, the octets that were stamped: imprint, signature, the binding to
 * the authority's certificate, its purpose, and its path and revocation at the token's own time.
 * `validationTime` bounds what is known yet; without it all given revocation lists count. `cache` is of the same trust material.
 */
export function verifyTimestampToken(
  token: Uint8Array,
  imprintInput: Uint8Array,
  trust: TrustMaterial,
  primitives: Primitives,
  validationTime: Instant = END_OF_TIME,
  cache?: PathCache,
): TimestampJudgement {
  const parsed = parseTimestampToken(token);
  if (!parsed.ok || parsed.value.info.unknownCritical.length > 0) return refuse('timestamp-malformed', {});
  const { info, signedData } = parsed.value;
  const facts: Facts = { genTime: info.genTime, ...(info.accuracyMs !== undefined && { accuracyMs: info.accuracyMs }) };
  const digest = digestOf(info.imprintAlgorithm);
  if (digest === undefined) return refuse('timestamp-algorithm-refused', facts);
  if (!equalBytes(primitives.digest(digest, imprintInput), info.imprint)) return refuse('timestamp-imprint-differs', facts);
  const tsaCertificate = findSigner(parsed.value, trust);
  if (tsaCertificate === undefined) return refuse('timestamp-signer-missing', facts);
  const found: Facts = { ...facts, tsaCertificate };
  const checked = guardDer(() => signerReason(parsed.value, tsaCertificate, primitives));
  const reason = checked.ok ? checked.value : 'timestamp-malformed';
  if (reason !== undefined) return refuse(reason, found);
  const known: Facts = { ...found, algorithm: algorithmNamed(schemeOfSigner(parsed.value.signer)!) };
  if (info.genTime > validationTime + CLOCK_SKEW_MS_MAX) return refuse('timestamp-in-future', known);
  const path = validatePathOnce(
    {
      certificate: tsaCertificate.der,
      anchors: trust.anchors,
      intermediates: trust.intermediates,
      crls: trust.crls,
      ocsps: trust.ocsps,
      extraCertificates: signedData.certificates,
      extraCrls: signedData.crls,
      at: info.genTime,
      validationTime: Instant.of(Math.max(info.genTime, validationTime)),
      purpose: 'timestamping',
    },
    primitives,
    cache,
  );
  if (path.verdict !== 'PASSED') return withPath(known, path);
  if (path.revocation.some((status) => status.kind === 'revoked-later' && !endedInOrder(status.reason))) {
    return refuse('timestamp-authority-compromised', { ...known, path });
  }
  return { verdict: 'PASSED', ...known, path };
}

/** A token that something proves to have existed at `provenBy`: a compromise of its authority after that does not touch it (EN 319 102-1 §5.6.2.3). */
export function withProof(judgement: TimestampJudgement, provenBy: Instant): TimestampJudgement {
  const { reason, genTime, path } = judgement;
  if (genTime !== undefined && genTime > provenBy + CLOCK_SKEW_MS_MAX) return judgement;
  if (reason !== 'timestamp-authority-compromised' || path === undefined) return { ...judgement, provenBy };
  const isEarlier = path.revocation.every((status) => status.kind !== 'revoked-later' || provenBy < status.revokedAt);
  return isEarlier ? { verdict: 'PASSED', ...factsOf(judgement), provenBy } : { ...judgement, provenBy };
}

function factsOf({ verdict, reason, subIndication, sentence, ...facts }: TimestampJudgement): Facts {
  return facts;
}

type Facts = Pick<TimestampJudgement, 'genTime' | 'accuracyMs' | 'tsaCertificate' | 'algorithm' | 'path'>;

const refuse = (reason: TimestampReason, facts: Facts): TimestampJudgement => ({ ...TIMESTAMP_REASONS[reason], reason, ...facts });

/** What is known of a token, with what its path says. */
export function withPath(known: Facts, path: PathJudgement): TimestampJudgement {
  const { verdict, reason } = path;
  return { ...known, ...(reason === undefined ? { verdict } : { ...PATH_REASONS[reason], reason }), path };
}

/** A token that was accepted, refused after all. */
export const refused = (judgement: TimestampJudgement, reason: TimestampReason): TimestampJudgement => refuse(reason, factsOf(judgement));

/** RFC 3161 §4: only these reasons, stated, leave the tokens made before the revocation valid. */
const endedInOrder = (reason: RevocationReason | undefined): boolean => IN_ORDER.has(reason);
const IN_ORDER: ReadonlySet<RevocationReason | undefined> = new Set([
  'unspecified',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
]);

/** The certificate the signer names, from the token or from what the judge was given. */
function findSigner({ signer, signedData }: TimestampToken, trust: TrustMaterial): Certificate | undefined {
  for (const source of [signedData.certificates, trust.intermediates, trust.anchors]) {
    for (const bytes of source) {
      const certificate = parseCertificate(bytes);
      if (certificate.ok && isNamedBy(certificate.value, signer.signer)) return certificate.value;
    }
  }
  return undefined;
}

const CMS_REASONS: Readonly<Record<CmsFailure, TimestampReason>> = {
  'attributes-missing': 'timestamp-malformed',
  'algorithm-refused': 'timestamp-algorithm-refused',
  'weak-key': 'timestamp-algorithm-refused',
  'content-changed': 'timestamp-content-changed',
  'signature-wrong': 'timestamp-signature-wrong',
};

function signerReason(token: TimestampToken, certificate: Certificate, primitives: Primitives): TimestampReason | undefined {
  const failure = cmsFailure(token.signer, CMS.tstInfo, token.content, certificate, primitives);
  if (failure !== undefined) return CMS_REASONS[failure];
  return isBound(token, certificate, primitives) && authorityMatches(token, certificate) ? undefined : 'timestamp-signer-differs';
}

/** Every signing-certificate attribute there is must mean the signer; one at least must be there (RFC 5816 §2.2.1). */
function isBound({ signer }: TimestampToken, certificate: Certificate, primitives: Primitives): boolean {
  const versions = [
    [CMS.signingCertificate, 1],
    [CMS.signingCertificateV2, 2],
  ] as const;
  const present = versions.filter(([type]) => signer.signedAttributes.has(type));
  return (
    present.length > 0 &&
    present.every(([type, version]) => {
      const value = singleAttribute(signer.signedAttributes, type);
      return value !== undefined && identifies(readSigningCertificate(value, version), certificate, primitives);
    })
  );
}

/** RFC 3161 §2.4.2: a named authority corresponds to a subject name of the certificate. */
function authorityMatches({ info: { authority } }: TimestampToken, { subject, subjectAltNames }: Certificate): boolean {
  if (authority?.kind !== 'directory') return true;
  const { key } = authority.name;
  return subject.key === key || subjectAltNames.some((name) => name.kind === 'directory' && name.name.key === key);
}
