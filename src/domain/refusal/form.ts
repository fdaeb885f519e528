import type { Catalogue } from './refusal.ts';

export const form = {} as const satisfies Catalogue;
