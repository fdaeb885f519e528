import { describe, expect, test } from 'vitest';
import { Instant, PlainDate, unwrap } from '#kernel';
import { SchoolYear, type Wave } from '../record/identifiers.ts';
import { calendarOf, deadlinesOf } from './index.ts';

const at = (text: string) => unwrap(Instant.parse(text));
const calendar = (year: string) => calendarOf(unwrap(SchoolYear.parse(year)));

describe('KH 1154/KH-SGDĐT PL 2.1: the waves of a school year', () => {
  test.each<readonly [string, Wave, string, string, string]>([
    ['2023-2024', 1, '2024-06-30', '2024-06-30T17:00:00.000Z', '2024-07-10'],
    ['2023-2024', 2, '2024-08-15', '2024-08-15T17:00:00.000Z', '2024-08-25'],
    ['2024-2025', 1, '2025-06-30', '2025-06-30T17:00:00.000Z', '2025-07-10'],
    ['2024-2025', 2, '2025-08-15', '2025-08-15T17:00:00.000Z', '2025-08-25'],
    ['2027-2028', 1, '2028-06-30', '2028-06-30T17:00:00.000Z', '2028-07-10'],
    ['2098-2099', 2, '2099-08-15', '2099-08-15T17:00:00.000Z', '2099-08-25'],
  ])('%s, wave %i: due %s, cut off at %s, reported to the ministry by %s', (year, wave, dueOn, cutOff, reportBy) => {
    const one = calendar(year).waves[wave];
    expect(one).toMatchObject({ wave, dueOn, effectiveDate: dueOn, reportBy });
    expect(new Date(one.cutOff).toISOString()).toBe(cutOff);
  });
  test('the calendar names its year', () => expect(calendar('2023-2024').schoolYear).toBe('2023-2024'));

  test.each<readonly [Wave, string, boolean]>([
    [1, '2024-06-30T00:00:00+07:00', true], [1, '2024-06-30T23:59:59.999+07:00', true], [1, '2024-07-01T00:00:00+07:00', false], [1, '2024-06-30T23:59:59Z', false], [1, '2024-06-30T16:59:59.999Z', true],
    [2, '2024-08-15T23:59:59.999+07:00', true], [2, '2024-08-16T00:00:00+07:00', false], [2, '2024-08-15T17:00:00Z', false],
  ])('wave %i: what arrives at %s is in time: %s (the whole day counts, by the clock of Vietnam)', (wave, moment, inTime) => expect(at(moment) < calendar('2023-2024').waves[wave].cutOff).toBe(inTime));

  test('from deadline to deadline the year goes forward', () => {
    for (let first = 2020; first < 2060; first++) {
      const { 1: one, 2: two } = calendar(`${first}-${first + 1}`).waves;
      expect([one.dueOn, one.reportBy, two.dueOn, two.reportBy].toSorted()).toEqual([one.dueOn, one.reportBy, two.dueOn, two.reportBy]);
      expect(one.cutOff).toBe(PlainDate.startInVietnam(unwrap(PlainDate.of(first + 1, 7, 1))));
      expect(two.cutOff).toBe(PlainDate.startInVietnam(unwrap(PlainDate.of(first + 1, 8, 16))));
    }
  });
});

describe('the four dates as screens show them (R63, R64, R68)', () => {
  const days = (moment: string) => deadlinesOf(calendar('2023-2024'), at(moment)).map(({ daysLeft }) => daysLeft);
  test('names and order', () => {
    expect(deadlinesOf(calendar('2023-2024'), at('2024-05-27T08:00:00+07:00')).map(({ key, date, label }) => [key, date, label])).toEqual([
      ['submitWave1', '2024-06-30', 'Trường nộp đợt 1 lên Sở'], ['reportWave1', '2024-07-10', 'Sở báo cáo Bộ đợt 1'], ['submitWave2', '2024-08-15', 'Trường nộp đợt 2 lên Sở'], ['reportWave2', '2024-08-25', 'Sở báo cáo Bộ đợt 2'],
    ]);
  });
  test.each([
    ['2024-05-27T08:00:00+07:00', [34, 44, 80, 90]], ['2024-06-29T23:59:59+07:00', [1, 11, 47, 57]], ['2024-06-30T00:00:00+07:00', [0, 10, 46, 56]], ['2024-06-29T17:00:00Z', [0, 10, 46, 56]],
    ['2024-06-30T23:59:59.999+07:00', [0, 10, 46, 56]], ['2024-07-01T00:00:00+07:00', [-1, 9, 45, 55]], ['2024-08-26T00:00:00+07:00', [-57, -47, -11, -1]],
  ])('at %s there are %j days left', (moment, left) => expect(days(moment)).toEqual(left));
});
