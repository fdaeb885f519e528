export {
  finding,
  FINDINGS,
  pathFinding,
  tokenFinding,
  worst,
  type Finding,
  type FindingCode,
  type SubIndication,
  type Verdict,
} from './findings.ts';
export { gatherFacts, type SignatureFacts } from './integrity.ts';
export { judgeSignatures, orderFindings, type SignatureJudgement, type SignatureLevel } from './judge.ts';
export { LEVELS, weigh, type AlgorithmRule, type JudgePolicy, type Level, type Weighed } from './policy.ts';
export type { SignatureRules } from './rules.ts';
export { strongToken } from './strength.ts';
export { expiredFindings } from './tokens.ts';
export { gatherSlots, type FilledSlot } from './slots.ts';
export { looseAttributes } from './unsigned.ts';
export { documentFindings, gatherAll } from './whole-document.ts';
