import { describe, type HocBa, type Refusal, type Sha256Hex } from '#domain';
import { Instant } from '#kernel';
import type { SignatureJudgement, SubIndication, Verdict } from '#signature';
import type { SubjectAnswer } from './report/answers.ts';
import { displaySigner } from './signer-name.ts';

/** What kind of file was judged. */
export type FileKind = 'packet' | 'batch' | 'message' | 'confirmation' | 'pdf' | 'document';

export interface SignatureAnswer {
  /** The role the signer claims, as the file names it: `GVCN`, `CBQL`, `KY_PHAT_HANH`, `KY_SO`… */
  readonly role: string | null;
  readonly signer: string;
  readonly verdict: Verdict;
  readonly subIndication: SubIndication | null;
  /** Claimed by the signer. */
  readonly signingTime: string | null;
  /** Proven by a time-stamp; null without a proof. */
  readonly bestSignatureTime: string | null;
  /** References to data that are intact, as the signature writes them. */
  readonly covers: readonly string[];
  /** Where it stands in its document, as in `errors` and `checks`. */
  readonly where: string;
  /** Places of the signatures of the same document whose value it signs: a reference to it alone, not to a part that holds it. */
  readonly counterSigns: readonly string[];
  readonly algorithm: string;
  readonly level: string;
}

export interface AnswerError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly where?: string;
}

/** The policy that was applied: its digest is of the octets of the policy file. */
export interface PolicyAnswer {
  readonly id: string;
  readonly title: string;
  readonly from: string;
  readonly sha256: string;
}

/** The first layer: what it means and what to do, in Vietnamese. */
export interface CitizenAnswer {
  readonly sentence: string;
  readonly advice: string;
}

/** What one document of a file was found to be. */
export interface DocumentAnswer {
  readonly verdict: Verdict;
  readonly subIndication: SubIndication | null;
  readonly kind: FileKind;
  readonly signatures: readonly SignatureAnswer[];
  /** What the signatures cover, as values; a list when the file holds several packets. Absent for anything that failed. */
  readonly record?: HocBa | readonly HocBa[];
  /** Digests of the packets that were judged: what a registry is asked about when the file is a PDF or a batch. */
  readonly packets: readonly Sha256Hex[];
  readonly errors: readonly AnswerError[];
  /** What the policy wants told though it decides nothing. */
  readonly warnings: readonly AnswerError[];
  /** Every check of the policy, answered about each document, signature, time-stamp and certificate. */
  readonly checks: readonly SubjectAnswer[];
  /** What the verdict does not say, in Vietnamese. */
  readonly notes: readonly string[];
}

/** The answer of `hocba verify` and POST /api/verify (docs/verification-report.md). */
export interface FileAnswer extends DocumentAnswer {
  readonly citizen: CitizenAnswer;
  readonly policy: PolicyAnswer;
}

const time = (instant: Instant | undefined): string | null => (instant === undefined ? null : Instant.toIso(instant));

/** One signature of a document; `all` are the signatures of the same document. */
export function signatureAnswer(judgement: SignatureJudgement, _: number, all: readonly SignatureJudgement[]): SignatureAnswer {
  const { signature, algorithm, findings, covered } = judgement.facts;
  const dataUris = signature.references
    .filter(({ type }) => type === undefined || !type.endsWith('#SignedProperties'))
    .map(({ uri }) => uri ?? '');
  return {
    role: signature.properties?.claimedRoles[0] ?? null,
    signer: displaySigner(judgement.certificate),
    verdict: judgement.verdict,
    subIndication: judgement.subIndication ?? null,
    signingTime: time(judgement.signingTime),
    bestSignatureTime: time(judgement.provenTime),
    covers: findings.length === 0 ? dataUris : [],
    where: judgement.where,
    counterSigns:
      findings.length === 0 ? all.filter(({ facts }) => covered.includes(facts.signature.valueElement)).map(({ where }) => where) : [],
    algorithm: algorithm ?? signature.signatureMethod,
    level: judgement.level,
  };
}

/** Public code and sentence; a prefix tells which part of the file is meant. */
export function errorAnswer(refusal: Refusal, part = ''): AnswerError {
  const { publicCode, code, message, remedy, where } = describe(refusal);
  const place = [part, where].filter((text) => text !== undefined && text !== '').join(' ');
  return { code: publicCode ?? code, message, remedy, ...(place !== '' && { where: place }) };
}

/** The same reason inside a part of a larger file. */
export const placed = (part: string, error: AnswerError): AnswerError => ({
  ...error,
  where: [part, error.where].filter((text) => text !== undefined).join(' '),
});
