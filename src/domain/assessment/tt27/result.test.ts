import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import * as domain from '../../index.ts';
import { type Mark, type OverallResult, QUALITY_LEVELS, SUBJECT_LEVELS } from '../../record/codes.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import type { Grade } from '../../record/identifiers.ts';
import { type CellKey, cellLabel, computeResult, curriculumOf, missingCells, readCell, writeCell } from './index.ts';

const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];
const EMPTY = { notAssessed: false, subjects: [], traits: {}, health: {}, absence: {}, awards: [] } as const;
type Cells = Readonly<Record<CellKey, string>>;

const withCells = (assessment: YearAssessment, cells: Cells): YearAssessment => Object.entries(cells).reduce((year, [key, value]) => unwrap(writeCell(year, key, value)), assessment);
const required = (grade: Grade) => curriculumOf(grade).subjects.filter(({ optional }) => !optional);
const tested = (grade: Grade) => required(grade).filter((subject) => subject.tested);
/** A year of a grade in which every subject has one level, every trait one level and every test one mark; then some cells changed. */
function year(grade: Grade, cells: Cells = {}, { level = 'T', trait = 'T', mark = '10' } = {}): YearAssessment {
  const all = { ...Object.fromEntries(required(grade).map(({ code }) => [`subject.${code}.level`, level])), ...Object.fromEntries(tested(grade).map(({ code }) => [`subject.${code}.mark`, mark])), ...Object.fromEntries(curriculumOf(grade).traits.map((code) => [`trait.${code}`, trait])) };
  return withCells(withCells({ ...EMPTY, grade }, all), cells);
}
function resultOf(assessment: YearAssessment): OverallResult {
  const computed = computeResult(assessment);
  if (computed.kind !== 'computed') throw new Error(computed.kind);
  return computed.result;
}

describe('Điều 9 khoản 1: the vectors of the law', () => {
  const MARKS = ['TV', 'TOAN', 'NN1', 'LSDL', 'KH', 'TH', 'CN'];
  const marks = (...values: number[]): Cells => Object.fromEntries(values.map((mark, i) => [`subject.${MARKS[i]}.mark`, String(mark)]));
  test.each<readonly [number, string, YearAssessment, OverallResult]>([
    [1, 'điểm a: all T, all T, every test from 9', year(4, marks(9, 9, 10, 9, 9, 9, 9)), 'HTXS'],
    [2, 'điểm b: one test of 8 among tens', year(4, marks(10, 10, 10, 10, 10, 10, 8)), 'HTT'],
    [3, 'điểm c: one test of 6', year(4, { 'subject.LSDL.mark': '6' }), 'HT'],
    [4, 'điểm c: one subject without a test is H (Âm nhạc)', year(4, { 'subject.AN.level': 'H' }), 'HT'],
    [5, 'điểm c: one quality is Đ', year(4, { 'trait.PC.NHANAI': 'Đ' }), 'HT'],
    [6, 'điểm d: one subject is C', year(4, { 'subject.DD.level': 'C' }), 'CHT'],
    [7, 'điểm d: one quality is Cần cố gắng', year(4, { 'trait.PC.CHAMCHI': 'C' }), 'CHT'],
    [8, 'điểm d: all H, all Đ, one test of 4', year(4, { 'subject.TOAN.mark': '4' }, { level: 'H', trait: 'Đ', mark: '8' }), 'CHT'],
    [9, 'điểm a: lớp 1 has no Tin học and no Công nghệ', year(1, { 'subject.TV.mark': '9' }), 'HTXS'],
    [11, 'điểm b: lớp 5, every test 7', year(5, {}, { mark: '7' }), 'HTT'],
    [12, 'điểm d: lớp 2, a mark of 0 is a mark', year(2, { 'subject.TOAN.mark': '0' }), 'CHT'],
  ])('vector %i, %s', (_, __, assessment, result) => expect(resultOf(assessment)).toBe(result));

  test('vector 10, lớp 3 without the mark of Ngoại ngữ 1: cannot be computed, and says what is missing', () => {
    const computed = computeResult(year(3, { 'subject.NN1.mark': '' }));
    expect(computed).toMatchObject({ kind: 'incomplete', missing: ['subject.NN1.mark'] });
    expect(computed.explanation.sentence).toContain('Ngoại ngữ 1 – Điểm KTĐK');
  });
  test.each(['7.5', '7,5', '11', '-1'])('vector 13, %s is no mark and changes nothing (Điều 7: whole numbers 0 to 10)', (text) => {
    expect(writeCell(year(4), 'subject.TOAN.mark', text)).toMatchObject({ ok: false, error: { code: 'content/bad-mark', where: 'Toán – Điểm KTĐK' } });
  });
});

describe.each(GRADES)('Điều 9 in lớp %i, near the borders', (grade) => {
  test.each<readonly [number, OverallResult]>([[10, 'HTXS'], [9, 'HTXS'], [8, 'HTT'], [7, 'HTT'], [6, 'HT'], [5, 'HT'], [4, 'CHT'], [1, 'CHT'], [0, 'CHT']])('the weakest year-end mark is %i, in whichever subject: %s', (mark, result) => {
    for (const { code } of tested(grade)) expect(resultOf(year(grade, { [`subject.${code}.mark`]: String(mark) })), code).toBe(result);
    expect(resultOf(year(grade, {}, { mark: String(mark) }))).toBe(result);
  });
  test.each<readonly [string, OverallResult]>([['H', 'HT'], ['C', 'CHT']])('one subject is %s, whichever: %s', (level, result) => {
    for (const { code } of required(grade)) expect(resultOf(year(grade, { [`subject.${code}.level`]: level })), code).toBe(result);
  });
  test.each<readonly [string, OverallResult]>([['Đ', 'HT'], ['C', 'CHT']])('one quality or competence is %s, whichever: %s', (level, result) => {
    for (const code of curriculumOf(grade).traits) expect(resultOf(year(grade, { [`trait.${code}`]: level })), code).toBe(result);
  });
  test('all H, all Đ, every mark 5 is still Hoàn thành', () => expect(resultOf(year(grade, {}, { level: 'H', trait: 'Đ', mark: '5' }))).toBe('HT'));
  test('a level is never made from a mark: all H with every mark 10 is Hoàn thành', () => expect(resultOf(year(grade, {}, { level: 'H' }))).toBe('HT'));
  test('an optional subject counts when the pupil studies it', () => {
    for (const { code } of curriculumOf(grade).subjects.filter(({ optional }) => optional)) {
      expect(resultOf(year(grade, { [`subject.${code}.level`]: 'T' })), code).toBe('HTXS');
      expect(resultOf(year(grade, { [`subject.${code}.level`]: 'H' })), code).toBe('HT');
      expect(resultOf(year(grade, { [`subject.${code}.level`]: 'C' })), code).toBe('CHT');
    }
  });
});

describe('only the cells of the grade are counted', () => {
  test.each<readonly [string, Grade, Partial<YearAssessment>]>([
    ['a subject that lớp 1 does not have', 1, { subjects: [...year(1).subjects, { subject: 'TH', level: 'C', mark: 0 }] }],
    ['a mark of a subject without a test', 4, { subjects: year(4).subjects.map((row) => (row.subject === 'DD' ? { ...row, mark: 0 as Mark } : row)) }],
    ['a mark of the optional foreign language of lớp 2', 2, { subjects: [...year(2).subjects, { subject: 'NN1', level: 'T', mark: 3 }] }],
    ['a competence that begins in lớp 3', 2, { traits: { ...year(2).traits, 'NL.TINHOC': 'C' } }],
  ])('%s', (_, grade, stray) => expect(resultOf({ ...year(grade), ...stray })).toBe('HTXS'));
});

describe('a missing cell is never silently Chưa hoàn thành', () => {
  test.each<readonly [Grade, number]>([[1, 8 + 2 + 13], [2, 8 + 2 + 13], [3, 11 + 5 + 15], [4, 12 + 7 + 15], [5, 12 + 7 + 15]])('an empty year of lớp %i lacks %i cells: levels, year-end marks, qualities and competences', (grade, count) => {
    expect(missingCells({ ...EMPTY, grade })).toHaveLength(count);
    expect(computeResult({ ...EMPTY, grade })).toMatchObject({ kind: 'incomplete', explanation: { decidingCells: [], ladder: [], sentence: expect.stringContaining(`còn ${count} ô trống`) } });
  });
  test.each(GRADES)('lớp %i: each cell taken away is the one that is named, even in a year that could only be Chưa hoàn thành', (grade) => {
    for (const key of missingCells({ ...EMPTY, grade })) expect(computeResult(year(grade, { [key]: '' }, { level: 'C', trait: 'C', mark: '0' })), key).toMatchObject({ kind: 'incomplete', missing: [key] });
  });
  test('the cells are named in the order of the form', () => {
    expect(missingCells(year(4, { 'trait.PC.NHANAI': '', 'subject.KH.mark': '', 'subject.KH.level': '', 'subject.TV.mark': '' }))).toEqual(['subject.TV.mark', 'subject.KH.level', 'subject.KH.mark', 'trait.PC.NHANAI']);
  });
  test.each<readonly [string, Cells, readonly string[]]>([
    ['an optional subject nobody wrote anything about', {}, []],
    ['one with a remark but no level', { 'subject.TDT.remark': 'Em nói tốt tiếng Dao.' }, ['subject.TDT.level']],
    ['one with a level: it has no mark to miss', { 'subject.TDT.level': 'T' }, []],
    ['remarks, health and absence are not needed for a result', { 'subject.TV.remark': '', 'health.heightCm': '', 'absence.excused': '' }, []],
  ])('%s', (_, cells, missing) => expect(missingCells(year(4, cells))).toEqual(missing));
});

describe('Điều 8: a disabled pupil who is not assessed', () => {
  test('has no result, lacks nothing, and is not Chưa hoàn thành', () => {
    const assessment = { ...EMPTY, grade: 2, notAssessed: true } as const;
    expect(missingCells(assessment)).toEqual([]);
    expect(computeResult(assessment)).toMatchObject({ kind: 'notAssessed', explanation: { ladder: [], decidingCells: [], sentence: expect.stringContaining('Điều 8') } });
  });
  test('has none either when cells are filled in', () => expect(computeResult({ ...year(4), notAssessed: true }).kind).toBe('notAssessed'));
});

describe('the explanation a teacher reads', () => {
  test('names the cell, its value and what was needed', () => {
    const { explanation } = computeResult(year(4, { 'subject.KH.mark': '8' }));
    expect(explanation.decidingCells).toEqual(['subject.KH.mark']);
    expect(explanation.sentence).toBe('Hoàn thành tốt; chưa đạt Hoàn thành xuất sắc vì Khoa học – Điểm KTĐK là 8, cần mọi môn và mọi phẩm chất, năng lực mức T, mọi bài kiểm tra cuối năm từ 9.');
  });
  test('names three cells and counts the rest', () => expect(computeResult(year(4, {}, { mark: '8' })).explanation.sentence).toMatch(/Tiếng Việt – Điểm KTĐK là 8, Toán – Điểm KTĐK là 8, Ngoại ngữ 1 – Điểm KTĐK là 8 và 4 ô nữa/));
  test('of a complete success has nothing to name', () => expect(computeResult(year(4)).explanation).toMatchObject({ decidingCells: [], sentence: expect.stringMatching(/^Đạt Hoàn thành xuất sắc/) }));
  test('a cell that spoils a lower level does not hide behind one that spoils only the best', () => {
    expect(computeResult(year(4, { 'subject.KH.mark': '8', 'subject.TOAN.mark': '4', 'trait.PC.NHANAI': 'Đ' })).explanation.decidingCells).toEqual(['subject.TOAN.mark']);
  });
});

const anyYear = fc.constantFrom(...GRADES).chain((grade) => {
  const { subjects, traits } = curriculumOf(grade);
  const level = fc.constantFrom(...SUBJECT_LEVELS, 'T' as const, 'T' as const, 'H' as const), quality = fc.constantFrom(...QUALITY_LEVELS, 'T' as const, 'T' as const, 'T' as const);
  const mark = fc.constantFrom<Mark>(0, 4, 5, 6, 7, 8, 9, 9, 10, 10);
  return fc.tuple(fc.tuple(...subjects.map(() => level)), fc.tuple(...subjects.map(() => mark)), fc.tuple(...traits.map(() => quality)), fc.boolean()).map(([levels, marks, qualities, optional]): YearAssessment => ({
    ...EMPTY, grade,
    subjects: subjects.flatMap(({ code, tested: hasTest, ...subject }, i) => (subject.optional && !optional ? [] : [{ subject: code, level: levels[i]!, ...(hasTest && { mark: marks[i]! }) }])),
    traits: Object.fromEntries(traits.map((code, i) => [code, qualities[i]!])),
  }));
});
const RANK: readonly OverallResult[] = ['CHT', 'HT', 'HTT', 'HTXS'];
const rank = (assessment: YearAssessment) => RANK.indexOf(resultOf(assessment));
const best = (key: CellKey) => (key.endsWith('.mark') ? '10' : 'T');

describe('whatever the cells', () => {
  test('no cell that gets better makes the result worse, none that gets worse makes it better', () => {
    fc.assert(fc.property(anyYear, fc.nat(), (assessment, pick) => {
      const keys = missingCells({ ...EMPTY, grade: assessment.grade });
      const key = keys[pick % keys.length]!;
      expect(rank(withCells(assessment, { [key]: best(key) }))).toBeGreaterThanOrEqual(rank(assessment));
      expect(rank(withCells(assessment, { [key]: key.endsWith('.mark') ? '0' : 'C' }))).toBe(0);
    }), { numRuns: 300 });
  });
  test('the deciding cells are those that decide: made good, all of them, the result is better; all but one, it is not', () => {
    fc.assert(fc.property(anyYear, fc.nat(), (assessment, pick) => {
      const { decidingCells } = computeResult(assessment).explanation;
      expect(decidingCells.length === 0).toBe(resultOf(assessment) === 'HTXS');
      if (decidingCells.length === 0) return;
      const repaired = (keys: readonly CellKey[]) => rank(withCells(assessment, Object.fromEntries(keys.map((key) => [key, best(key)]))));
      expect(repaired(decidingCells)).toBeGreaterThan(rank(assessment));
      expect(repaired(decidingCells.toSpliced(pick % decidingCells.length, 1))).toBe(rank(assessment));
    }), { numRuns: 300 });
  });
  test('the ladder goes from the top: no, …, no, yes at the result, and the rest need not be looked at', () => {
    fc.assert(fc.property(anyYear, (assessment) => {
      const { ladder } = computeResult(assessment).explanation;
      const at = ladder.findIndex(({ holds }) => holds === 'yes');
      expect(ladder.map(({ result }) => result)).toEqual(['HTXS', 'HTT', 'HT', 'CHT']);
      expect(ladder[at]!.result).toBe(resultOf(assessment));
      expect(ladder.map(({ holds }) => holds)).toEqual(ladder.map((_, i) => (i < at ? 'no' : i === at ? 'yes' : 'notNeeded')));
    }));
  });
  test('the sentence names the value of every cell it names', () => {
    fc.assert(fc.property(anyYear, (assessment) => {
      const { decidingCells, sentence } = computeResult(assessment).explanation;
      for (const key of decidingCells.slice(0, 3)) expect(sentence).toContain(`${cellLabel(key)} là ${readCell(assessment, key)}`);
    }));
  });
});

describe('Điều 10 and the school charter: no pupil is compared with another (R94)', () => {
  test('there is no function that ranks', () => expect(Object.keys(domain).filter((name) => /rank|xepHang|thuHang|average|trungBinh|compareResult/i.test(name))).toEqual([]));
  test('no explanation and no refusal speaks of a rank or of other pupils', () => {
    const sentences = [...GRADES.map((grade) => computeResult(year(grade, {}, { mark: '8' })).explanation.sentence), ...Object.values(domain.CATALOGUE).flatMap(({ message, remedy }) => [message, remedy])];
    expect(sentences.filter((sentence) => /xếp hạng|thứ hạng|xếp thứ|điểm trung bình|so với bạn/i.test(sentence))).toEqual([]);
  });
});
