import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { fullAssessment, hocBa } from '../../../../test/builders/hoc-ba.ts';
import type { OverallResult } from '../../record/codes.ts';
import type { HocBa, YearAssessment, YearEnd } from '../../record/hoc-ba.ts';
import { type Grade, SchoolYear } from '../../record/identifiers.ts';
import { describe as describeRefusal } from '../../refusal/index.ts';
import { checkHocBa, computeResult, curriculumOf, waveOf, yearEndOf, type YearEndFacts } from './index.ts';

const date = (text: string) => unwrap(PlainDate.parse(text));
const schoolYear = (first: number) => unwrap(SchoolYear.parse(`${first}-${first + 1}`));
const codesOf = (record: HocBa) => checkHocBa(record).map(({ code }) => code);
const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];
const DECISION = { number: '15/QĐ-TH', date: date('2024-08-12'), signer: 'Phạm Hồng Vân' };
const SUMMER = { date: date('2024-08-07'), before: 'CHT' } as const;

/** A year of a grade with every cell filled, all at one level. */
function yearOf(grade: Grade, good = true): YearAssessment {
  const { subjects, traits } = curriculumOf(grade);
  return fullAssessment({
    grade, awards: [], traits: Object.fromEntries(traits.map((code) => [code, 'T'])),
    subjects: subjects.filter(({ optional }) => !optional).map(({ code, tested }) => ({ subject: code, level: good ? 'T' : 'C', ...(tested && { mark: good ? 9 : 4 }) })),
  });
}
/** A record as the program itself would make it of these cells. */
function recordOf(assessment: YearAssessment, facts: Partial<YearEndFacts> = {}, first = 2024): HocBa {
  const yearEnd = yearEndOf(computeResult(assessment), { grade: assessment.grade, ...facts });
  return hocBa({
    assessment, yearEnd, wave: waveOf(yearEnd, assessment) ?? 1, schoolYear: schoolYear(first), createdOn: date(`${first + 1}-08-14`), pupil: { ...hocBa().pupil, birthDate: date(`${first - 5 - assessment.grade}-03-14`) },
    history: [{ ...hocBa().history[0]!, schoolYear: schoolYear(first) }],
  });
}
const notAssessed = (over: Partial<HocBa> = {}) => hocBa({ assessment: fullAssessment({ notAssessed: true, subjects: [], traits: {}, awards: [] }), yearEnd: {}, ...over });

describe('a record as the program makes it has nothing wrong', () => {
  test('the record of the builders', () => expect(checkHocBa(hocBa())).toEqual([]));
  test.each(GRADES)('lớp %i, completed', (grade) => expect(checkHocBa(recordOf(yearOf(grade)))).toEqual([]));
  test.each(GRADES.flatMap((grade) => [true, false].map((promoted) => [grade, promoted] as const)))('lớp %i, Chưa hoàn thành after summer, lên lớp: %s', (grade, promoted) => {
    const facts = { supplementary: { ...SUMMER, date: date('2025-08-07') }, promoted, promotionDecision: DECISION };
    expect(checkHocBa(recordOf(yearOf(grade, false), facts))).toEqual([]);
  });
  test('Điều 8: not assessed, with no result and no flag, in wave 1', () => expect(checkHocBa(notAssessed())).toEqual([]));
});

describe('R20: a grade has a học bạ số from the year in which it went over to TT 27', () => {
  test.each<readonly [Grade, number]>([[1, 2020], [2, 2021], [3, 2022], [4, 2023], [5, 2024]])('lớp %i from %i on', (grade, first) => {
    expect(codesOf(recordOf(yearOf(grade), {}, first - 1))).toEqual(['content/grade-not-in-force']);
    expect(codesOf(recordOf(yearOf(grade), {}, first))).toEqual([]);
    expect(codesOf(recordOf(yearOf(grade), {}, first + 1))).toEqual([]);
  });
  test('lớp 5 in the pilot year 2023–2024 is told why', () => {
    const [refused] = checkHocBa(recordOf(yearOf(5), {}, 2023));
    expect(describeRefusal(refused!)).toMatchObject({ publicCode: 'HBS-403', where: 'Khối', message: expect.stringMatching(/năm học 2023-2024 lớp 5 chưa thực hiện Thông tư 27/) });
  });
});

describe('TT 32/2018 and Điều 7: only what the grade has', () => {
  const { subjects, traits } = yearOf(2);
  test.each<readonly [string, Partial<YearAssessment>, string]>([
    ['a subject of later grades', { subjects: [...subjects, { subject: 'KH', level: 'T', mark: 9 }] }, 'Khoa học – Điểm KTĐK'],
    ['a subject of later grades without a mark', { subjects: [...subjects, { subject: 'TH', level: 'T' }] }, 'Tin học – Mức đạt được'],
    ['a mark where there is no test', { subjects: subjects.map((row) => (row.subject === 'DD' ? { ...row, mark: 9 as const } : row)) }, 'Đạo đức – Điểm KTĐK'],
    ['a mark in the optional foreign language', { subjects: [...subjects, { subject: 'NN1', level: 'T', mark: 9 }] }, 'Ngoại ngữ 1 – Điểm KTĐK'],
    ['a competence of later grades', { traits: { ...traits, 'NL.CONGNGHE': 'T' } }, 'Công nghệ'],
  ])('%s', (_, change, named) => {
    const refused = checkHocBa(recordOf({ ...yearOf(2), ...change }));
    expect(refused.map(({ code }) => code)).toEqual(['content/not-taught']);
    expect(describeRefusal(refused[0]!).message).toContain(named);
  });
});

describe('Điều 9: the rating is the one that follows from the cells', () => {
  test.each<readonly [OverallResult, boolean]>([['HTXS', true], ['HTT', false], ['HT', false]])('all T, all marks 9, and the record says %s: %s', (stated, right) => {
    expect(codesOf(hocBa({ assessment: fullAssessment({ awards: [] }), yearEnd: { ...hocBa().yearEnd, overallResult: stated } }))).toEqual(right ? [] : ['content/rating-differs']);
  });
  test('the refusal names both ratings and the article', () => {
    const [refused] = checkHocBa(hocBa({ yearEnd: { ...hocBa().yearEnd, overallResult: 'HT' } }));
    expect(describeRefusal(refused!).message).toMatch(/"Hoàn thành".*Điều 9.*"Hoàn thành xuất sắc"/);
  });
  test('no rating at all is called empty', () => expect(describeRefusal(checkHocBa(hocBa({ yearEnd: {} }))[0]!).message).toContain('"trống"'));
  test('a missing cell is named, and nobody claims a rating', () => {
    const refused = checkHocBa(hocBa({ assessment: fullAssessment({ subjects: fullAssessment().subjects.map((row) => (row.subject === 'KH' ? { subject: 'KH', level: 'T' } : row)) }) }));
    expect(refused.map(({ code }) => code)).toEqual(['content/cells-missing']);
    expect(describeRefusal(refused[0]!).message).toContain('còn 1 ô trống: Khoa học – Điểm KTĐK');
  });
  test('of many missing cells three are named, apart', () => {
    const [refused] = checkHocBa(hocBa({ assessment: fullAssessment({ traits: {} }) }));
    expect(refused!.params!['cells']).toMatch(/^[^,]+, [^,]+, [^,]+$/);
    expect(refused!.params!['count']).toBe(curriculumOf(fullAssessment().grade).traits.length);
  });
});

describe('Điều 11: completion and promotion agree with the rating', () => {
  const failed = (yearEnd: YearEnd) => ({ ...recordOf(yearOf(4, false), { supplementary: SUMMER }, 2023), yearEnd: { overallResult: 'CHT' as const, supplementary: SUMMER, ...yearEnd }, wave: 2 as const });
  const passed = (yearEnd: YearEnd, grade: Grade = 4) => ({ ...recordOf(yearOf(grade)), yearEnd: { overallResult: 'HTXS' as const, ...yearEnd } });
  test.each<readonly [string, HocBa, string | undefined]>([
    ['completed and promoted', passed({ gradeCompleted: true, primaryCompleted: false, promoted: true }), undefined],
    ['completed but the flag says no', passed({ gradeCompleted: false, primaryCompleted: false, promoted: true }), 'Hoàn thành chương trình lớp học'],
    ['completed but the flag is empty', passed({ primaryCompleted: false, promoted: true }), 'Hoàn thành chương trình lớp học'],
    ['completed but held back', passed({ gradeCompleted: true, primaryCompleted: false, promoted: false }), 'Được lên lớp'],
    ['completed, promotion empty', passed({ gradeCompleted: true, primaryCompleted: false }), 'Được lên lớp'],
    ['completed and yet a decision', passed({ gradeCompleted: true, primaryCompleted: false, promoted: true, promotionDecision: DECISION }), 'Quyết định lên lớp'],
    ['primary completed in lớp 4', passed({ gradeCompleted: true, primaryCompleted: true, promoted: true }), 'Hoàn thành chương trình tiểu học'],
    ['lớp 5 completed', passed({ gradeCompleted: true, primaryCompleted: true, promoted: true }, 5), undefined],
    ['lớp 5 completed, primary not', passed({ gradeCompleted: true, primaryCompleted: false, promoted: true }, 5), 'Hoàn thành chương trình tiểu học'],
    ['not completed, held back', failed({ gradeCompleted: false, primaryCompleted: false, promoted: false }), undefined],
    ['not completed, promoted by decision', failed({ gradeCompleted: false, primaryCompleted: false, promoted: true, promotionDecision: DECISION }), undefined],
    ['not completed, promoted by nobody', failed({ gradeCompleted: false, primaryCompleted: false, promoted: true }), 'Quyết định lên lớp'],
    ['not completed but the flag says so', failed({ gradeCompleted: true, primaryCompleted: false, promoted: false }), 'Hoàn thành chương trình lớp học'],
    ['not completed, promotion undecided', failed({ gradeCompleted: false, primaryCompleted: false }), 'Được lên lớp'],
    ['Điều 8: not assessed, yet completed', notAssessed({ yearEnd: { gradeCompleted: true } }), 'Kết quả cuối năm'],
    ['Điều 8: not assessed, yet promoted', notAssessed({ yearEnd: { promoted: true } }), 'Kết quả cuối năm'],
  ])('%s', (_, record, where) => expect(checkHocBa(record).map((refused) => [refused.code, refused.where])).toEqual(where === undefined ? [] : [['content/flag-inconsistent', where]]));
});

describe('Điều 13 khoản 1: a title stands beside its own result', () => {
  const XS = 'Học sinh Xuất sắc', TB = 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện', OLD = 'Hoàn thành xuất sắc các nội dung học tập và rèn luyện';
  const YEARS = {
    HTXS: yearOf(4), HTT: { ...yearOf(4), subjects: yearOf(4).subjects.map((row) => (row.mark === undefined ? row : { ...row, mark: 8 as const })) }, HT: { ...yearOf(4), traits: { ...yearOf(4).traits, 'PC.NHANAI': 'Đ' as const } },
  };
  test.each<readonly [keyof typeof YEARS, readonly string[], readonly string[]]>([
    ['HTXS', [XS], []], ['HTXS', [], []], ['HTXS', [TB], [TB]], ['HTXS', [OLD], [OLD]], ['HTT', [TB], []], ['HTT', [XS], [XS]], ['HT', [XS, TB], [XS, TB]], ['HT', ['Khen thưởng đột xuất: cứu bạn'], []], ['HT', ['Thư khen', OLD], [OLD]],
  ])('%s with %j: refused %j', (result, awards, refused) => {
    const record = recordOf({ ...YEARS[result], awards });
    expect(record.yearEnd.overallResult).toBe(result);
    expect(checkHocBa(record).map(({ code, params, where }) => [code, params?.['award'], where])).toEqual(refused.map((award) => ['content/award-differs', award, 'Khen thưởng']));
  });
  test('Điều 8: who is not assessed has no title, but may have a commendation', () => {
    const awarded = (award: string) => checkHocBa(notAssessed({ assessment: { ...notAssessed().assessment, awards: [award] } })).map((refused) => describeRefusal(refused).message);
    expect(awarded('Thư khen')).toEqual([]);
    expect(awarded(XS)).toEqual([expect.stringContaining('"không xếp mức"')]);
  });
});

describe('KH 1154 PL 2.1: the record is in the right wave', () => {
  const summer = recordOf(yearOf(4), { supplementary: SUMMER }, 2023);
  test.each<readonly [string, HocBa, RegExp | undefined]>([
    ['completed, wave 1', hocBa(), undefined],
    ['completed, wave 2', hocBa({ wave: 2 }), /đợt 2 chỉ dành cho em đã đánh giá bổ sung/],
    ['completed after summer, wave 2', summer, undefined],
    ['completed after summer, wave 1', { ...summer, wave: 1 }, /đã đánh giá bổ sung thuộc đợt 2/],
    ['Chưa hoàn thành, wave 1', recordOf(yearOf(4, false), { promoted: false }, 2023), /phải đánh giá bổ sung rồi nộp đợt 2/],
    ['Điều 8: not assessed, wave 2', notAssessed({ wave: 2, yearEnd: { supplementary: SUMMER }, createdOn: date('2024-08-14') }), /em không đánh giá thuộc đợt 1/],
  ])('%s', (_, record, why) => {
    const refused = checkHocBa(record);
    expect(refused.map(({ code }) => code)).toEqual(why ? ['content/wrong-wave'] : []);
    if (why) expect(describeRefusal(refused[0]!).message).toMatch(why);
  });
});

describe('what must agree inside one record', () => {
  const summer = recordOf(yearOf(4), { supplementary: SUMMER }, 2023);
  test.each<readonly [string, HocBa, string | undefined]>([
    ['made on the first of August of the year', hocBa({ createdOn: date('2023-08-01') }), undefined],
    ['made before the year', hocBa({ createdOn: date('2023-07-31') }), 'Ngày lập'],
    ['made in the last days a late record can be', hocBa({ createdOn: date('2025-12-31') }), undefined],
    ['made long after the year', hocBa({ createdOn: date('2026-01-01') }), 'Ngày lập'],
    ['assessed again on the day it is made', { ...summer, createdOn: SUMMER.date }, undefined],
    ['made before the summer assessment it tells of', { ...summer, createdOn: date('2024-08-06') }, 'Đánh giá bổ sung'],
    ['a pupil of four', hocBa({ pupil: { ...hocBa().pupil, birthDate: date('2019-12-31') } }), undefined],
    ['a pupil of three', hocBa({ pupil: { ...hocBa().pupil, birthDate: date('2020-01-01') } }), 'Ngày sinh'],
    ['a pupil of twenty-one', hocBa({ pupil: { ...hocBa().pupil, birthDate: date('2002-12-31') } }), 'Ngày sinh'],
    ['a history without this year', hocBa({ history: [{ ...hocBa().history[0]!, schoolYear: schoolYear(2022) }] }), 'Quá trình học tập'],
    ['a history with earlier years too', hocBa({ history: [{ ...hocBa().history[0]!, schoolYear: schoolYear(2022) }, ...hocBa().history] }), undefined],
    ['no history', hocBa({ history: [] }), undefined],
  ])('%s', (_, record, where) => expect(checkHocBa(record).map((refused) => [refused.code, refused.where])).toEqual(where === undefined ? [] : [['content/implausible', where]]));
});

test('everything wrong is told at once, in the order of the law, each in a whole sentence about the pupil', () => {
  const assessment = fullAssessment({ grade: 5, subjects: [...fullAssessment().subjects, { subject: 'TNXH', level: 'T' }] });
  const refused = checkHocBa(hocBa({ assessment, yearEnd: { overallResult: 'CHT', gradeCompleted: true, primaryCompleted: false, promoted: true }, createdOn: date('2020-01-01') }));
  expect(refused.map(({ code }) => code)).toEqual(['content/grade-not-in-force', 'content/not-taught', 'content/rating-differs', 'content/flag-inconsistent', 'content/flag-inconsistent', 'content/award-differs', 'content/wrong-wave', 'content/implausible']);
  for (const one of refused) {
    const { message, publicCode, where } = describeRefusal(one);
    expect(message).not.toMatch(/[{}]/);
    expect([publicCode, where]).toEqual(['HBS-403', expect.any(String)]);
  }
});
