import { configDefaults, defineConfig } from 'vitest/config';
import { AREAS, isArea } from './areas.ts';

const area = process.env.HOCBA_MUTATION_AREA;
if (!isArea(area)) throw new Error(`no area of mutation testing: ${area}`);
const { include, exclude } = AREAS[area];

/** What only a neighbour's test would notice counts as survived. Instrumented code on a busy machine is many times slower. */
export default defineConfig({ test: { testTimeout: 600_000, include: [...include], exclude: [...configDefaults.exclude, ...exclude] } });
