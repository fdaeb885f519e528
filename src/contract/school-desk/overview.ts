import { z } from 'zod';
import type { Route } from '../route.ts';
import { Standing } from '../session.ts';
import { Counts, P } from './shared.ts';

const Deadline = z.object({
  key: z.enum(['submitWave1', 'reportWave1', 'submitWave2', 'reportWave2']),
  date: z.string(),
  label: z.string(),
  daysLeft: z.int(),
  sentence: z.string(),
});
const ClassSummary = z.object({
  classroom: z.string(),
  grade: z.int(),
  homeroomTeacher: z.string(),
  pupils: z.int(),
  counts: Counts,
  /** What the records wait for: `25 chờ đóng dấu, 1 thiếu dữ liệu (3 ô trống)` */
  sentence: z.string(),
});
export const Overview = z.object({
  school: z.object({ code: z.string(), name: z.string(), commune: z.string() }),
  schoolYear: z.string(),
  /** One sentence that is true now. */
  sentence: z.string(),
  pupils: z.int(),
  counts: Counts,
  waves: z.array(
    z.object({ wave: z.union([z.literal(1), z.literal(2)]), expected: z.int(), submitted: z.int(), admitted: z.int(), finalized: z.int() }),
  ),
  blockers: z.array(
    z.object({ key: z.string(), sentence: z.string(), count: z.int(), action: z.object({ label: z.string(), href: z.string() }) }),
  ),
  classes: z.array(ClassSummary),
  deadlines: z.array(Deadline),
  standing: Standing,
});
export type Overview = z.infer<typeof Overview>;
/** Which law the product follows, from when to when. */
export const Policies = z.object({
  today: z.string(),
  topics: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      versions: z.array(
        z.object({
          document: z.string(),
          article: z.string(),
          from: z.string(),
          until: z.string().nullable(),
          says: z.string(),
          inForce: z.boolean(),
        }),
      ),
    }),
  ),
});
export type Policies = z.infer<typeof Policies>;

/** What the school sees first: where the year stands, and which law holds. */
export const overviewRoutes = {
  overview: { method: 'GET', path: `${P}/overview`, summary: 'Tổng quan của trường', answer: Overview },
  policies: { method: 'GET', path: `${P}/policies`, summary: 'Chính sách đang áp dụng', answer: Policies },
} as const satisfies Record<string, Route>;
