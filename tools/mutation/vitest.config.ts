import { configDefaults, defineConfig } from 'vitest/config';

/**
 * A mutant of an area is given to the area's own tests alone: what only a neighbour's test would notice counts as survived. Instrumented code on a busy machine is many times slower.
 * Stryker runs the tests in worker threads, whose environment a device library does not see: SoftHSM would find no token, so the tests on devices stay out.
 */
export default defineConfig({ test: { testTimeout: 600_000, include: [`src/${process.env.HOCBA_MUTATION_AREA}/**/*.test.ts`], exclude: [...configDefaults.exclude, 'src/signature/signers/pkcs11/**'] } });
