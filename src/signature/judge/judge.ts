import { Instant } from '#kernel';
import type { XmlDocument, XmlElement } from '#xml';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import type { TimestampJudgement } from '../timestamp/index.ts';
import { type Certificate, type PathCache, type PathJudgement, type TrustMaterial, validatePathOnce } from '../x509/index.ts';
import { digestAlgorithmOf } from '../xades/names.ts';
import { claimFindings } from './claims.ts';
import { finding, pathFinding, worst, type Finding, type SubIndication, type Verdict } from './findings.ts';
import { isCoveredBy, type SignatureFacts } from './integrity.ts';
import { weigh, type JudgePolicy } from './policy.ts';
import { strengthFindings, strongPath } from './strength.ts';
import { isArchived, judgeTokens, NO_TOKENS, type Tokens } from './tokens.ts';

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
  /** Its own time-stamps, each as it was judged. */
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

/** Octets that archive time-stamps of one document may cover together: every one of them covers the document again. */
const ARCHIVED_BYTES_MAX = 128 * 1024 * 1024;

/**
 * Judges signatures of one document against trust and time (EN 319 102-1 §5.3 to §5.6), after their integrity is known. A token proves the existence
 * of its own signature and of every signature that one covers.
 */
export function judgeSignatures(input: JudgeInput, primitives: Primitives): readonly SignatureJudgement[] {
  const budget = { octets: ARCHIVED_BYTES_MAX };
  const tokens = input.facts.map((facts) =>
    facts.findings.length === 0 ? judgeTokens(facts, { ...input, budget }, primitives) : NO_TOKENS,
  );
  return input.facts.map((facts, i) => {
    const isAbout = input.facts.map((other) => other === facts || covers(other, facts));
    const stamped = tokens.flatMap(({ provenTimes }, k) => (isAbout[k]! ? provenTimes : []));
    const all = [
      ...stamped,
      ...tokens.flatMap(({ archives }, k) =>
        archives.filter((archive) => isAbout[k]! || isArchived(facts.signature.element, archive)).map(({ time }) => time),
      ),
    ];
    return judgeOne(
      facts,
      tokens[i]!,
      { time: all.length === 0 ? undefined : Instant.of(Math.min(...all)), isDated: stamped.length > 0 },
      input,
      primitives,
    );
  });
}

/** By when a signature is proven to have existed. An archive time-stamp is made any time later, so it does not say that the signature was made then. */
interface Proof {
  readonly time: Instant | undefined;
  readonly isDated: boolean;
}

const covers = (outer: SignatureFacts, inner: SignatureFacts): boolean => isCoveredBy(inner.signature.valueElement, outer);

const joined = (given: readonly Uint8Array[], beside: readonly Uint8Array[]): readonly Uint8Array[] =>
  beside.length === 0 ? given : [...given, ...beside];

function judgeOne(
  facts: SignatureFacts,
  tokens: Tokens,
  { time: provenTime, isDated }: Proof,
  input: JudgeInput,
  primitives: Primitives,
): SignatureJudgement {
  const { signature, where, certificate, algorithm } = facts;
  const signingTime = signature.properties?.signingTime;
  const all = [...facts.findings];
  let path: PathJudgement | undefined;
  if (all.length === 0 && certificate !== undefined) {
    all.push(...tokens.findings);
    if (signingTime !== undefined)
      all.push(...claimFindings({ time: signingTime, provenTimes: tokens.provenTimes, certificate, at: input.at, where }, input.policy));
    if (algorithm !== undefined)
      all.push(...strengthFindings({ algorithm, digests: digestsOf(facts), certificate, at: provenTime ?? input.at, where }, input.policy));
    path = strongPath(judgePath(facts, certificate, provenTime ?? input.at, input, primitives), provenTime ?? input.at, input.policy);
    const found = pathFinding(path, isDated, where);
    if (found !== undefined) all.push(found);
  } else if (all.length === 0) all.push(finding('signature/certificate-missing', where));
  const { findings, notices } = weigh(all, input.policy);
  return {
    ...worst(findings),
    findings,
    notices,
    where,
    certificate,
    path,
    algorithm,
    level: levelOf(facts),
    signingTime,
    provenTime,
    timestamps: tokens.timestamps,
    covered: facts.covered,
    facts,
  };
}

const digestsOf = ({ signature }: SignatureFacts): readonly string[] =>
  signature.references.flatMap(({ digestUri }) => digestAlgorithmOf(digestUri) ?? []);

function judgePath(
  { signature }: SignatureFacts,
  certificate: Certificate,
  at: Instant,
  { trust, at: now, cache }: JudgeInput,
  primitives: Primitives,
): PathJudgement {
  const { certificateValues = [], crlValues = [], ocspValues = [] } = signature.properties ?? {};
  return validatePathOnce(
    {
      certificate: certificate.der,
      ...trust,
      extraCertificates: joined(signature.certificates, certificateValues),
      extraCrls: crlValues,
      extraOcsps: ocspValues,
      at,
      validationTime: Instant.of(Math.max(at, now)),
      purpose: 'documentSigning',
    },
    primitives,
    cache,
  );
}

function levelOf({ signature: { properties } }: SignatureFacts): SignatureLevel {
  if (properties === undefined) return 'XMLDSig';
  if (properties.archiveTimestamps.length > 0) return 'B-LTA';
  if (properties.timestamps.length === 0) return 'B-B';
  return properties.certificateValues.length > 0 && properties.crlValues.length + properties.ocspValues.length > 0 ? 'B-LT' : 'B-T';
}

/** The signer of a later signature has seen the earlier one, so the earlier cannot claim a later time (and the proofs must agree). */
export function orderFindings(
  earlier: SignatureJudgement,
  later: SignatureJudgement,
  { clockToleranceMs }: JudgePolicy,
): readonly Finding[] {
  const claimedLater =
    earlier.signingTime !== undefined && later.signingTime !== undefined && earlier.signingTime > later.signingTime + clockToleranceMs;
  const afterProof =
    earlier.signingTime !== undefined && later.provenTime !== undefined && earlier.signingTime > later.provenTime + clockToleranceMs;
  return claimedLater || afterProof ? [finding('signature/order', later.where)] : [];
}
