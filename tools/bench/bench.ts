/** The figures of a measurement; null for what this machine has no program for. */
export type Figures = Readonly<Record<string, number | null>>;

/** Takes one measurement; says on the way what it does. */
export type Bench = (say: (text: string) => void) => Promise<Figures>;
