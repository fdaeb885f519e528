export * from './reasons.ts';
export * from './request.ts';
export { parseTimestampToken, type TimestampInfo, type TimestampToken } from './token.ts';
export { verifyTimestampToken, withProof, type TimestampJudgement } from './verify.ts';
