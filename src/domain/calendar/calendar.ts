import { type Instant, PlainDate, unwrap } from '#kernel';
import { SchoolYear, type Wave } from '../record/identifiers.ts';

/** The dates of one wave. */
export interface WaveCalendar {
  readonly wave: Wave;
  /** Last day of the wave: 30/6 or 15/8. */
  readonly dueOn: PlainDate;
  /** 00:00 (+07:00) of the day after; what has arrived before it is in time. */
  readonly cutOff: Instant;
  /** Ngày hiệu lực of what becomes final in this wave. */
  readonly effectiveDate: PlainDate;
  /** The province reports to the ministry by this day: 10/7 or 25/8. */
  readonly reportBy: PlainDate;
}
export interface Calendar {
  readonly schoolYear: SchoolYear;
  readonly waves: Readonly<Record<Wave, WaveCalendar>>;
}

/** KH 1154/KH-SGDĐT PL 2.1 (30/6, 15/8) and 2.4 (10/7, 25/8), month and day in the calendar year the school year ends in. */
const POLICY: Readonly<Record<Wave, { readonly dueOn: readonly [number, number]; readonly reportBy: readonly [number, number] }>> = {
  1: { dueOn: [6, 30], reportBy: [7, 10] },
  2: { dueOn: [8, 15], reportBy: [8, 25] },
};

/** The calendar of a school year. */
export function calendarOf(schoolYear: SchoolYear): Calendar {
  const year = SchoolYear.firstYear(schoolYear) + 1;
  const day = ([month, date]: readonly [number, number]) => unwrap(PlainDate.of(year, month, date));
  const wave = (number: Wave): WaveCalendar => {
    const dueOn = day(POLICY[number].dueOn);
    return { wave: number, dueOn, cutOff: PlainDate.startInVietnam(PlainDate.addDays(dueOn, 1)), effectiveDate: dueOn, reportBy: day(POLICY[number].reportBy) };
  };
  return { schoolYear, waves: { 1: wave(1), 2: wave(2) } };
}
