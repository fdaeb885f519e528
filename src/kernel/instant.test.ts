import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Instant, unwrap } from './index.ts';

const at = (text: string) => unwrap(Instant.parse(text));

describe('reading a moment', () => {
  test.each([
    ['2024-06-30T23:59:59+07:00', '2024-06-30T16:59:59.000Z'],
    ['2024-06-30T16:59:59Z', '2024-06-30T16:59:59.000Z'],
    ['2024-07-01T00:00:00+07:00', '2024-06-30T17:00:00.000Z'],
    ['2024-06-30T12:00:00-05:30', '2024-06-30T17:30:00.000Z'],
    ['2024-06-30T23:59:59.999+07:00', '2024-06-30T16:59:59.999Z'],
    ['2024-06-30T23:59:59.9+07:00', '2024-06-30T16:59:59.900Z'],
    ['2024-06-30T23:59:59.123456789+07:00', '2024-06-30T16:59:59.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2024-06-30T24:00:00+07:00', '2024-06-30T17:00:00.000Z'],
  ])('%s is %s', (text, utc) => expect(new Date(at(text)).toISOString()).toBe(utc));

  test.each([
    ['no offset: whose midnight would it be?', '2024-06-30T23:59:59'], ['no seconds', '2024-06-30T23:59+07:00'], ['a day alone', '2024-06-30'], ['a blank for T', '2024-06-30 23:59:59+07:00'], ['small letters', '2024-06-30t23:59:59z'],
    ['an offset without colon', '2024-06-30T23:59:59+0700'], ['an offset without minutes', '2024-06-30T23:59:59+07'], ['an offset no place has', '2024-06-30T23:59:59+24:00'], ['an offset of sixty minutes', '2024-06-30T23:59:59+07:60'],
    ['30 February', '2024-02-30T10:00:00+07:00'], ['29 February of a common year', '2023-02-29T00:00:00Z'], ['31 June', '2024-06-31T00:00:00+07:00'], ['month 13', '2024-13-01T00:00:00Z'], ['day 0', '2024-06-00T00:00:00Z'],
    ['25 o’clock', '2024-06-30T25:00:00Z'], ['60 minutes', '2024-06-30T23:60:00Z'], ['a leap second', '2016-12-31T23:59:60Z'], ['a comma', '2024-06-30T23:59:59,5Z'], ['ten decimals', '2024-06-30T23:59:59.1234567890Z'],
    ['a sign', '+2024-06-30T00:00:00Z'], ['space around', ' 2024-06-30T00:00:00Z'], ['a line end after it', '2024-06-30T00:00:00Z\n'], ['other digits', '２024-06-30T00:00:00Z'], ['nothing', ''],
  ])('refused: %s', (_, text) => expect(Instant.parse(text)).toEqual({ ok: false, error: 'instant/malformed' }));
});

describe('writing a moment', () => {
  test.each([
    ['2024-06-30T16:59:59Z', '2024-06-30T23:59:59+07:00', '2024-06-30', '30/06/2024 23:59'],
    ['2024-06-30T16:59:59.999Z', '2024-06-30T23:59:59.999+07:00', '2024-06-30', '30/06/2024 23:59'],
    ['2024-06-30T17:00:00Z', '2024-07-01T00:00:00+07:00', '2024-07-01', '01/07/2024 00:00'],
    ['2024-12-31T17:00:00Z', '2025-01-01T00:00:00+07:00', '2025-01-01', '01/01/2025 00:00'],
    ['1969-12-31T16:59:59.5Z', '1969-12-31T23:59:59.500+07:00', '1969-12-31', '31/12/1969 23:59'],
  ])('%s: %s, the day %s, shown as %s', (text, iso, day, shown) => {
    expect(Instant.toIso(at(text))).toBe(iso);
    expect(Instant.toPlainDate(at(text))).toBe(day);
    expect(Instant.toVietnamese(at(text))).toBe(shown);
  });
  test('what is written is read back to the millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11) }), (ms) => { expect(Instant.parse(Instant.toIso(Instant.of(ms)))).toEqual({ ok: true, value: ms }); }));
  });
});
