import { describe, expect, test } from 'vitest';
import { Instant, unwrap } from '#kernel';
import { calendarOf } from '../calendar/index.ts';
import { SchoolYear } from '../record/identifiers.ts';
import { allowLate, type LateDecision } from './index.ts';

const CALENDAR = calendarOf(unwrap(SchoolYear.parse('2023-2024')));
const at = (text: string) => unwrap(Instant.parse(text));
const DECISION: LateDecision = { decisionNumber: '812/QĐ-SGDĐT', decisionDate: '2024-07-02' };

describe('a decision that lets a school hand in late', () => {
  test.each<readonly [string, string, LateDecision | null, LateDecision, string]>([
    ['after the cut-off of wave 1', '2024-07-02T08:00:00+07:00', null, DECISION, 'recorded'],
    ['before it, for a school that will be late', '2024-06-20T08:00:00+07:00', null, { ...DECISION, decisionDate: '2024-06-20' }, 'recorded'],
    ['in the last moment of wave 2', '2024-08-15T23:59:59.999+07:00', null, DECISION, 'recorded'],
    ['after wave 2', '2024-08-16T00:00:00+07:00', null, DECISION, 'province/late-lane-closed'],
    ['a second one', '2024-07-03T08:00:00+07:00', DECISION, { ...DECISION, decisionNumber: '813/QĐ-SGDĐT' }, 'province/late-lane-exists'],
    ['without a number', '2024-07-03T08:00:00+07:00', null, { ...DECISION, decisionNumber: '  ' }, 'transport/input-invalid'],
    ['on a day that does not exist', '2024-07-03T08:00:00+07:00', null, { ...DECISION, decisionDate: '2024-06-31' }, 'transport/input-invalid'],
    ['dated tomorrow', '2024-07-02T23:59:59+07:00', null, { ...DECISION, decisionDate: '2024-07-03' }, 'transport/input-invalid'],
    ['dated today in Vietnam, yesterday in UTC', '2024-07-03T00:30:00+07:00', null, { ...DECISION, decisionDate: '2024-07-03' }, 'recorded'],
  ])('%s', (_, now, existing, asked, answer) => {
    const allowed = allowLate({ now: at(now), calendar: CALENDAR, existing }, asked);
    expect(allowed.ok ? 'recorded' : allowed.error.code).toBe(answer);
  });
  test('its number is kept in one spelling', () => expect(unwrap(allowLate({ now: at('2024-07-03T08:00:00+07:00'), calendar: CALENDAR, existing: null }, { decisionNumber: ' 812/QĐ  -SGDĐT ', decisionDate: '2024-07-02' }))).toEqual({ decisionNumber: '812/QĐ -SGDĐT', decisionDate: '2024-07-02' }));
});
