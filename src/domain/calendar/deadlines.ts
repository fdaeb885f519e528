import { type Instant, Instant as Instants, PlainDate } from '#kernel';
import type { Calendar } from './calendar.ts';

export type DeadlineKey = 'submitWave1' | 'reportWave1' | 'submitWave2' | 'reportWave2';
export interface Deadline {
  readonly key: DeadlineKey;
  readonly date: PlainDate;
  readonly label: string;
  /** Whole days from today; negative when it has passed. */
  readonly daysLeft: number;
}

/** The four dates of the year as screens show them, in order. */
export function deadlinesOf({ waves }: Calendar, now: Instant): readonly Deadline[] {
  const today = Instants.toPlainDate(now);
  const deadline = (key: DeadlineKey, date: PlainDate, label: string): Deadline => ({
    key,
    date,
    label,
    daysLeft: PlainDate.daysBetween(today, date),
  });
  return [
    deadline('submitWave1', waves[1].dueOn, 'Trường nộp đợt 1 lên Sở'),
    deadline('reportWave1', waves[1].reportBy, 'Sở báo cáo Bộ đợt 1'),
    deadline('submitWave2', waves[2].dueOn, 'Trường nộp đợt 2 lên Sở'),
    deadline('reportWave2', waves[2].reportBy, 'Sở báo cáo Bộ đợt 2'),
  ];
}
