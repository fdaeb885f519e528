import type { Catalogue } from './refusal.ts';

export const portal = {} as const satisfies Catalogue;
