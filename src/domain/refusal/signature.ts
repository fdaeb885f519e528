import type { Catalogue } from './refusal.ts';

export const signature = {} as const satisfies Catalogue;
