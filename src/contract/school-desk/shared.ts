import { ASSESSMENT_POINTS, EARLIER_POINTS } from '#domain';
import { z } from 'zod';

/** Where the routes of the school desk begin. */
export const P = '/api/school/v1';
/** The states people see on the school desk (architecture word → screen word is in the web labels). */
export const RECORD_STATES = [
  'incomplete',
  'review',
  'ready',
  'signingHomeroomTeacher',
  'signingSchoolHead',
  'signingOrgSignature',
  'issued',
  'submitted',
  'refused',
  'admitted',
  'withdrawn',
  'finalized',
  'reported',
  'left',
] as const;
export const RecordState = z
  .enum(RECORD_STATES)
  .describe(
    'incomplete: cells missing; review: computed result differs from the sheet and waits for the teacher; ready: may go to signing; signing*: waits for that signature; left: moved away, no record',
  );
export const Counts = z.partialRecord(RecordState, z.int());
/** TT 27/2020 Điều 7: middle and end of term I, middle of term II, end of the year. */
export const Point = z.enum(ASSESSMENT_POINTS);
export const Earlier = z.enum(EARLIER_POINTS);
export const Reason = z.object({ reason: z.string().trim().min(5).max(500) });
export const byClass = z.object({ classroom: z.string() });
export const byPoint = z.object({ classroom: z.string(), point: Earlier });
export const byAnyPoint = z.object({ classroom: z.string(), point: Point });
export const byPupil = z.object({ pupilId: z.string() });
