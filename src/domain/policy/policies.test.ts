import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { calendarOf, communesOn, districtsOn, FIRST_YEAR_OF_GRADE, inForce, POLICY_TOPICS, SchoolYear, SIGNING_CHAINS, UNIT_COUNTS, versionOn } from '../index.ts';

const day = (text: string) => unwrap(PlainDate.parse(text));
const topic = (key: string) => POLICY_TOPICS.find((one) => one.key === key)!;
const heldOn = (key: string, date: string) => topic(key).versions.filter((version) => inForce(version, day(date))).map(({ document }) => document);

describe('policies/in-force.json: every topic is one line of law through time', () => {
  test('the topics', () => expect(POLICY_TOPICS.map(({ key }) => key)).toEqual([
    'ruleSet', 'subjects', 'disability', 'completion', 'awards', 'form', 'calendar', 'signingChain', 'charter', 'organisation', 'codes', 'personalId', 'ethnicity', 'gender', 'nationality',
  ]));
  test.each(POLICY_TOPICS)('$key names document and article, and leaves no day without law', ({ title, versions }) => {
    expect(title).not.toBe('');
    for (const [i, { document, article, says, from, until }] of versions.entries()) {
      for (const text of [document, article, says]) expect(text.trim()).not.toBe('');
      expect([document, article, says].map((text) => text.normalize('NFC'))).toEqual([document, article, says]);
      expect(PlainDate.parse(from).ok).toBe(true);
      const next = versions[i + 1]?.from;
      expect(until).toBe(next === undefined ? undefined : PlainDate.addDays(day(next), -1));
    }
  });
});

describe('which text holds on a day', () => {
  test.each([
    ['charter', '2026-05-09', 'Thông tư 28/2020/TT-BGDĐT'], ['charter', '2026-05-10', 'Thông tư 15/2026/TT-BGDĐT'], ['organisation', '2024-10-31', 'Danh mục đơn vị hành chính tỉnh Quảng Ninh'], ['organisation', '2024-11-01', 'Nghị quyết 1203/NQ-UBTVQH15'],
    ['organisation', '2025-06-30', 'Nghị quyết 1203/NQ-UBTVQH15'], ['organisation', '2025-07-01', 'Quyết định 19/2025/QĐ-TTg, Nghị định 142/2025/NĐ-CP, Thông tư 10/2025/TT-BGDĐT'], ['form', '2025-06-30', 'Thông tư 27/2020/TT-BGDĐT'], ['form', '2025-07-01', 'Thông tư 27/2020/TT-BGDĐT, Nghị định 142/2025/NĐ-CP'],
    ['ruleSet', '2020-10-19', undefined], ['ruleSet', '2020-10-20', 'Thông tư 27/2020/TT-BGDĐT'], ['calendar', '2024-04-10', undefined], ['calendar', '2024-04-11', 'Kế hoạch 1154/KH-SGDĐT (Quảng Ninh)'],
  ])('%s on %s: %s', (key, date, document) => expect(heldOn(key, date)).toEqual(document === undefined ? [] : [document]));
  test.each([['2019-01-01', 'a'], ['2020-01-01', 'a'], ['2020-01-02', 'a'], ['2021-01-01', 'b'], ['2030-01-01', 'b']])('on %s the version is %s; before the first one the first', (date, says) => {
    const versions = [{ document: 'x', article: 'y', from: '2020-01-01', until: '2020-12-31', says: 'a' }, { document: 'x', article: 'y', from: '2021-01-01', says: 'b' }];
    expect(versionOn(versions, day(date)).says).toBe(says);
  });
});

describe('what the program reads from it', () => {
  test('R20: one grade a year', () => expect(FIRST_YEAR_OF_GRADE).toEqual({ 1: 2020, 2: 2021, 3: 2022, 4: 2023, 5: 2024 }));
  test('KH 1154: who signs, in order', () => expect(SIGNING_CHAINS.map(({ from, slots }) => [from, slots])).toEqual([['2024-04-11', ['homeroomTeacher', 'schoolHead', 'orgSignature']]]));
  test('KH 1154: the waves', () => expect(calendarOf(unwrap(SchoolYear.parse('2023-2024'))).waves[2]).toMatchObject({ dueOn: '2024-08-15', reportBy: '2024-08-25' }));
  test('13 districts and 177 communes, then 171, then 54 communes alone, and the lists agree where they are whole', () => {
    expect(UNIT_COUNTS.map(({ from, districts, communes }) => [from, districts, communes])).toEqual([['2020-01-01', 13, 177], ['2024-11-01', 13, 171], ['2025-07-01', 0, 54]]);
    for (const { from, until, districts } of UNIT_COUNTS) for (const date of [from, until ?? '2026-11-23'].map(day)) expect(districtsOn(date)).toHaveLength(districts);
    expect(communesOn(day('2025-07-01'))).toHaveLength(UNIT_COUNTS.at(-1)!.communes);
  });
});
