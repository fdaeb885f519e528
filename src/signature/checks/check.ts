import type { Block } from './blocks.ts';

/** One question of a verification, and how it is answered. */
export interface Check<Id extends string = string> {
  /** Stable: policies and reports name the check by it. */
  readonly id: Id;
  readonly block: Block;
  readonly question: { readonly en: string; readonly vi: string };
  /** Where the question comes from: EN 319 102-1 V1.3.1, an RFC, a law. */
  readonly clause: string;
  /** The answer when nothing is wrong, in Vietnamese. */
  readonly passed: string;
  /**
   * What answers it otherwise: codes of findings, reasons of paths and tokens, or (with a slash at the end) a whole area of refusals. Verdict and sentence of each
   * stand in its own table (judge/findings.ts, pades/findings.ts, x509/path-reasons.ts, timestamp/reasons.ts, the catalogue of refusals).
   */
  readonly reasons: readonly string[];
}

/** Keeps the id as a type. */
export const check = <const Id extends string>(row: Check<Id>): Check<Id> => row;
