import {
  computeResult,
  type CellKey,
  missingCells,
  type OverallResult,
  type Wave,
  type YearAssessment,
  type YearEnd,
  yearEndOf,
  waveOf,
} from '#domain';
import type { PupilYear } from '../model.ts';
import { assessmentOf } from './assessment.ts';

type Computed = ReturnType<typeof computeResult>;

/** What the rules make of a pupil's year. */
export interface Outcome {
  readonly left: boolean;
  /** With summer's re-assessment laid over the year. */
  readonly assessment: YearAssessment;
  /** At the end of the year, before summer: what the workbook's rating is compared with. */
  readonly first: Computed;
  readonly final: Computed;
  readonly missing: readonly CellKey[];
  /** TT 27/2020 Điều 11: what a pupil who did not complete still needs before a record can be written. */
  readonly waitsFor?: 'supplementary' | 'promotion';
  readonly differs: boolean;
  readonly accepted: boolean;
  readonly yearEnd: YearEnd;
  readonly wave?: Wave;
}

export const resultOf = (computed: Computed): OverallResult | undefined => (computed.kind === 'computed' ? computed.result : undefined);

/** Computes, compares and concludes; pure. */
export function outcomeOf(year: PupilYear): Outcome {
  const assessment = assessmentOf(year, 'final');
  const first = computeResult(year.supplementary === undefined ? assessment : assessmentOf(year, 'yearEnd'));
  const final = year.supplementary === undefined ? first : computeResult(assessment);
  const [firstResult, finalResult] = [resultOf(first), resultOf(final)];
  const { supplementary } = year;
  const waitsFor =
    firstResult === 'CHT' && supplementary === undefined
      ? 'supplementary'
      : finalResult === 'CHT' && supplementary !== undefined && supplementary.promotion === undefined
        ? 'promotion'
        : undefined;
  const yearEnd = yearEndOf(final, {
    grade: year.frame.grade,
    ...(supplementary === undefined ? {} : { supplementary: { date: supplementary.date, before: supplementary.before } }),
    ...(supplementary?.promotion === undefined ? {} : { promoted: supplementary.promotion.promoted }),
    ...(supplementary?.promotion?.decision === undefined ? {} : { promotionDecision: supplementary.promotion.decision }),
  });
  const wave = waveOf(yearEnd, assessment);
  const differs = year.sheetResult !== undefined && firstResult !== undefined && year.sheetResult !== firstResult;
  return {
    left: year.status === 'left',
    assessment,
    first,
    final,
    differs,
    yearEnd,
    missing: year.status === 'left' ? [] : missingCells(assessment),
    accepted: differs && year.accepted?.result === firstResult,
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(wave === undefined ? {} : { wave }),
  };
}
