/** The middle of an odd number of values; one slow round of a busy machine does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** The smallest value that at least this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

/** Three significant digits: more would only look exact. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

/** Wall time of a piece of synchronous work, microseconds. */
export function microsecondsOf(work: () => void): number {
  const from = performance.now();
  work();
  return (performance.now() - from) * 1000;
}

const ROUNDS = 5;
/** Items for a contestant that must never see one twice: a share for each round, the warming-up included. */
export const SHARES = ROUNDS + 1;

/** A contestant that does some work on each of the next share of items; answers microseconds per item. */
export function onFresh<Item>(items: readonly Item[], work: (item: Item) => unknown): () => Promise<number> {
  const size = Math.floor(items.length / SHARES);
  let round = 0;
  return async () => {
    const share = items.slice(round * size, ++round * size);
    const from = performance.now();
    for (const item of share) await work(item);
    return ((performance.now() - from) * 1000) / share.length;
  };
}

/**
 * Runs the contestants one after the other, round by round, so that whatever else the machine does meets all of them alike. A contestant answers the
 * cost of one of its units; the first round only warms up. Answers the median of each.
 */
export async function interleaved<Name extends string>(
  contestants: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contestants) as Name[];
  const costs = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const cost = await contestants[name]();
      if (round > 0) costs.get(name)!.push(cost);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(costs.get(name)!)])) as Record<Name, number>;
}
