import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { fullAssessment } from '../../../../test/builders/hoc-ba.ts';
import type { OverallResult } from '../../record/codes.ts';
import type { YearEnd } from '../../record/hoc-ba.ts';
import type { Grade } from '../../record/identifiers.ts';
import { completes, type Computation, waveOf, yearEndOf, type YearEndFacts } from './index.ts';

const explanation = { sentence: '', decidingCells: [], ladder: [] };
const rated = (result: OverallResult): Computation => ({ kind: 'computed', result, explanation });
const DECISION = { number: '15/QĐ-TH', date: unwrap(PlainDate.parse('2024-08-12')), signer: 'Phạm Hồng Vân' };
const SUMMER = { date: unwrap(PlainDate.parse('2024-08-07')), before: 'CHT' } as const;
const LOWER: readonly Grade[] = [1, 2, 3, 4];

describe('Điều 11 khoản 1: who completes the class', () => {
  test.each<readonly [OverallResult, boolean]>([['HTXS', true], ['HTT', true], ['HT', true], ['CHT', false]])('%s completes: %s', (result, is) => expect(completes(result)).toBe(is));

  test.each(LOWER.flatMap((grade) => (['HTXS', 'HTT', 'HT'] as const).map((result) => [grade, result] as const)))('lớp %i, %s: class completed, goes up, primary school not completed', (grade, result) => {
    expect(yearEndOf(rated(result), { grade })).toEqual({ overallResult: result, gradeCompleted: true, primaryCompleted: false, promoted: true });
  });
});

describe('Điều 11 khoản 4: primary school is completed with lớp 5', () => {
  test.each(['HTXS', 'HTT', 'HT'] as const)('lớp 5, %s', (result) => expect(yearEndOf(rated(result), { grade: 5 })).toEqual({ overallResult: result, gradeCompleted: true, primaryCompleted: true, promoted: true }));
  test.each<readonly [string, Partial<YearEndFacts>]>([['', {}], [' whatever the head decides about going up', { promoted: true, promotionDecision: DECISION }]])('lớp 5, CHT: neither%s', (_, facts) => {
    expect(yearEndOf(rated('CHT'), { grade: 5, ...facts })).toMatchObject({ gradeCompleted: false, primaryCompleted: false, promoted: false });
  });
});

describe('Điều 11 khoản 2 and 3: assessed once more in summer, then the head decides', () => {
  test.each<readonly [string, Partial<YearEndFacts>, YearEnd]>([
    ['nobody has decided yet: promotion stays open', {}, { overallResult: 'CHT', gradeCompleted: false, primaryCompleted: false }],
    ['được lên lớp by decision: goes up without having completed', { supplementary: SUMMER, promoted: true, promotionDecision: DECISION }, { overallResult: 'CHT', supplementary: SUMMER, gradeCompleted: false, primaryCompleted: false, promoted: true, promotionDecision: DECISION }],
    ['chưa được lên lớp', { supplementary: SUMMER, promoted: false, promotionDecision: DECISION }, { overallResult: 'CHT', supplementary: SUMMER, gradeCompleted: false, primaryCompleted: false, promoted: false, promotionDecision: DECISION }],
  ])('CHT, %s', (_, facts, yearEnd) => {
    for (const grade of LOWER) expect(yearEndOf(rated('CHT'), { grade, ...facts })).toEqual(yearEnd);
  });
  test('who completes after summer goes up by law: a decision is not kept, and cannot hold the pupil back', () => {
    expect(yearEndOf(rated('HT'), { grade: 3, supplementary: SUMMER, promoted: false, promotionDecision: DECISION })).toEqual({ overallResult: 'HT', supplementary: SUMMER, gradeCompleted: true, primaryCompleted: false, promoted: true });
  });
  test.each<readonly [string, Computation]>([['Điều 8: not assessed', { kind: 'notAssessed', explanation }], ['cells are missing', { kind: 'incomplete', missing: ['subject.TV.mark'], explanation }]])('%s: no result, no flag', (_, computation) => {
    expect(yearEndOf(computation, { grade: 4, supplementary: SUMMER, promoted: true, promotionDecision: DECISION })).toEqual({});
  });
});

describe('KH 1154 PL 2.1: which deadline a record belongs to', () => {
  const year = (result: OverallResult, facts: Partial<YearEndFacts> = {}, grade: Grade = 4) => yearEndOf(rated(result), { grade, ...facts });
  test.each<readonly [string, YearEnd, boolean, 1 | 2 | undefined]>([
    ['Hoàn thành xuất sắc', year('HTXS'), false, 1],
    ['Hoàn thành', year('HT'), false, 1],
    ['lớp 5, Hoàn thành chương trình tiểu học', year('HTT', {}, 5), false, 1],
    ['Chưa hoàn thành, summer still to come', year('CHT'), false, undefined],
    ['Hoàn thành after summer', year('HT', { supplementary: SUMMER }), false, 2],
    ['still Chưa hoàn thành after summer, được lên lớp', year('CHT', { supplementary: SUMMER, promoted: true, promotionDecision: DECISION }), false, 2],
    ['still Chưa hoàn thành after summer, chưa được lên lớp', year('CHT', { supplementary: SUMMER, promoted: false }), false, 2],
    ['Điều 8: not assessed', {}, true, 1],
    ['no result yet', {}, false, undefined],
  ])('%s', (_, yearEnd, notAssessed, wave) => expect(waveOf(yearEnd, fullAssessment({ notAssessed }))).toBe(wave));
});
