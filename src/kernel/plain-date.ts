import type { Brand } from './brand.ts';
import type { Instant } from './instant.ts';
import { err, ok, type Result } from './result.ts';

/** A calendar day `YYYY-MM-DD`. It has no time and no zone: never build a `Date` of it to compare days, compare the text. */
export type PlainDate = Brand<string, 'PlainDate'>;

const DAY_MS = 86_400_000;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the day is in the Gregorian calendar. `Date.parse` does not say: it takes 30 February for a day of March. */
export function isCalendarDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day >= 1 && day <= (month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0));
}

export const PlainDate = {
  /** Reads `YYYY-MM-DD`; refuses days that do not exist. */
  parse(text: string): Result<PlainDate, 'plain-date/malformed'> {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return err('plain-date/malformed');
    return isCalendarDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)))
      ? ok(text as PlainDate)
      : err('plain-date/malformed');
  },
  of(year: number, month: number, day: number): Result<PlainDate, 'plain-date/malformed'> {
    const pad = (n: number, width: number) => String(n).padStart(width, '0');
    return PlainDate.parse(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`);
  },
  addDays(date: PlainDate, days: number): PlainDate {
    return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10) as PlainDate;
  },
  /** Whole days from one day to a later one (negative when it is earlier). */
  daysBetween(from: PlainDate, to: PlainDate): number {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
  },
  /** 00:00 of that day in Vietnam (+07:00, no summer time). */
  startInVietnam(date: PlainDate): Instant {
    return Date.parse(`${date}T00:00:00+07:00`) as Instant;
  },
  /** `30/06/2024` */
  toVietnamese(date: PlainDate): string {
    return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
  },
};
