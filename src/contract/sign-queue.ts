import { EARLIER_POINTS } from '#domain';
import { z } from 'zod';

export const SLOTS = ['homeroomTeacher', 'schoolHead', 'orgSignature'] as const;
export const Slot = z.enum(SLOTS);
export type Slot = z.infer<typeof Slot>;

/** What waits for a signature of the person who asks. */
export const SignQueue = z.object({
  slot: Slot,
  signer: z
    .object({ fullName: z.string(), certificateSubject: z.string(), validTo: z.string(), daysLeft: z.int(), testOnly: z.boolean() })
    .nullable(),
  checks: z.array(z.object({ label: z.string(), holds: z.boolean(), sentence: z.string() })),
  classes: z.array(
    z.object({
      classroom: z.string(),
      ready: z.int(),
      notReady: z.int(),
      reasons: z.array(z.object({ reason: z.string(), pupils: z.array(z.string()) })),
    }),
  ),
  exceptions: z.array(z.object({ pupilId: z.string(), fullName: z.string(), classroom: z.string(), why: z.string() })),
  earlierPoints: z
    .array(z.object({ classroom: z.string(), point: z.enum(EARLIER_POINTS), pupils: z.array(z.string()), wholeClass: z.boolean() }))
    .describe('whose results of points before the year end are incomplete; no part of the record, so they hold up nothing'),
  ready: z.int(),
});
export type SignQueue = z.infer<typeof SignQueue>;
