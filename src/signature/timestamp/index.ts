export * from './reasons.ts';
export * from './request.ts';
export { parseTimestampToken, type TimestampInfo, type TimestampToken } from './token.ts';
export { verifyTimestampToken, type TimestampJudgement } from './verify.ts';
