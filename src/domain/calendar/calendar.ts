import { type Instant, PlainDate, unwrap } from '#kernel';
import { CALENDARS, versionOn } from '../policy/index.ts';
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

/** The calendar that holds when teaching ends is the calendar of the year. */
const LAST_SCHOOL_DAY = '05-31';

/** The calendar of a school year (`policies/in-force.json`: KH 1154/KH-SGDĐT PL 2.1 and 2.4), in the calendar year the school year ends in. */
export function calendarOf(schoolYear: SchoolYear): Calendar {
  const year = SchoolYear.firstYear(schoolYear) + 1;
  const day = (monthAndDay: string) => unwrap(PlainDate.parse(`${year}-${monthAndDay}`));
  const { waves } = versionOn(CALENDARS, day(LAST_SCHOOL_DAY));
  const wave = (number: Wave): WaveCalendar => {
    const dueOn = day(waves[number].dueOn);
    return {
      wave: number,
      dueOn,
      cutOff: PlainDate.startInVietnam(PlainDate.addDays(dueOn, 1)),
      effectiveDate: dueOn,
      reportBy: day(waves[number].reportBy),
    };
  };
  return { schoolYear, waves: { 1: wave(1), 2: wave(2) } };
}
