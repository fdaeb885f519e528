import type { Catalogue } from './refusal.ts';

export const school = {} as const satisfies Catalogue;
