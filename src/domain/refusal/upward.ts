import type { Catalogue } from './refusal.ts';

export const upward = {} as const satisfies Catalogue;
