import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const PURE = ['kernel', 'domain', 'xml', 'packet', 'signature', 'translog', 'verifier', 'contract'].map((area) => `src/${area}/**/*.test.ts`);
/** Much longer than anything takes: the machine may be busy with other work. */
const shared = { setupFiles: ['test/support/seed.ts'], testTimeout: 120_000, hookTimeout: 180_000, expect: { poll: { timeout: 20_000 } } };

/** Much of the suite waits for a browser or a database: on a small machine a core too few (the usual number) would leave the rest idle. */
const WORKERS = Math.max(3, availableParallelism());

/** `unit` needs nothing but the program, and its files share it; `whole` gets a PostgreSQL cluster for the run. */
export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    projects: [
      { test: { ...shared, name: 'unit', include: PURE, isolate: false } },
      { test: { ...shared, name: 'whole', include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts', 'web/**/*.test.ts'], exclude: PURE, globalSetup: ['test/support/global-cluster.ts'] } },
    ],
  },
});
