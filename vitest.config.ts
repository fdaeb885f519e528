import { defineConfig } from 'vitest/config';

const PURE = ['kernel', 'domain', 'xml', 'packet', 'signature', 'translog', 'verifier', 'contract'].map((area) => `src/${area}/**/*.test.ts`);
const shared = { testTimeout: 30_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };

/** `unit` needs nothing but the program; `whole` gets a PostgreSQL cluster for the run. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: PURE } },
      { test: { ...shared, name: 'whole', include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts', 'web/**/*.test.ts'], exclude: PURE, globalSetup: ['test/support/global-cluster.ts'] } },
    ],
  },
});
