import type { Instant } from '#kernel';

/** What a program may be allowed in the name of a person: bring workbooks in, take lists out, print records. */
export const TOKEN_USES = ['import', 'export', 'print'] as const;
export type TokenUse = (typeof TOKEN_USES)[number];

/** A token of a program, as its owner sees it: never the secret itself. */
export interface AccessToken {
  readonly tokenId: string;
  readonly uses: readonly TokenUse[];
  readonly createdAt: Instant;
  readonly endsAt: Instant;
}

export const ACCESS_TOKEN_DAYS_MAX = 30;
const DAY_MS = 86_400_000;
export const daysMs = (days: number): number => Math.min(days, ACCESS_TOKEN_DAYS_MAX) * DAY_MS;
