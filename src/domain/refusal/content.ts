import type { Catalogue } from './refusal.ts';

export const content = {} as const satisfies Catalogue;
