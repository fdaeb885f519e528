import type { Catalogue } from './refusal.ts';

export const transport = {} as const satisfies Catalogue;
