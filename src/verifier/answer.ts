import { describe, type HocBa, type Refusal, type Sha256Hex } from '#domain';
import { Instant } from '#kernel';
import type { SignatureJudgement, SubIndication, Verdict } from '#signature';
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
  readonly algorithm: string;
  readonly level: string;
}

export interface AnswerError { readonly code: string; readonly message: string; readonly where?: string }

/** The answer of `hocba verify` and POST /api/verify. */
export interface FileAnswer {
  readonly verdict: Verdict;
  readonly subIndication: SubIndication | null;
  readonly kind: FileKind;
  readonly signatures: readonly SignatureAnswer[];
  /** What the signatures cover, as values; a list when the file holds several packets. Absent for anything that failed. */
  readonly record?: HocBa | readonly HocBa[];
  /** Digests of the packets that were judged: what a registry is asked about when the file is a PDF or a batch. */
  readonly packets: readonly Sha256Hex[];
  readonly errors: readonly AnswerError[];
  /** What the verdict does not say, in Vietnamese. */
  readonly notes: readonly string[];
}

const time = (instant: Instant | undefined): string | null => (instant === undefined ? null : Instant.toIso(instant));

export function signatureAnswer(judgement: SignatureJudgement): SignatureAnswer {
  const { signature, algorithm, findings } = judgement.facts;
  const dataUris = signature.references.filter(({ type }) => type === undefined || !type.endsWith('#SignedProperties')).map(({ uri }) => uri ?? '');
  return {
    role: signature.properties?.claimedRoles[0] ?? null, signer: displaySigner(judgement.certificate), verdict: judgement.verdict, subIndication: judgement.subIndication ?? null,
    signingTime: time(judgement.signingTime), bestSignatureTime: time(judgement.provenTime), covers: findings.length === 0 ? dataUris : [],
    algorithm: algorithm ?? signature.signatureMethod, level: judgement.level,
  };
}

/** Public code and sentence; a prefix tells which part of the file is meant. */
export function errorAnswer(refusal: Refusal, part = ''): AnswerError {
  const { publicCode, code, message, where } = describe(refusal);
  const place = [part, where].filter((text) => text !== undefined && text !== '').join(' ');
  return { code: publicCode ?? code, message, ...(place !== '' && { where: place }) };
}
