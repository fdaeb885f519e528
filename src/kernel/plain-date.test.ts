import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant, PlainDate, unwrap } from './index.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const anyDay = fc.integer({ min: 0, max: 90_000 }).map((days) => PlainDate.addDays(day('1900-01-01'), days));

describe('a calendar day', () => {
  test.each(['2024-02-29', '2000-02-29', '2023-02-28', '2024-06-30', '2024-12-31', '0001-01-01', '9999-12-31'])('%s exists', (text) => expect(PlainDate.parse(text)).toEqual({ ok: true, value: text }));
  test.each([
    '2023-02-29', '1900-02-29', '2100-02-29', '2024-02-30', '2024-06-31', '2024-04-31', '2024-00-10', '2024-13-01', '2024-01-00', '2024-01-32',
    '2024-6-30', '24-06-30', '30/06/2024', '2024-06-30T00:00:00Z', ' 2024-06-30', '2024-06-30\n', '+2024-06-30', '２０２４-06-30', '2024/06/30', '',
  ])('`%s` does not, or is not written so', (text) => expect(PlainDate.parse(text)).toEqual({ ok: false, error: 'plain-date/malformed' }));

  test.each([[2024, 2, 29, '2024-02-29'], [987, 1, 5, '0987-01-05'], [2023, 2, 29, undefined], [2024, 6.5, 1, undefined], [-1, 1, 1, undefined], [2024, 12, Number.NaN, undefined]] as const)('of %s, %s, %s is %s', (y, m, d, text) => {
    const made = PlainDate.of(y, m, d);
    expect(made.ok ? made.value : undefined).toBe(text);
  });

  test.each([
    ['2024-02-28', 1, '2024-02-29'], ['2023-02-28', 1, '2023-03-01'], ['2024-06-30', 1, '2024-07-01'], ['2024-08-15', 1, '2024-08-16'], ['2024-12-31', 1, '2025-01-01'], ['2024-03-01', -1, '2024-02-29'], ['2023-09-05', 366, '2024-09-05'], ['2024-06-30', 0, '2024-06-30'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(PlainDate.addDays(day(from), days)).toBe(to);
    expect(PlainDate.daysBetween(day(from), day(to))).toBe(days);
  });

  test('adding and counting are each other’s opposite, over any number of leap years', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (from, days) => {
      const to = PlainDate.addDays(from, days);
      expect(PlainDate.parse(to).ok).toBe(true);
      expect(PlainDate.daysBetween(from, to)).toBe(days);
      expect(PlainDate.daysBetween(to, from)).toBe(days === 0 ? 0 : -days);
    }));
  });
  test('the order of the texts is the order of the days', () => {
    fc.assert(fc.property(anyDay, anyDay, (a, b) => { expect(a < b).toBe(PlainDate.daysBetween(a, b) > 0); }));
  });

  test('begins at 00:00 in Vietnam, which is 17:00 of the day before in Greenwich', () => {
    expect(new Date(PlainDate.startInVietnam(day('2024-07-01'))).toISOString()).toBe('2024-06-30T17:00:00.000Z');
  });
  test('begins at the first millisecond that belongs to it', () => {
    fc.assert(fc.property(anyDay, (date) => {
      const start = PlainDate.startInVietnam(date);
      expect(Instant.toPlainDate(start)).toBe(date);
      expect(Instant.toPlainDate(Instant.of(start - 1))).toBe(PlainDate.addDays(date, -1));
    }));
  });
  test.each([['2024-06-30', '30/06/2024'], ['2014-03-04', '04/03/2014']])('%s is written %s', (date, text) => expect(PlainDate.toVietnamese(day(date))).toBe(text));
});
