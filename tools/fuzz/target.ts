import type { Random } from './random.ts';

/** What became of one input. */
export interface Outcome {
  /** Present when the input was accepted: what the oracles are asked about. */
  readonly accepted?: Accepted;
  /** Found wrong without any oracle: accepted against what is known about the genuine document. */
  readonly wrong?: string;
}
export interface Accepted {
  readonly input: Uint8Array;
  readonly facts: Readonly<Record<string, string | Uint8Array>>;
}

/** Something that reads hostile input, how its inputs are made, and who gives a second opinion on what it accepts. */
export interface Target {
  readonly name: string;
  generate(random: Random): Uint8Array;
  /** Must end without an exception and in time, whatever the input is. */
  run(input: Uint8Array): Outcome;
  /** Accepted inputs one call of the oracles takes. */
  readonly batch: number;
  /** For each item what an oracle has against it; undefined where it agrees. */
  ask(items: readonly Accepted[]): readonly (string | undefined)[];
  close(): Promise<void>;
}

/** Asks about all at once; only when that fails about halves, so that what all agree on costs one process. */
export function bisect<T>(items: readonly T[], fails: (some: readonly T[]) => string | undefined): readonly (string | undefined)[] {
  if (items.length === 0) return [];
  const failure = fails(items);
  if (failure === undefined) return items.map(() => undefined);
  if (items.length === 1) return [failure];
  const middle = items.length >> 1;
  return [...bisect(items.slice(0, middle), fails), ...bisect(items.slice(middle), fails)];
}
