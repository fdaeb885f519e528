import type { Session as SessionAnswer } from '#contract';

export type TierName = SessionAnswer['user']['tier'];
