import { describe, expect, test } from 'vitest';
import { fullAssessment } from '../../../../test/builders/hoc-ba.ts';
import type { Mark, OverallResult } from '../../record/codes.ts';
import { AWARD_TITLES, awardLacks, type Computation, isOldTitle, OLD_TITLE, proposeAward, resultOfTitle, withoutTitles } from './index.ts';

const explanation = { sentence: '', decidingCells: [], ladder: [] };
const rated = (result: OverallResult): Computation => ({ kind: 'computed', result, explanation });
const YEAR = fullAssessment();
const PROPOSED = proposeAward(rated('HTT'), YEAR)!;

describe('Điều 13 khoản 1: which title a result opens', () => {
  test.each<readonly [OverallResult, string | undefined, boolean | undefined]>([
    ['HTXS', 'Học sinh Xuất sắc', false], ['HTT', 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện', true], ['HT', undefined, undefined], ['CHT', undefined, undefined],
  ])('%s: %s', (result, title, needsReason) => {
    const proposal = proposeAward(rated(result), YEAR);
    expect([proposal?.title, proposal?.needsReason]).toEqual([title, needsReason]);
    if (proposal) expect(proposal.why).toContain('Điều 13 khoản 1 Thông tư 27/2020/TT-BGDĐT');
  });
  test.each<readonly [string, Computation]>([['cells are missing', { kind: 'incomplete', missing: ['subject.TV.mark'], explanation }], ['Điều 8: not assessed', { kind: 'notAssessed', explanation }]])('%s: none', (_, computation) => expect(proposeAward(computation, YEAR)).toBeUndefined());
  test('what may serve as the achievement: tests from 9, and only as a hint', () => {
    const subjects = YEAR.subjects.map((row) => ({ ...row, ...(row.mark === undefined ? {} : { mark: ({ TV: 10, TOAN: 9 } as Record<string, Mark>)[row.subject] ?? (8 as const) }) }));
    expect(proposeAward(rated('HTT'), { ...YEAR, subjects })?.hints).toEqual(['Tiếng Việt 10 điểm', 'Toán 9 điểm']);
    expect(proposeAward(rated('HTXS'), { ...YEAR, subjects })?.hints).toEqual([]);
  });
});

describe('Điều 13 khoản 1 điểm b: Học sinh Tiêu biểu is never automatic', () => {
  test.each<readonly [string, boolean, readonly string[]]>([
    ['Đạt giải Nhất cờ vua cấp phường', true, []], ['Đạt giải Nhất cờ vua cấp phường', false, ['recognition']], ['', true, ['reason']], ['  ', true, ['reason']], ['', false, ['reason', 'recognition']],
  ])('reason `%s`, recognised by the class: %s → lacks %j', (reason, recognisedByClass, lacks) => expect(awardLacks(PROPOSED, { reason, recognisedByClass })).toEqual(lacks));
  test('Học sinh Xuất sắc needs neither', () => expect(awardLacks(proposeAward(rated('HTXS'), YEAR)!, { reason: '', recognisedByClass: false })).toEqual([]));
});

describe('what a commendation on the record presupposes', () => {
  test.each<readonly [string, OverallResult | undefined]>([
    ['Học sinh Xuất sắc', 'HTXS'], ['học sinh xuất sắc', 'HTXS'], ['HỌC SINH XUẤT SẮC ', 'HTXS'], ['Học sinh Xuất sắc'.normalize('NFD'), 'HTXS'], [AWARD_TITLES.HTT, 'HTT'], ['Học sinh tiêu biểu hoàn thành tốt trong học tập và rèn luyện', 'HTT'],
    ['Học sinh Tiêu biểu', undefined], ['Học sinh Xuất sắc cấp thị xã môn Cờ vua', undefined], ['Thư khen: nhặt được của rơi', undefined], ['Khen thưởng đột xuất: cứu bạn đuối nước', undefined], ['Giải Ba Olympic Toán', undefined], ['', undefined],
  ])('`%s` presupposes %s', (award, result) => expect(resultOfTitle(award)).toBe(result));
  test.each([[OLD_TITLE, true], [OLD_TITLE.toUpperCase(), true], [AWARD_TITLES.HTXS, false], [AWARD_TITLES.HTT, false], ['', false]])('`%s` is the title of TT 22/2016: %s', (award, old) => expect(isOldTitle(award)).toBe(old));
  test('taking back the titles leaves every other commendation', () => {
    expect(withoutTitles(['Thư khen', AWARD_TITLES.HTXS, 'Giải Ba', OLD_TITLE, 'học sinh tiêu biểu hoàn thành tốt trong học tập và rèn luyện'])).toEqual(['Thư khen', 'Giải Ba']);
  });
});
