import type { Brand } from './brand.ts';
import { isCalendarDay, type PlainDate } from './plain-date.ts';
import { err, ok, type Result } from './result.ts';

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'Instant'>;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const VIETNAM_OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
/** Moments are of few days, and writing a day takes longer than finding it. */
const DAYS_KEPT = 1_000;
const days = new Map<number, PlainDate>();

export const Instant = {
  of(ms: number): Instant {
    return ms as Instant;
  },
  /** Reads an ISO 8601 date-time with an explicit offset (`2024-06-30T23:59:59+07:00`, `…Z`); refuses days that do not exist, which `Date.parse` takes for later ones. */
  parse(text: string): Result<Instant, 'instant/malformed'> {
    if (!PATTERN.test(text) || !isCalendarDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))))
      return err('instant/malformed');
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? err('instant/malformed') : ok(ms as Instant);
  },
  /** `2024-06-30T23:59:59+07:00`: Vietnam time, whole seconds; milliseconds only when there are some. */
  toIso(instant: Instant): string {
    const local = new Date(instant + VIETNAM_OFFSET_MS).toISOString();
    return `${local.slice(0, 19)}${instant % 1000 === 0 ? '' : local.slice(19, 23)}+07:00`;
  },
  /** The calendar day in Vietnam at that moment. */
  toPlainDate(instant: Instant): PlainDate {
    const number = Math.floor((instant + VIETNAM_OFFSET_MS) / DAY_MS);
    const known = days.get(number);
    if (known !== undefined) return known;
    const day = new Date(instant + VIETNAM_OFFSET_MS).toISOString().slice(0, 10) as PlainDate;
    if (days.size >= DAYS_KEPT) days.clear();
    days.set(number, day);
    return day;
  },
  /** `30/06/2024 23:59` in Vietnam time. */
  toVietnamese(instant: Instant): string {
    const t = new Date(instant + VIETNAM_OFFSET_MS).toISOString();
    return `${t.slice(8, 10)}/${t.slice(5, 7)}/${t.slice(0, 4)} ${t.slice(11, 16)}`;
  },
};
