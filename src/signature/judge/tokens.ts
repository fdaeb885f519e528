import { Instant } from '#kernel';
import { canonicalize, isC14nUri, type XmlDocument, type XmlElement } from '#xml';
import type { Primitives } from '../primitives.ts';
import { CLOCK_SKEW_MS_MAX, refused, verifyTimestampToken, withProof, type TimestampJudgement } from '../timestamp/verify.ts';
import type { PathCache, TrustMaterial } from '../x509/index.ts';
import { contains } from '../xades/prepare.ts';
import { isTimestampProperty, type QualifyingProperties, type TimestampProperty } from '../xades/read-properties.ts';
import { archiveImprint } from './archive.ts';
import { finding, tokenFinding, type Finding } from './findings.ts';
import type { DigestBudget, SignatureFacts } from './integrity.ts';
import type { JudgePolicy } from './policy.ts';
import { strongToken } from './strength.ts';

/** What the time-stamps of one signature prove. */
export interface Tokens {
  readonly findings: readonly Finding[];
  /** Moments at which the signature value existed, by its own time-stamps. */
  readonly provenTimes: readonly Instant[];
  /** Accepted archive time-stamps: the signature and whatever stands before each of them existed then. */
  readonly archives: readonly Archive[];
  readonly timestamps: readonly TimestampJudgement[];
}
export const NO_TOKENS: Tokens = { findings: [], provenTimes: [], archives: [], timestamps: [] };

export interface Archive {
  readonly time: Instant;
  readonly element: XmlElement;
}

/** Whether an archive time-stamp of another signature covers an element: a counter-signature among the unsigned properties before it. */
export const isArchived = (element: XmlElement, { element: archive }: Archive): boolean =>
  archive.parent !== null && contains(archive.parent, element) && element.start < archive.start;

export interface TokensInput {
  readonly document: XmlDocument;
  readonly trust: TrustMaterial;
  /** The moment of judging. */
  readonly at: Instant;
  readonly cache?: PathCache;
  readonly policy: Pick<JudgePolicy, 'algorithms'>;
  /** What archive time-stamps of the document together may still cost. */
  readonly budget: DigestBudget;
}

interface Stamped {
  readonly property: TimestampProperty;
  readonly isArchive: boolean;
  readonly judgement: TimestampJudgement;
}

/** A time-stamp that is there and does not verify is never passed over. */
export function judgeTokens(facts: SignatureFacts, input: TokensInput, primitives: Primitives): Tokens {
  const {
    signature: { properties },
    where,
  } = facts;
  if (properties === undefined) return NO_TOKENS;
  const findings: Finding[] = [];
  const stamped: Stamped[] = [];
  const help = helped(input.trust, properties);
  const cache = help === input.trust ? input.cache : undefined;
  const judge = (property: TimestampProperty, isArchive: boolean): void => {
    const {
      element,
      canonicalization: { uri: algorithm },
      tokens,
    } = property;
    if (!isC14nUri(algorithm)) {
      findings.push(finding('signature/algorithm-refused', where, { algorithm }));
      return;
    }
    const octets = isArchive
      ? archiveImprint(element, algorithm, facts, input.document, input.budget)
      : canonicalize(input.document, facts.signature.valueElement, { algorithm });
    if (octets === undefined)
      findings.push(finding('signature/reference-refused', where, { detail: `${element.name}: quá nhiều dữ liệu phải băm` }));
    else
      for (const token of tokens)
        stamped.push({
          property,
          isArchive,
          judgement: strongToken(verifyTimestampToken(token, octets, help, primitives, input.at, cache), input.policy),
        });
  };
  for (const property of properties.timestamps) judge(property, false);
  for (const property of properties.archiveTimestamps) judge(property, true);
  if (properties.others.some(isTimestampProperty)) findings.push(finding('signature/timestamp-not-judged', where));
  const proven = properties.archiveTimestamps.length === 0 ? stamped : proveEarlier(stamped);
  const accepted = proven.flatMap(({ isArchive, property: { element }, judgement: { verdict, genTime } }) =>
    verdict === 'PASSED' && genTime !== undefined ? [{ isArchive, element, time: genTime }] : [],
  );
  return {
    findings: [...findings, ...proven.flatMap(({ judgement }) => tokenFinding(judgement, where) ?? [])],
    provenTimes: accepted.filter(({ isArchive }) => !isArchive).map(({ time }) => time),
    archives: accepted.filter(({ isArchive }) => isArchive),
    timestamps: proven.map(({ judgement }) => judgement),
  };
}

/** What stands beside the signature helps to judge its tokens; the same object when nothing does. */
function helped(trust: TrustMaterial, { certificateValues, crlValues, ocspValues }: QualifyingProperties): TrustMaterial {
  if (certificateValues.length + crlValues.length + ocspValues.length === 0) return trust;
  return {
    anchors: trust.anchors,
    intermediates: [...trust.intermediates, ...certificateValues],
    crls: [...trust.crls, ...crlValues],
    ocsps: [...trust.ocsps, ...ocspValues],
  };
}

/**
 * An accepted archive time-stamp proves that every token before it existed by then (EN 319 102-1 §5.6.2.3), the last first: what it heals may heal others.
 * One that is older than a token it covers proves nothing.
 */
function proveEarlier(stamped: readonly Stamped[]): readonly Stamped[] {
  const inOrder = [...stamped].sort((a, b) => a.property.element.start - b.property.element.start);
  const isBefore = (a: Stamped, b: Stamped): boolean => a.property.element.start < b.property.element.start;
  const done: Stamped[] = [];
  for (const one of inOrder.reverse()) {
    const proofs = done
      .filter((later) => later.isArchive && later.judgement.verdict === 'PASSED' && isBefore(one, later))
      .flatMap(({ judgement }) => judgement.genTime ?? []);
    const judgement = proofs.length === 0 ? one.judgement : withProof(one.judgement, Instant.of(Math.min(...proofs)));
    done.unshift({ ...one, judgement });
  }
  return done.map((one) =>
    one.isArchive &&
    one.judgement.verdict === 'PASSED' &&
    done.some((earlier) => isBefore(earlier, one) && isYounger(earlier.judgement, one.judgement))
      ? { ...one, judgement: refused(one.judgement, 'timestamp-order') }
      : one,
  );
}

const isYounger = (covered: TimestampJudgement, archive: TimestampJudgement): boolean =>
  covered.verdict === 'PASSED' &&
  covered.genTime !== undefined &&
  archive.genTime !== undefined &&
  covered.genTime > archive.genTime + CLOCK_SKEW_MS_MAX;

/** Tokens whose authority's certificate has expired and that nothing proves to have existed before: they prove nothing any more. `elsewhere` is a proof from outside the document. */
export function expiredFindings(
  timestamps: readonly TimestampJudgement[],
  at: Instant,
  where: string,
  elsewhere: number = Number.POSITIVE_INFINITY,
): readonly Finding[] {
  return timestamps.flatMap(({ tsaCertificate, provenBy = Number.POSITIVE_INFINITY }) => {
    if (tsaCertificate === undefined || tsaCertificate.notAfter >= at || Math.min(elsewhere, provenBy) <= tsaCertificate.notAfter)
      return [];
    return [finding('signature/timestamp-expired', where, { time: Instant.toVietnamese(tsaCertificate.notAfter) })];
  });
}
