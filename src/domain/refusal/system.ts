import type { Catalogue } from './refusal.ts';

export const system = {} as const satisfies Catalogue;
