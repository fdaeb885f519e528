import type { Instant } from '#kernel';
import type { Finding } from './findings.ts';
import type { SignatureRules } from './rules.ts';

/**
 * What a check is worth. FAIL decides the verdict; WARN and INFORM are told beside it; IGNORE is not asked, and the report says so
 * (EN 319 102-1 §5.1.4.1).
 */
export const LEVELS = ['FAIL', 'WARN', 'INFORM', 'IGNORE'] as const;
export type Level = (typeof LEVELS)[number];

/** How long an algorithm is accepted, and with which keys. Digest algorithms have no key. */
export interface AlgorithmRule {
  readonly keyBitsMin?: number;
  /** Signatures proven to be older stay accepted. */
  readonly until?: Instant;
}

/** All a judge needs to know of the policy in force; where it comes from and what the law says about it is the verifier's business. */
export interface JudgePolicy {
  readonly rules: SignatureRules;
  /** Between what the signer claims and what the authority says, at most. */
  readonly claimGapMs: number;
  /** Clocks of honest machines differ by as much. */
  readonly clockToleranceMs: number;
  /** By name; whatever is not listed is refused. */
  readonly algorithms: ReadonlyMap<string, AlgorithmRule>;
  levelOf(finding: Pick<Finding, 'code' | 'reason'>): Level;
}

export interface Weighed {
  /** What decides. */
  readonly findings: readonly Finding[];
  /** What is only told. */
  readonly notices: readonly Finding[];
}

/** The findings by what the policy makes of them. */
export function weigh(all: readonly Finding[], policy: Pick<JudgePolicy, 'levelOf'>): Weighed {
  if (all.length === 0) return NOTHING;
  const levels = all.map((finding) => policy.levelOf(finding));
  return {
    findings: all.filter((_, i) => levels[i] === 'FAIL'),
    notices: all.filter((_, i) => levels[i] === 'WARN' || levels[i] === 'INFORM'),
  };
}
const NOTHING: Weighed = { findings: [], notices: [] };
