import { describe, expect, test } from 'vitest';
import { fullAssessment } from '../../../../../test/builders/hoc-ba.ts';
import { SUBJECT_CODES, type SubjectCode } from '../../../record/codes.ts';
import type { SubjectResult, YearAssessment } from '../../../record/hoc-ba.ts';
import type { Grade } from '../../../record/identifiers.ts';
import { cellsAt, curriculumAt, curriculumOf, flagsOf, missingCells, missingCellsAt, writeCellAt } from '../index.ts';
import { ASSESSMENT_POINT_LABEL, ASSESSMENT_POINTS, type AssessmentPoint, pointInWords } from './point.ts';

const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];
const EVERY = ASSESSMENT_POINTS.flatMap((point) => GRADES.map((grade) => [point, grade] as const));
const empty = (grade: Grade, more: Partial<YearAssessment> = {}) => fullAssessment({ grade, subjects: [], traits: {}, ...more });

test('four points, in the order of the year (Điều 7 khoản 1 điểm a)', () => expect(ASSESSMENT_POINTS.map((point) => ASSESSMENT_POINT_LABEL[point])).toEqual(['Giữa học kỳ I', 'Cuối học kỳ I', 'Giữa học kỳ II', 'Cuối năm học']));

describe('bài kiểm tra định kỳ (Điều 7 khoản 1 điểm b)', () => {
  const TEXT = ['TV', 'TOAN'] as const, LOP_3 = [...TEXT, 'NN1', 'TH', 'CN'] as const, LOP_4_5 = [...TEXT, 'NN1', 'LSDL', 'KH', 'TH', 'CN'] as const;
  test.each<readonly [AssessmentPoint, Grade, readonly SubjectCode[]]>([
    ['midTerm1', 1, []], ['midTerm1', 2, []], ['midTerm1', 3, []], ['midTerm1', 4, TEXT], ['midTerm1', 5, TEXT],
    ['endOfTerm1', 1, TEXT], ['endOfTerm1', 2, TEXT], ['endOfTerm1', 3, LOP_3], ['endOfTerm1', 4, LOP_4_5], ['endOfTerm1', 5, LOP_4_5],
    ['midTerm2', 1, []], ['midTerm2', 2, []], ['midTerm2', 3, []], ['midTerm2', 4, TEXT], ['midTerm2', 5, TEXT],
    ['yearEnd', 1, TEXT], ['yearEnd', 2, TEXT], ['yearEnd', 3, LOP_3], ['yearEnd', 4, LOP_4_5], ['yearEnd', 5, LOP_4_5],
  ])('%s, lớp %i: %j', (point, grade, tested) => {
    expect(curriculumAt(point, grade).subjects.filter((subject) => subject.tested).map(({ code }) => code).sort()).toEqual([...tested].sort());
    expect(cellsAt(point, grade).filter((key) => key.endsWith('.mark')).sort()).toEqual(tested.map((code) => `subject.${code}.mark`).sort());
  });
});

describe.each(EVERY)('%s, lớp %i', (point, grade) => {
  const { subjects, traits } = curriculumOf(grade);
  test('every subject, quality and competence of the grade has a level, and nothing else has (Điều 7 khoản 1 điểm a, khoản 2)', () =>
    expect(cellsAt(point, grade).filter((key) => !key.endsWith('.mark'))).toEqual([...subjects.map(({ code }) => `subject.${code}.level`), ...traits.map((code) => `trait.${code}`)]));
  test('an empty sheet lacks every cell but those of optional subjects', () => {
    const optional = subjects.filter((subject) => subject.optional).map(({ code }) => `subject.${code}.level`);
    expect(missingCellsAt(point, empty(grade))).toEqual(cellsAt(point, grade).filter((key) => !optional.includes(key)));
  });
  test('a sheet with every cell lacks none', () => {
    const full = cellsAt(point, grade).reduce((sheet, key) => {
      const written = writeCellAt(point, sheet, key, key.endsWith('.mark') ? '0' : 'T');
      return written.ok ? written.value : sheet;
    }, empty(grade));
    expect(missingCellsAt(point, full)).toEqual([]);
    expect(full.subjects).toHaveLength(subjects.length);
  });
  test('a special class has Tiếng Việt and Toán alone, with a mark where there is a test; who is not assessed has nothing (Điều 8)', () => {
    const marks = cellsAt(point, grade).includes('subject.TV.mark');
    expect(missingCellsAt(point, empty(grade, flagsOf('specialClass')))).toEqual(['TV', 'TOAN'].flatMap((code) => [`subject.${code}.level`, ...(marks ? [`subject.${code}.mark`] : [])]));
    expect(missingCellsAt(point, empty(grade, flagsOf('notAssessed')))).toEqual([]);
  });
});

test.each(GRADES)('the year end of lớp %i lacks what its result needs', (grade) => {
  for (const sheet of [empty(grade), empty(grade, flagsOf('specialClass')), empty(grade, flagsOf('notAssessed')), fullAssessment({ grade, subjects: [{ subject: 'TDT', remark: 'x' }] })]) expect(missingCellsAt('yearEnd', sheet)).toEqual(missingCells(sheet));
});

test('an optional subject with a mark or level at this point is one the pupil studies', () => {
  const studied: readonly SubjectResult[] = [{ subject: 'NN1', remark: 'Em nghe tốt.' }];
  expect(missingCellsAt('midTerm1', empty(1, { subjects: studied }))).toContain('subject.NN1.level');
  expect(missingCellsAt('midTerm1', empty(1))).not.toContain('subject.NN1.level');
});

test('the name of a point inside a sentence keeps its numeral', () => expect(pointInWords('midTerm2')).toBe('giữa học kỳ II'));

describe('what may be written', () => {
  const write = (point: AssessmentPoint, grade: Grade, key: string, value: string) => writeCellAt(point, empty(grade), key, value);
  test.each<readonly [AssessmentPoint, Grade, string, string]>([
    ['midTerm1', 4, 'subject.TOAN.mark', '0'], ['midTerm2', 5, 'subject.TV.mark', '10'], ['midTerm1', 4, 'subject.TOAN.mark', '9,0'], ['endOfTerm1', 1, 'subject.TV.mark', '7'], ['midTerm1', 1, 'subject.NN1.level', 'h'],
    ['midTerm1', 3, 'trait.NL.TINHOC', 'd'], ['yearEnd', 4, 'remark.qualities', 'Chăm ngoan'], ['midTerm1', 3, 'subject.TV.mark', ''], ['midTerm1', 3, 'remark.qualities', ''],
  ])('%s, lớp %i, %s: %j', (...args) => expect(write(...args).ok).toBe(true));
  test.each<readonly [AssessmentPoint, Grade, string, string, string]>([
    ['midTerm1', 3, 'subject.TV.mark', '9', 'content/not-at-point'], ['midTerm2', 1, 'subject.TOAN.mark', '9', 'content/not-at-point'], ['midTerm1', 4, 'subject.KH.mark', '9', 'content/not-at-point'],
    ['midTerm1', 4, 'remark.qualities', 'Tốt', 'content/not-at-point'], ['endOfTerm1', 4, 'health.heightCm', '120', 'content/not-at-point'], ['midTerm1', 4, 'subject.TV.remark', 'Tốt', 'content/not-at-point'], ['endOfTerm1', 4, 'award', 'x', 'content/not-at-point'],
    ['midTerm1', 4, 'subject.TNXH.level', 'T', 'content/not-taught'], ['endOfTerm1', 1, 'trait.NL.TINHOC', 'T', 'content/not-taught'], ['endOfTerm1', 4, 'subject.DD.mark', '9', 'content/not-taught'],
    ['midTerm1', 4, 'subject.TOAN.mark', '7.5', 'content/bad-mark'], ['endOfTerm1', 4, 'subject.TOAN.mark', '11', 'content/bad-mark'], ['midTerm1', 4, 'trait.PC.NHANAI', 'H', 'content/bad-level'], ['midTerm1', 4, 'subject.TV.level', 'Đ', 'content/bad-level'],
    ['midTerm1', 4, 'subject.X.level', 'T', 'content/cell-unknown'],
  ])('%s, lớp %i, %s: %j is %s', (point, grade, key, value, code) => expect(write(point, grade, key, value)).toMatchObject({ ok: false, error: { code } }));
  test('every subject has a row in the form', () => expect(new Set(GRADES.flatMap((grade) => curriculumAt('yearEnd', grade).subjects.map(({ code }) => code)))).toEqual(new Set(SUBJECT_CODES)));
});
