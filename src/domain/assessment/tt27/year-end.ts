import type { OverallResult } from '../../record/codes.ts';
import type { PromotionDecision, SupplementaryAssessment, YearAssessment, YearEnd } from '../../record/hoc-ba.ts';
import type { Grade, Wave } from '../../record/identifiers.ts';
import type { Computation } from './result.ts';

export interface YearEndFacts {
  readonly grade: Grade;
  readonly supplementary?: SupplementaryAssessment;
  /** The head's decision for a pupil who did not complete (Điều 11 khoản 3). */
  readonly promoted?: boolean;
  readonly promotionDecision?: PromotionDecision;
}

/** Whether a result completes the programme of the grade (Điều 11 khoản 1). */
export const completes = (result: OverallResult): boolean => result !== 'CHT';

/**
 * Items 4 to 6 of the form (TT 27/2020 Điều 9, 11). Completion follows from the result; promotion follows from completion, or is the head's own
 * decision where the grade was not completed. A pupil who is not assessed has neither.
 */
export function yearEndOf(computation: Computation, { grade, supplementary, promoted, promotionDecision }: YearEndFacts): YearEnd {
  if (computation.kind !== 'computed') return {};
  const completed = completes(computation.result);
  const goesUp = completed ? grade < 5 || undefined : promoted;
  return {
    overallResult: computation.result,
    ...(supplementary && { supplementary }),
    gradeCompleted: completed,
    primaryCompleted: completed && grade === 5,
    ...(grade === 5 ? { promoted: completed } : goesUp === undefined ? {} : { promoted: goesUp }),
    ...(promotionDecision && !completed && { promotionDecision }),
  };
}

/**
 * Which deadline a record belongs to (KH 1154/KH-SGDĐT PL 2.1): wave 1 for pupils who completed the grade or are not assessed, wave 2 for those who
 * were assessed once more in summer, whatever the outcome. Undefined while the year cannot be concluded.
 */
export function waveOf(yearEnd: YearEnd, assessment: YearAssessment): Wave | undefined {
  if (assessment.notAssessed && yearEnd.overallResult === undefined) return 1;
  if (yearEnd.overallResult === undefined) return undefined;
  if (yearEnd.supplementary) return 2;
  return yearEnd.gradeCompleted ? 1 : undefined;
}
