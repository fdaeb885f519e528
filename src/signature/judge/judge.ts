import { Instant } from '#kernel';
import { canonicalize, isC14nUri, type XmlDocument, type XmlElement } from '#xml';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { verifyTimestampToken, type TimestampJudgement } from '../timestamp/index.ts';
import { type Certificate, type PathCache, type PathJudgement, type TrustMaterial, validatePathOnce } from '../x509/index.ts';
import { isTimestampProperty } from '../xades/read-properties.ts';
import { digestAlgorithmOf } from '../xades/names.ts';
import { claimFindings } from './claims.ts';
import { finding, pathFinding, tokenFinding, worst, type Finding, type SubIndication, type Verdict } from './findings.ts';
import { isCoveredBy, type SignatureFacts } from './integrity.ts';
import { weigh, type JudgePolicy } from './policy.ts';
import { strengthFindings } from './strength.ts';

export type SignatureLevel = 'XMLDSig' | 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/** What was found out about one signature. */
export interface SignatureJudgement {
  readonly verdict: Verdict;
  readonly subIndication?: SubIndication;
  readonly findings: readonly Finding[];
  /** What the policy only wants told. */
  readonly notices: readonly Finding[];
  readonly where: string;
  readonly certificate: Certificate | undefined;
  /** How the certificate was judged; undefined when it did not come to that. */
  readonly path: PathJudgement | undefined;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly level: SignatureLevel;
  /** What the signer claims; proves nothing. */
  readonly signingTime: Instant | undefined;
  /** The earliest moment at which the signature is proven to have existed; undefined without a proof. */
  readonly provenTime: Instant | undefined;
  /** Its own signature time-stamps, each as it was judged. */
  readonly timestamps: readonly TimestampJudgement[];
  readonly covered: readonly (XmlElement | 'document')[];
  readonly facts: SignatureFacts;
}

export interface JudgeInput {
  readonly document: XmlDocument;
  readonly facts: readonly SignatureFacts[];
  readonly trust: TrustMaterial;
  /** The moment of judging. */
  readonly at: Instant;
  readonly policy: JudgePolicy;
  /** Of the same trust material. */
  readonly cache?: PathCache;
}

/**
 * Judges signatures of one document against trust and time (EN 319 102-1 §5.3 to §5.6), after their integrity is known. A token proves the existence
 * of its own signature and of every signature that one covers.
 */
export function judgeSignatures(input: JudgeInput, primitives: Primitives): readonly SignatureJudgement[] {
  const tokens = input.facts.map((facts) => (facts.findings.length === 0 ? judgeTokens(facts, input, primitives) : NO_TOKENS));
  return input.facts.map((facts, i) => {
    const proofs = input.facts.flatMap((other, k) => (k === i || covers(other, facts) ? tokens[k]!.provenTimes : []));
    return judgeOne(facts, tokens[i]!, proofs.length === 0 ? undefined : Instant.of(Math.min(...proofs)), input, primitives);
  });
}

interface Tokens { readonly findings: readonly Finding[]; readonly provenTimes: readonly Instant[]; readonly timestamps: readonly TimestampJudgement[] }
const NO_TOKENS: Tokens = { findings: [], provenTimes: [], timestamps: [] };

const covers = (outer: SignatureFacts, inner: SignatureFacts): boolean => outer !== inner && isCoveredBy(inner.signature.valueElement, outer);

/** A time-stamp that is there and does not verify is never passed over. */
function judgeTokens({ signature, where }: SignatureFacts, { document, trust, at, cache }: JudgeInput, primitives: Primitives): Tokens {
  const findings: Finding[] = [], provenTimes: Instant[] = [], timestamps: TimestampJudgement[] = [];
  const { properties } = signature;
  if (properties === undefined) return NO_TOKENS;
  const help: TrustMaterial = {
    ...trust, intermediates: joined(trust.intermediates, properties.certificateValues), crls: joined(trust.crls, properties.crlValues), ocsps: joined(trust.ocsps, properties.ocspValues),
  };
  const isShared = properties.certificateValues.length + properties.crlValues.length + properties.ocspValues.length === 0;
  for (const { canonicalization, tokens } of properties.timestamps) {
    if (!isC14nUri(canonicalization.uri)) {
      findings.push(finding('signature/algorithm-refused', where, { algorithm: canonicalization.uri }));
      continue;
    }
    const octets = canonicalize(document, signature.valueElement, { algorithm: canonicalization.uri });
    for (const token of tokens) {
      const judgement = verifyTimestampToken(token, octets, help, primitives, at, isShared ? cache : undefined);
      timestamps.push(judgement);
      const found = tokenFinding(judgement, where);
      if (found !== undefined) findings.push(found);
      else if (judgement.genTime !== undefined) provenTimes.push(judgement.genTime);
    }
  }
  if (properties.others.some(isTimestampProperty)) findings.push(finding('signature/timestamp-not-judged', where));
  return { findings, provenTimes, timestamps };
}

const joined = (given: readonly Uint8Array[], beside: readonly Uint8Array[]): readonly Uint8Array[] => (beside.length === 0 ? given : [...given, ...beside]);

function judgeOne(facts: SignatureFacts, tokens: Tokens, provenTime: Instant | undefined, input: JudgeInput, primitives: Primitives): SignatureJudgement {
  const { signature, where, certificate, algorithm } = facts;
  const signingTime = signature.properties?.signingTime;
  const all = [...facts.findings];
  let path: PathJudgement | undefined;
  if (all.length === 0 && certificate !== undefined) {
    all.push(...tokens.findings);
    if (signingTime !== undefined) all.push(...claimFindings({ time: signingTime, provenTimes: tokens.provenTimes, certificate, at: input.at, where }, input.policy));
    if (algorithm !== undefined) all.push(...strengthFindings({ algorithm, digests: digestsOf(facts), certificate, at: provenTime ?? input.at, where }, input.policy));
    path = judgePath(facts, certificate, provenTime ?? input.at, input, primitives);
    const found = pathFinding(path, provenTime !== undefined, where);
    if (found !== undefined) all.push(found);
  } else if (all.length === 0) all.push(finding('signature/certificate-missing', where));
  const { findings, notices } = weigh(all, input.policy);
  return { ...worst(findings), findings, notices, where, certificate, path, algorithm, level: levelOf(facts), signingTime, provenTime, timestamps: tokens.timestamps, covered: facts.covered, facts };
}

const digestsOf = ({ signature }: SignatureFacts): readonly string[] => signature.references.flatMap(({ digestUri }) => digestAlgorithmOf(digestUri) ?? []);

function judgePath({ signature }: SignatureFacts, certificate: Certificate, at: Instant, { trust, at: now, cache }: JudgeInput, primitives: Primitives): PathJudgement {
  const { certificateValues = [], crlValues = [], ocspValues = [] } = signature.properties ?? {};
  return validatePathOnce({
    certificate: certificate.der, ...trust, extraCertificates: joined(signature.certificates, certificateValues), extraCrls: crlValues, extraOcsps: ocspValues,
    at, validationTime: Instant.of(Math.max(at, now)), purpose: 'documentSigning',
  }, primitives, cache);
}

function levelOf({ signature: { properties } }: SignatureFacts): SignatureLevel {
  if (properties === undefined) return 'XMLDSig';
  if (properties.timestamps.length === 0) return 'B-B';
  if (properties.others.some(({ local }) => local === 'ArchiveTimeStamp')) return 'B-LTA';
  return properties.certificateValues.length > 0 && properties.crlValues.length + properties.ocspValues.length > 0 ? 'B-LT' : 'B-T';
}

/** The signer of a later signature has seen the earlier one, so the earlier cannot claim a later time (and the proofs must agree). */
export function orderFindings(earlier: SignatureJudgement, later: SignatureJudgement, { clockToleranceMs }: JudgePolicy): readonly Finding[] {
  const claimedLater = earlier.signingTime !== undefined && later.signingTime !== undefined && earlier.signingTime > later.signingTime + clockToleranceMs;
  const afterProof = earlier.signingTime !== undefined && later.provenTime !== undefined && earlier.signingTime > later.provenTime + clockToleranceMs;
  return claimedLater || afterProof ? [finding('signature/order', later.where)] : [];
}

