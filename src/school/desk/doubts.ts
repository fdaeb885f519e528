import { AWARD_TITLES, type Contradiction, contradictionsOf } from '#domain';
import type { PupilFile } from '../model.ts';
import { assessmentOf } from '../record/assessment.ts';
import type { Outcome } from '../record/outcome.ts';

/** A contradiction in a pupil's year, and who has looked at it. */
export interface Doubt extends Contradiction {
  readonly seen?: { readonly by: string; readonly at: number };
}

/** Everything in a pupil's year that does not go together. A pupil who left has no record here and nothing to look at. */
export function doubtsOf({
  file: { year, seen },
  outcome,
}: {
  readonly file: Pick<PupilFile, 'year' | 'seen'>;
  readonly outcome: Outcome;
}): readonly Doubt[] {
  if (outcome.left) return [];
  const { award } = year;
  const awardConfirmed = award?.title === AWARD_TITLES.HTT && award.recognisedByClass && award.reason !== '';
  const found = contradictionsOf({
    schoolYear: year.schoolYear,
    identity: year.identity,
    assessment: outcome.assessment,
    yearEnd: outcome.yearEnd,
    awardConfirmed,
    ...(year.supplementary === undefined ? {} : { beforeSummer: assessmentOf(year, 'yearEnd') }),
  });
  return found.map((one) => {
    const looked = seen.get(one.key);
    return looked === undefined ? one : { ...one, seen: looked };
  });
}
