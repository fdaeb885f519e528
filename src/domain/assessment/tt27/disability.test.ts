import { describe, expect, test } from 'vitest';
import { fullAssessment } from '../../../../test/builders/hoc-ba.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import type { Grade } from '../../record/identifiers.ts';
import { ASSESSMENT_WAYS, type AssessmentWay, assessmentWayOf, computeResult, flagsOf, missingCells, specialClassCurriculum, waveOf, yearEndOf } from './index.ts';

const special = (subjects: YearAssessment['subjects'] = [{ subject: 'TV', level: 'H', mark: 5 }, { subject: 'TOAN', level: 'C', mark: 3 }], grade: Grade = 4) => fullAssessment({ grade, subjects, traits: {}, ...flagsOf('specialClass') });

describe('Điều 8: three ways', () => {
  test.each<readonly [AssessmentWay, object]>([['inclusive', { notAssessed: false }], ['specialClass', { notAssessed: true, specialClass: true }], ['notAssessed', { notAssessed: true }]])('%s', (way, flags) => {
    expect(flagsOf(way)).toEqual(flags);
    expect(assessmentWayOf(flagsOf(way))).toBe(way);
  });
  test('no more than these', () => expect(ASSESSMENT_WAYS).toEqual(['inclusive', 'specialClass', 'notAssessed']));
});

describe('giáo dục hoà nhập: rated like the others, by adjusted requirements', () => {
  test('all T, every test 9', () => expect(computeResult(fullAssessment(flagsOf('inclusive')))).toMatchObject({ kind: 'computed', result: 'HTXS' }));
  test('one C', () => expect(computeResult(fullAssessment({ ...flagsOf('inclusive'), traits: { ...fullAssessment().traits, 'PC.CHAMCHI': 'C' } }))).toMatchObject({ kind: 'computed', result: 'CHT' }));
});

describe('a class for the disabled: Toán and Tiếng Việt alone', () => {
  test.each<Grade>([1, 2, 3, 4, 5])('lớp %i', (grade) => {
    expect(specialClassCurriculum(grade)).toEqual({ subjects: [{ code: 'TV', optional: false, tested: true }, { code: 'TOAN', optional: false, tested: true }], traits: [] });
    expect(missingCells(special([], grade))).toEqual(['subject.TV.level', 'subject.TV.mark', 'subject.TOAN.level', 'subject.TOAN.mark']);
  });
  test('with both results: complete, without a result of Điều 9, and the explanation says what there is', () => {
    const computed = computeResult(special());
    expect(computed).toMatchObject({ kind: 'notAssessed', explanation: { decidingCells: [], ladder: [] } });
    expect(computed.explanation.sentence).toMatch(/không xếp mức theo Điều 9 \(Điều 8 .*\)\. Tiếng Việt mức H, điểm 5; Toán mức C, điểm 3\.$/);
  });
  test.each<readonly [string, YearAssessment['subjects'], readonly string[]]>([
    ['no mark of Toán', [{ subject: 'TV', level: 'H', mark: 5 }, { subject: 'TOAN', level: 'C' }], ['subject.TOAN.mark']],
    ['no level of Tiếng Việt', [{ subject: 'TV', mark: 5 }, { subject: 'TOAN', level: 'C', mark: 0 }], ['subject.TV.level']],
  ])('%s: not complete', (_, subjects, missing) => expect(computeResult(special(subjects))).toMatchObject({ kind: 'incomplete', missing }));
  test('other cells are neither needed nor told', () => {
    const computed = computeResult(special([...special().subjects, { subject: 'DD', level: 'C' }]));
    expect(computed.kind).toBe('notAssessed');
    expect(computed.explanation.sentence).not.toContain('Đạo đức');
  });
  test('no result, no flag, wave 1, like a pupil who is not assessed', () => {
    const yearEnd = yearEndOf(computeResult(special()), { grade: 4 });
    expect(yearEnd).toEqual({});
    expect(waveOf(yearEnd, special())).toBe(1);
  });
});

describe('không đánh giá: nothing is required', () => {
  test('an empty year', () => {
    const assessment = fullAssessment({ ...flagsOf('notAssessed'), subjects: [], traits: {} });
    expect(missingCells(assessment)).toEqual([]);
    expect(computeResult(assessment).explanation.sentence).toBe('Học sinh khuyết tật không đánh giá (Điều 8 Thông tư 27/2020/TT-BGDĐT).');
  });
});
