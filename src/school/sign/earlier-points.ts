import type { SignQueue } from '#contract';
import { EARLIER_POINTS, type EarlierPoint } from '#domain';
import type { PupilYear } from '../model.ts';
import { missingAt } from '../points/missing.ts';
import type { PointCells } from '../postgres/pupil-points.ts';

/**
 * Whose results before the year end (TT 27/2020 Điều 7) are incomplete, by class and point. They are no part of the học bạ (ADR 0018), so this holds up
 * nobody's signature. Who came during the year brings them from the other school; who is not assessed has none.
 */
export function lackingEarlier(years: readonly PupilYear[], entered: readonly PointCells[]): SignQueue['earlierPoints'] {
  const cellsOf = new Map(entered.map(({ pupilId, point, cells }) => [`${point} ${pupilId}`, cells]));
  const lacks = (point: EarlierPoint, year: PupilYear) =>
    missingAt(point, year, cellsOf.get(`${point} ${year.identity.pupilId}`) ?? {}).length > 0;
  const expected = Map.groupBy(
    years.filter(({ status, frame }) => status === 'studying' && !frame.notAssessed),
    ({ classroom }) => classroom,
  );
  return [...expected].flatMap(([classroom, own]) =>
    EARLIER_POINTS.flatMap((point) => {
      const pupils = own.filter((year) => lacks(point, year)).map(({ identity }) => identity.fullName);
      return pupils.length === 0 ? [] : [{ classroom, point, pupils, wholeClass: pupils.length === own.length }];
    }),
  );
}
