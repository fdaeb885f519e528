import { configDefaults, defineConfig } from 'vitest/config';
import { isArea, LEFT_OUT, testsOf } from './areas.ts';

const area = process.env.HOCBA_MUTATION_AREA;
if (!isArea(area)) throw new Error(`no area of mutation testing: ${area}`);

/** What only a test elsewhere would notice counts as survived. Instrumented code on a busy machine is many times slower. */
export default defineConfig({
  test: { testTimeout: 600_000, hookTimeout: 600_000, include: [...testsOf(area)], exclude: [...configDefaults.exclude, LEFT_OUT] },
});
