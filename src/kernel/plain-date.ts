import type { Brand } from './brand.ts';
import type { Instant } from './instant.ts';
import { err, ok, type Result } from './result.ts';

/** A calendar day `YYYY-MM-DD`. It has no time and no zone: never build a `Date` of it to compare days, compare the text. */
export type PlainDate = Brand<string, 'PlainDate'>;

const DAY_MS = 86_400_000;

export const PlainDate = {
  /** Reads `YYYY-MM-DD`; refuses days that do not exist. */
  parse(text: string): Result<PlainDate, 'plain-date/malformed'> {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return err('plain-date/malformed');
    const ms = Date.parse(`${text}T00:00:00Z`);
    if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return err('plain-date/malformed');
    return ok(text as PlainDate);
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
