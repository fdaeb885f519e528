import type { Catalogue } from './refusal.ts';

export const workbook = {} as const satisfies Catalogue;
