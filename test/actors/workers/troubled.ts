import type { Prepare } from '../../../src/workers/index.ts';

export type Deed = 'double' | 'throw' | 'exit' | 'endless' | 'hoard';
export interface Task { readonly deed: Deed; readonly number: number }

/** A worker that does what it is told, whatever comes of it. */
export const prepare: Prepare<{ readonly factor: number }, Task, { readonly value: number }> = ({ factor }) => {
  const DEEDS: Readonly<Record<Deed, (number: number) => number>> = {
    double: (number) => number * factor,
    throw: () => { throw new Error('cannot'); },
    exit: () => process.exit(3),
    endless: () => { for (;;); },
    hoard: () => {
      const kept: number[][] = [];
      for (;;) kept.push(new Array<number>(1_000_000).fill(1.5));
    },
  };
  return ({ deed, number }) => ({ value: DEEDS[deed](number) });
};
