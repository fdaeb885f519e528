import { defineConfig } from 'vitest/config';

/** A mutant of an area is given to the area's own tests alone: what only a neighbour's test would notice counts as survived. */
export default defineConfig({ test: { testTimeout: 30_000, include: [`src/${process.env.HOCBA_MUTATION_AREA}/**/*.test.ts`] } });
