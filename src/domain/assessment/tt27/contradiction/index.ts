import { AWARD_RULES } from './awards.ts';
import { IDENTITY_RULES } from './identity.ts';
import { LEVEL_RULES } from './levels.ts';
import { REMARK_RULES } from './remarks.ts';
import type { ContradictionRule, Finding, JudgedYear, Severity } from './rule.ts';

export type { ContradictionRule, JudgedYear, Severity } from './rule.ts';

/** Every doubt the product knows, in the order people read: levels and marks, remarks, awards, who the pupil is. */
export const CONTRADICTION_RULES: readonly ContradictionRule[] = [...LEVEL_RULES, ...REMARK_RULES, ...AWARD_RULES, ...IDENTITY_RULES];

export interface Contradiction extends Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly basis: string;
  readonly remedy: string;
  /** Stable while the facts behind the doubt stay: who has seen it once is not asked again. */
  readonly key: string;
}

/** What in a pupil's year does not go together. Warnings only: nothing here keeps a record from being signed. */
export const contradictionsOf = (year: JudgedYear): readonly Contradiction[] =>
  CONTRADICTION_RULES.flatMap(({ id, severity, basis, remedy, find }) =>
    find(year).map((finding) => ({
      ...finding,
      rule: id,
      severity,
      basis,
      remedy,
      key: [id, finding.cell ?? '', finding.facts].join('|'),
    })),
  );
