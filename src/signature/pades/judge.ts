import { Instant } from '#kernel';
import type { SignatureAlgorithm } from '../algorithms.ts';
import { claimFindings } from '../judge/claims.ts';
import { pathFinding, tokenFinding, worst, type Finding, type SubIndication, type Verdict } from '../judge/findings.ts';
import { weigh, type JudgePolicy } from '../judge/policy.ts';
import { strengthFindings, strongPath, strongToken } from '../judge/strength.ts';
import type { Primitives } from '../primitives.ts';
import { parseTimestampToken, TIMESTAMP_REASONS, verifyTimestampToken, type TimestampJudgement } from '../timestamp/index.ts';
import { validatePath, type Certificate, type PathJudgement, type TrustMaterial } from '../x509/index.ts';
import { hasShape, hasTouchedCertificate } from './cms-shape.ts';
import { pdfFinding } from './findings.ts';
import type { PdfFacts, PdfSignatureFacts } from './facts.ts';

/** `CMS-B` and `CMS-T`: sound signatures outside the PAdES baseline (adbe.pkcs7.detached, or with attributes the baseline forbids). */
export type PdfLevel = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'CMS-B' | 'CMS-T' | 'DocTimeStamp';

export interface PdfSignatureJudgement {
  readonly verdict: Verdict;
  readonly subIndication?: SubIndication;
  readonly findings: readonly Finding[];
  /** What the policy only wants told. */
  readonly notices: readonly Finding[];
  readonly where: string;
  readonly kind: PdfSignatureFacts['kind'];
  readonly certificate: Certificate | undefined;
  /** How the certificate was judged; undefined when it did not come to that, and for document time-stamps. */
  readonly path: PathJudgement | undefined;
  /** Its own tokens, each as it was judged. */
  readonly timestamps: readonly TimestampJudgement[];
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly level: PdfLevel;
  /** What the signer claims; proves nothing. */
  readonly signingTime: Instant | undefined;
  /** The earliest moment at which the signature is proven to have existed; undefined without a proof. */
  readonly provenTime: Instant | undefined;
  readonly facts: PdfSignatureFacts;
}

export interface PdfJudgeInput {
  readonly facts: PdfFacts;
  readonly trust: TrustMaterial /** The moment of judging. */;
  readonly at: Instant;
  readonly policy: JudgePolicy;
}

/**
 * Judges the signatures of a PDF against trust and time (EN 319 102-1 §5.3 to §5.6). A token proves its own signature and every one that its signature
 * covers; a document time-stamp proves all before it. Evidence in the file helps to judge and is never trusted.
 */
export function judgePdf({ facts, trust, at, policy }: PdfJudgeInput, primitives: Primitives): readonly PdfSignatureJudgement[] {
  const { evidence, signatures } = facts;
  const help: TrustMaterial = {
    anchors: trust.anchors,
    intermediates: joined(trust.intermediates, evidence.certificates),
    crls: joined(trust.crls, evidence.crls),
    ocsps: joined(trust.ocsps, evidence.ocsps),
  };
  const tokens = signatures.map((one) => (one.findings.length === 0 ? judgeTokens(one, { help, at, policy }, primitives) : NO_TOKENS));
  return signatures.map((one, i) => {
    const end = one.coverage?.end ?? Number.POSITIVE_INFINITY;
    const proofs = signatures.flatMap((other, k) => (k === i || (other.coverage?.end ?? 0) > end ? tokens[k]!.times : []));
    const provenTime = proofs.length === 0 ? undefined : Instant.of(Math.min(...proofs));
    const signer =
      one.findings.length > 0 || one.kind === 'timestamp'
        ? NO_SIGNER
        : judgeSigner({ one, tokens: tokens[i]!, provenTime, help, now: at, policy }, primitives);
    const { findings, notices } = weigh(
      one.findings.length > 0 ? one.findings : [...touchedFindings(one, help, primitives), ...tokens[i]!.findings, ...signer.findings],
      policy,
    );
    const { where, kind, certificate, algorithm } = one;
    return {
      ...worst(findings),
      findings,
      notices,
      where,
      kind,
      certificate,
      path: signer.path,
      timestamps: tokens[i]!.judged,
      algorithm,
      level: levelOf(one, facts),
      signingTime: one.claims[0],
      provenTime,
      facts: one,
    };
  });
}

/** Only whether each signature is intact; who signed, when and whether they may is not asked. */
export function pdfIntegrity(facts: PdfFacts): readonly PdfSignatureJudgement[] {
  return facts.signatures.map((one) => {
    const { findings, where, kind, certificate, algorithm } = one;
    return {
      ...worst(findings),
      findings,
      notices: [],
      where,
      kind,
      certificate,
      path: undefined,
      timestamps: [],
      algorithm,
      level: levelOf(one, facts),
      signingTime: one.claims[0],
      provenTime: undefined,
      facts: one,
    };
  });
}

const joined = (given: readonly Uint8Array[], beside: readonly Uint8Array[]): readonly Uint8Array[] =>
  beside.length === 0 ? given : [...given, ...beside];

interface Tokens {
  readonly findings: readonly Finding[];
  readonly times: readonly Instant[];
  readonly judged: readonly TimestampJudgement[];
}
const NO_TOKENS: Tokens = { findings: [], times: [], judged: [] };

/** A time-stamp that is there and does not verify is never passed over. */
function judgeTokens(
  { where, token, signed, cms }: PdfSignatureFacts,
  { help, at, policy }: { readonly help: TrustMaterial; readonly at: Instant; readonly policy: JudgePolicy },
  primitives: Primitives,
): Tokens {
  const given = token === undefined ? cms.tokens.map((one) => [one, cms.value] as const) : [[token, signed()] as const];
  const judged = given.map(([one, over]) => {
    const judgement = strongToken(verifyTimestampToken(one, over, help, primitives, at), policy);
    return hasShape(one, judgement.tsaCertificate) ? judgement : MALFORMED;
  });
  return {
    times: judged.flatMap(({ verdict, genTime }) => (verdict === 'PASSED' && genTime !== undefined ? [genTime] : [])),
    findings: judged.flatMap((one) => tokenFinding(one, where) ?? []),
    judged,
  };
}

const MALFORMED: TimestampJudgement = { ...TIMESTAMP_REASONS['timestamp-malformed'], reason: 'timestamp-malformed' };

/** Certificates of signature and tokens are not signed; one that is damaged shows that the value was touched. */
function touchedFindings(
  { where, cms }: PdfSignatureFacts,
  { anchors, intermediates }: TrustMaterial,
  primitives: Primitives,
): readonly Finding[] {
  const inTokens = cms.tokens.flatMap((token) => {
    const parsed = parseTimestampToken(token);
    return parsed.ok ? parsed.value.signedData.certificates : [];
  });
  return hasTouchedCertificate([...cms.certificates, ...inTokens], [...anchors, ...intermediates], primitives)
    ? [pdfFinding('signature/pdf-certificates', where)]
    : [];
}

interface Signer {
  readonly path: PathJudgement | undefined;
  readonly findings: readonly Finding[];
}
const NO_SIGNER: Signer = { path: undefined, findings: [] };

interface SignerInput {
  readonly one: PdfSignatureFacts;
  readonly tokens: Tokens;
  readonly provenTime: Instant | undefined;
  readonly help: TrustMaterial;
  readonly now: Instant;
  readonly policy: JudgePolicy;
}

function judgeSigner(
  { one: { where, certificate, algorithm, claims, cms }, tokens, provenTime, help, now, policy }: SignerInput,
  primitives: Primitives,
): Signer {
  if (certificate === undefined) return { path: undefined, findings: [pdfFinding('signature/certificate-missing', where)] };
  const at = provenTime ?? now;
  const path = strongPath(
    validatePath(
      {
        certificate: certificate.der,
        ...help,
        extraCertificates: cms.certificates,
        extraCrls: cms.crls,
        extraOcsps: cms.ocsps,
        at,
        validationTime: Instant.of(Math.max(at, now)),
        purpose: 'documentSigning',
      },
      primitives,
    ),
    at,
    policy,
  );
  return {
    path,
    findings: [
      ...claims.flatMap((time) => claimFindings({ time, provenTimes: tokens.times, certificate, at: now, where }, policy)),
      ...(algorithm === undefined ? [] : strengthFindings({ algorithm, digests: [], certificate, at, where }, policy)),
      ...[pathFinding(path, provenTime !== undefined, where) ?? []].flat(),
    ],
  };
}

/** EN 319 142-1 §6.3: with evidence B-LT, with a document time-stamp over it B-LTA. What the evidence is worth is not said by the level. */
function levelOf(one: PdfSignatureFacts, { evidence, signatures }: PdfFacts): PdfLevel {
  if (one.kind === 'timestamp') return 'DocTimeStamp';
  const isStampedLater = signatures.some(({ kind, coverage }) => kind === 'timestamp' && (coverage?.end ?? 0) > (one.coverage?.end ?? 0));
  const hasTime = one.cms.tokens.length > 0 || isStampedLater;
  if (!one.baseline) return hasTime ? 'CMS-T' : 'CMS-B';
  if (!hasTime) return 'B-B';
  if (evidence.certificates.length === 0 || evidence.crls.length + evidence.ocsps.length === 0) return 'B-T';
  return isStampedLater ? 'B-LTA' : 'B-LT';
}
