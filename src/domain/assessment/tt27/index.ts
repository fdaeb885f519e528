/** Thông tư 27/2020/TT-BGDĐT: subjects and tests, cells, Điều 6–7 (points of assessment), Điều 8 (disability), Điều 9 (result), Điều 11 (completion, promotion), Điều 13 (awards). */
export {
  AWARD_TITLES,
  type AwardDecision,
  awardLacks,
  type AwardProposal,
  isOldTitle,
  OLD_TITLE,
  proposeAward,
  resultOfTitle,
  withoutTitles,
} from './award.ts';
export { type CellKey, cellLabel, missingCells, readCell, writeCell } from './cells.ts';
export { checkHocBa } from './check.ts';
export {
  CONTRADICTION_RULES,
  type Contradiction,
  contradictionsOf,
  type ContradictionRule,
  type JudgedYear,
  type Severity,
} from './contradiction/index.ts';
export { type Curriculum, curriculumOf, type CurriculumSubject } from './curriculum.ts';
export {
  ASSESSMENT_WAY_LABEL,
  ASSESSMENT_WAYS,
  type AssessmentWay,
  assessmentWayOf,
  flagsOf,
  specialClassCurriculum,
} from './disability.ts';
export * from './points/index.ts';
export { decidePromotion, type Promotion, type PromotionInput } from './promotion.ts';
export { type Computation, computeResult, type Explanation, type Rung } from './result.ts';
export { completes, waveOf, yearEndOf, type YearEndFacts } from './year-end.ts';
export { addAttempt, type Attempt, lastAttempt } from './test-attempt.ts';
