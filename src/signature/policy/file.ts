import type { C14nUri } from '#xml';
import type { CheckId, Scope } from '../checks/index.ts';
import type { Level } from '../judge/policy.ts';

/** Since when an entry holds (ISO day, Việt Nam) and which text of law or standard it comes from. A later entry about the same thing takes its place. */
export interface Sourced {
  readonly from: string;
  readonly document: string;
  readonly article: string;
}

export interface FormEntry extends Sourced {
  readonly canonicalizations: readonly C14nUri[];
  readonly wholeDocument: boolean;
  readonly enveloped: boolean;
  readonly inclusivePrefixes: boolean;
  readonly referencesMax: number;
  readonly xades: boolean;
  readonly otherObjects: boolean;
}
export const BOUNDS = ['claimGapHours', 'clockToleranceMinutes'] as const;
export type BoundName = (typeof BOUNDS)[number];
export interface BoundEntry extends Sourced {
  readonly name: BoundName;
  readonly value: number;
}
export interface AlgorithmEntry extends Sourced {
  readonly name: string;
  readonly keyBitsMin?: number /** The last day. */;
  readonly until?: string;
}
export interface CheckEntry extends Sourced {
  readonly check: CheckId;
  readonly level: Level;
}

/** A verification policy as data (`policies/verification-*.json`), validated. */
export interface PolicyFile {
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
  readonly form: readonly FormEntry[];
  readonly bounds: readonly BoundEntry[];
  readonly algorithms: readonly AlgorithmEntry[];
  readonly checks: readonly CheckEntry[];
  /** What its digest is over: the octets of the file. */
  readonly octets: Uint8Array;
}
