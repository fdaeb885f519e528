import { calendarOf, type SchoolYear, type VersionId, type Wave } from '#domain';
import { dueForFinality, insertEvent, lockHead, schoolYearsHeld, versionsOf } from '../postgres/registry.ts';
import type { ProvinceContext } from './context.ts';

const AT_ONCE = 200;

/**
 * Writes down what the clock has already made final: one event and the unique row for each admitted packet of a wave whose cut-off has
 * passed. It changes nothing anybody could have changed. Answers how many were written.
 */
export async function finalizeDue(context: ProvinceContext): Promise<number> {
  const now = context.clock.now();
  let written = 0;
  for (const schoolYear of await context.database.inScope({ province: true }, schoolYearsHeld)) {
    for (const wave of [1, 2] as const) {
      if (now < calendarOf(schoolYear).waves[wave].cutOff) continue;
      for (let count = AT_ONCE; count === AT_ONCE; written += count) count = await finalizeSome(context, schoolYear, wave);
    }
  }
  return written;
}

/** `at` of the event is the cut-off itself: that is the moment from which nobody could change the record. */
function finalizeSome(context: ProvinceContext, schoolYear: SchoolYear, wave: Wave): Promise<number> {
  return context.database.inScope({ province: true }, async (trx) => {
    const due = await dueForFinality(trx, schoolYear, wave, AT_ONCE);
    for (const row of due) {
      await lockHead(trx, row.school_id, row.pupil_id, row.school_year);
      const versions = await versionsOf(trx, row.school_id, row.pupil_id, row.school_year);
      if (versions.find(({ versionId }) => versionId === row.version_id)?.state !== 'admitted') continue;
      await insertEvent(
        trx,
        { kind: 'finalized', versionId: row.version_id as VersionId },
        {
          schoolId: row.school_id,
          pupilId: row.pupil_id,
          schoolYear,
          wave,
          at: calendarOf(schoolYear).waves[wave].cutOff,
          eventId: context.uuid(),
        },
      );
    }
    return due.length;
  });
}
