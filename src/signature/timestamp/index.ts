export * from './reasons.ts';
export * from './request.ts';
export { parseTimestampToken, type TimestampInfo, type TimestampToken } from './token.ts';
export { CLOCK_SKEW_MS_MAX, refused, verifyTimestampToken, withPath, withProof, type TimestampJudgement } from './verify.ts';
