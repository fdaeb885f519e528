import { describe } from '#domain';
import {
  BLOCKS,
  CHECKS,
  checkOf,
  FINDINGS,
  PDF_FINDINGS,
  type Block,
  type Check,
  type CheckId,
  type Finding,
  type PolicyInForce,
  type SubIndication,
  type SubjectKind,
} from '#signature';
import type { JudgedRefusal } from '../refusals.ts';

/** `disabled`: the policy does not ask. `not-asked`: an earlier answer made the question idle. */
export type CheckStatus = 'passed' | 'failed' | 'open' | 'warned' | 'informed' | 'disabled' | 'not-asked';

/** One question and its answer. What is not `passed` says why and what to do. */
export interface CheckAnswer {
  readonly check: string;
  readonly status: CheckStatus;
  readonly clause: string;
  readonly code?: string;
  readonly subIndication?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly message?: string;
  readonly remedy?: string;
}

/** Everything that was asked about one document, signature, time-stamp or certificate. */
export interface SubjectAnswer {
  /** `document`, `signature[0]`, `signature[0].timestamp[0].certificate`; a prefix names the part of the file. */
  readonly subject: string;
  readonly kind: SubjectKind;
  /** For people, in Vietnamese. */
  readonly title: string;
  readonly where?: string;
  readonly answers: readonly CheckAnswer[];
}

/** A finding, or a refusal of a reader. */
export type Told = Pick<Finding, 'code' | 'params' | 'where' | 'reason'> & {
  readonly verdict: Finding['verdict'];
  readonly subIndication: SubIndication;
};

/** What is to be asked about, with everything that was found about it. */
export interface Subject extends Omit<SubjectAnswer, 'answers'> {
  /** In the order of the report; `true` when it came to these questions. */
  readonly blocks: readonly (readonly [Block, boolean])[];
  readonly findings: readonly Told[];
}

const TABLES: Readonly<Record<string, Pick<Told, 'verdict' | 'subIndication'>>> = {
  ...FINDINGS,
  ...PDF_FINDINGS,
  'form/item-hash': { verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' },
};

/** A refusal with its verdict: what is in no table of findings is about the form or the content, and definite. */
export const toldOf = (refusal: JudgedRefusal): Told => ({
  ...refusal,
  ...(TABLES[refusal.code] ?? { verdict: 'TOTAL-FAILED', subIndication: refusal.subIndication ?? 'SIG_CONSTRAINTS_FAILURE' }),
});

/** Blocks that are only come to while all before them found nothing. */
export function sequence(blocks: readonly Block[], findings: readonly Told[], isReached = true): Subject['blocks'] {
  let reached = isReached;
  return blocks.map((block) => {
    const now = reached;
    reached &&= !findings.some((one) => checkOf(one)?.block === block);
    return [block, now] as const;
  });
}

const BY_BLOCK: ReadonlyMap<Block, readonly Check[]> = Map.groupBy<Block, Check>(CHECKS, ({ block }) => block);

/** Answers every check of the policy that is about the subject. Pure: the same facts and policy, the same answers in the same order. */
export function answerChecks({ blocks, findings, ...subject }: Subject, policy: PolicyInForce): SubjectAnswer {
  const found = Map.groupBy(findings, (one) => checkOf(one)?.id);
  const answers = blocks.flatMap(([block, isReached]) => {
    const checks = BY_BLOCK.get(block) ?? [];
    const isOver = 'stops' in BLOCKS[block] && checks.some(({ id }) => found.has(id));
    return checks.flatMap((check) => answer(check, found.get(check.id) ?? [], isReached && !isOver, policy));
  });
  return { ...subject, answers };
}

function answer({ id, clause }: Check, found: readonly Told[], isAsked: boolean, { entries }: PolicyInForce): readonly CheckAnswer[] {
  const level = entries.get(id as CheckId)?.level;
  if (level === undefined) return [];
  if (level === 'IGNORE') return [{ check: id, status: 'disabled', clause }];
  if (found.length === 0) return [{ check: id, status: isAsked ? 'passed' : 'not-asked', clause }];
  return found.map((one) => {
    const { code, publicCode, message, remedy } = describe(one);
    return {
      check: id,
      status: level === 'WARN' ? 'warned' : level === 'INFORM' ? 'informed' : one.verdict === 'TOTAL-FAILED' ? 'failed' : 'open',
      clause,
      code: publicCode ?? code,
      subIndication: one.subIndication,
      ...(one.params !== undefined && { params: one.params }),
      message,
      remedy,
    };
  });
}

/** The same about a part of a larger file. */
export const within = (prefix: string, name: string, subjects: readonly SubjectAnswer[]): readonly SubjectAnswer[] =>
  subjects.map((one) => ({ ...one, subject: `${prefix}/${one.subject}`, title: `${name}: ${one.title}` }));
