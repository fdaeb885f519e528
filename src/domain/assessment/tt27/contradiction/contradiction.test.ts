import { describe, expect, test } from 'vitest';
import { PlainDate, unwrap } from '#kernel';
import { fullAssessment, hocBa } from '../../../../../test/builders/hoc-ba.ts';
import type { Mark, QualityLevel, SubjectCode, SubjectLevel, TraitCode } from '../../../record/codes.ts';
import type { PupilIdentity, SubjectResult, YearAssessment } from '../../../record/hoc-ba.ts';
import { type Grade, PersonalId, SchoolYear } from '../../../record/identifiers.ts';
import { AWARD_TITLES, computeResult, CONTRADICTION_RULES, contradictionsOf, type JudgedYear, OLD_TITLE, yearEndOf } from '../index.ts';

const REMARKS: Readonly<Record<string, string>> = { TV: 'Em đọc lưu loát.', TOAN: 'Em tính nhanh.', NN1: 'Em phát âm rõ.', LSDL: 'Em kể chuyện hay.', KH: 'Em ham tìm hiểu.', TH: 'Em gõ phím thạo.', CN: 'Em khéo tay.', DD: 'Em lễ phép.', GDTC: 'Em nhanh nhẹn.', AN: 'Em hát hay.', MT: 'Em vẽ đẹp.', HDTN: 'Em tích cực.' };
/** A year in which nothing is odd: all T, marks 9 and 10, every remark its own, no award. */
const PLAIN = fullAssessment({ awards: [], subjects: fullAssessment().subjects.map((row) => ({ ...row, remark: REMARKS[row.subject]!, ...(row.mark === undefined ? {} : { mark: row.subject === 'TV' ? (10 as const) : (9 as const) }) })) });
const set = (subject: SubjectCode, change: Partial<SubjectResult>, from: YearAssessment = PLAIN): YearAssessment => ({ ...from, subjects: from.subjects.map((row) => (row.subject === subject ? { ...row, ...change } : row)) });
const clear = (subject: SubjectCode, what: 'remark' | 'mark' | 'level'): YearAssessment => ({ ...PLAIN, subjects: PLAIN.subjects.map(({ ...row }) => { if (row.subject === subject) delete (row as Record<string, unknown>)[what]; return row; }) });
const trait = (code: TraitCode, level: QualityLevel, from: YearAssessment = PLAIN): YearAssessment => ({ ...from, traits: { ...from.traits, [code]: level } });

function judged(assessment: YearAssessment, over: Partial<JudgedYear> = {}): JudgedYear {
  return { schoolYear: hocBa().schoolYear, identity: hocBa().pupil, assessment, yearEnd: yearEndOf(computeResult(assessment), { grade: assessment.grade }), awardConfirmed: true, ...over };
}
const found = (year: JudgedYear, rule?: string) => contradictionsOf(year).filter((one) => rule === undefined || one.rule === rule);
const told = (year: JudgedYear, rule: string) => found(year, rule).map(({ cell, place, says }) => `${cell ?? place}: ${says}`);

test('a year in which nothing is odd is left in peace', () => expect(contradictionsOf(judged(PLAIN))).toEqual([]));

describe('every rule', () => {
  test('has its own name, a severity, a law or reason, and a remedy', () => {
    expect(new Set(CONTRADICTION_RULES.map(({ id }) => id)).size).toBe(CONTRADICTION_RULES.length);
    for (const { severity, basis, remedy } of CONTRADICTION_RULES) {
      expect(['likely', 'look']).toContain(severity);
      expect(basis).toMatch(/(Thông tư|Nghị định|Quyết định) \d+/);
      expect(remedy).toMatch(/^\p{Lu}.*\.$/u);
    }
  });
  test('the table', () => expect(CONTRADICTION_RULES.map(({ id, severity }) => [id, severity])).toEqual([
    ['level-above-mark', 'likely'], ['level-below-mark', 'look'], ['one-mark-holds-back', 'look'], ['competence-against-subject', 'look'], ['worse-after-summer', 'look'],
    ['remark-against-level', 'likely'], ['c-without-remark', 'likely'], ['all-t-without-remark', 'look'], ['same-remark', 'look'],
    ['award-against-result', 'likely'], ['old-title', 'likely'], ['title-without-recognition', 'likely'],
    ['personal-id', 'likely'], ['age-for-grade', 'look'], ['ethnicity-nationality', 'look'], ['not-assessed', 'likely'], ['not-assessed-with-results', 'look'],
  ]));
});

describe('level against mark: the law converts nothing, so it is only asked', () => {
  test.each<readonly [SubjectLevel, Mark, string | undefined]>([
    ['T', 7, undefined], ['T', 6, 'level-above-mark'], ['T', 0, 'level-above-mark'], ['T', 10, undefined],
    ['H', 5, undefined], ['H', 4, 'level-above-mark'], ['H', 0, 'level-above-mark'], ['H', 8, undefined], ['H', 9, 'level-below-mark'], ['H', 10, 'level-below-mark'],
    ['C', 0, undefined], ['C', 4, undefined], ['C', 5, 'level-below-mark'], ['C', 10, 'level-below-mark'],
  ])('Toán %s with %i: %s', (level, mark, rule) => {
    const odd = found(judged(set('TOAN', { level, mark }))).filter(({ rule: id }) => id.startsWith('level-'));
    expect(odd.map((one) => [one.rule, one.cell, one.place])).toEqual(rule === undefined ? [] : [[rule, 'subject.TOAN.level', 'Toán – Mức đạt được']]);
    if (rule) expect(odd[0]!.says).toMatch(new RegExp(`mức ${level} .*điểm ${mark}$`));
  });
  test.each(['mark', 'level'] as const)('without a %s nothing can be said', (what) => expect(found(judged(clear('TOAN', what))).filter(({ rule }) => rule.startsWith('level-'))).toEqual([]));
});

describe('one mark alone keeps the pupil from Hoàn thành xuất sắc', () => {
  test.each<readonly [string, YearAssessment, readonly string[]]>([
    ['one 8', set('KH', { mark: 8 }), ['subject.KH.mark: mọi mức đều T, chỉ điểm 8 này giữ em ở Hoàn thành tốt']],
    ['one 7', set('KH', { mark: 7 }), ['subject.KH.mark: mọi mức đều T, chỉ điểm 7 này giữ em ở Hoàn thành tốt']],
    ['one 6: the result is Hoàn thành, another matter', set('KH', { mark: 6 }), []], ['one 9 is none', set('KH', { mark: 9 }), []], ['two of 8', set('KH', { mark: 8 }, set('TOAN', { mark: 8 })), []], ['one 8 and an H', set('KH', { mark: 8 }, set('DD', { level: 'H' })), []],
  ])('%s', (_, assessment, said) => expect(told(judged(assessment), 'one-mark-holds-back')).toEqual(said));
});

describe('năng lực đặc thù against the subject it grows in (TT 32/2018)', () => {
  const pairs: readonly (readonly [TraitCode, SubjectCode])[] = [['NL.NGONNGU', 'TV'], ['NL.TINHTOAN', 'TOAN'], ['NL.KHOAHOC', 'KH'], ['NL.CONGNGHE', 'CN'], ['NL.TINHOC', 'TH'], ['NL.THAMMI', 'AN'], ['NL.THAMMI', 'MT'], ['NL.THECHAT', 'GDTC']];
  test.each(pairs)('%s and %s', (code, subject) => {
    const odd = (level: SubjectLevel, competence: QualityLevel) => found(judged(trait(code, competence, set(subject, { level }))), 'competence-against-subject').map(({ cell }) => cell);
    expect(odd('C', 'T')).toEqual([`trait.${code}`]);
    expect(odd('T', 'C')).toContain(`trait.${code}`);
    for (const [level, competence] of [['C', 'Đ'], ['C', 'C'], ['H', 'T'], ['H', 'C'], ['T', 'T'], ['T', 'Đ']] as const) if (!(code === 'NL.THAMMI' && competence === 'C')) expect(odd(level, competence)).toEqual([]);
  });
  test('in lớp 1–3 Khoa học grows in Tự nhiên và Xã hội', () => expect(told(judged(fullAssessment({ grade: 3, subjects: [{ subject: 'TNXH', level: 'C', remark: 'Em cần ôn.' }] })), 'competence-against-subject')).toEqual(['trait.NL.KHOAHOC: năng lực Khoa học mức T nhưng môn Tự nhiên và Xã hội mức C']));
  test('a quality has no such subject', () => expect(told(judged(trait('PC.YEUNUOC', 'C')), 'competence-against-subject')).toEqual([]));
});

describe('summer: the last test counts, also when it went worse', () => {
  const before = trait('PC.CHAMCHI', 'Đ', set('TOAN', { level: 'H', mark: 5 }));
  test.each<readonly [string, YearAssessment, readonly string[]]>([
    ['better', set('TOAN', { level: 'T', mark: 7 }), []], ['the same', before, []],
    ['a lower mark', set('TOAN', { level: 'H', mark: 4 }), ['subject.TOAN.mark: đánh giá bổ sung được 4 điểm, thấp hơn 5 điểm trước đó']],
    ['a lower level', set('TOAN', { level: 'C', mark: 5 }), ['subject.TOAN.level: đánh giá bổ sung cho mức C, thấp hơn mức H trước đó']],
    ['a lower quality', trait('PC.CHAMCHI', 'C', before), ['trait.PC.CHAMCHI: đánh giá bổ sung cho mức C, thấp hơn mức Đ trước đó']],
    ['a cell that was empty before', set('TOAN', { level: 'H', mark: 5 }, { ...PLAIN, subjects: [...PLAIN.subjects, { subject: 'TDT', level: 'C' }] }), []],
  ])('%s', (_, after, said) => expect(told(judged(after, { beforeSummer: before }), 'worse-after-summer')).toEqual(said));
  test('T before, C after, in a competence', () => expect(told(judged(trait('NL.THECHAT', 'C'), { beforeSummer: PLAIN }), 'worse-after-summer')).toEqual(['trait.NL.THECHAT: đánh giá bổ sung cho mức C, thấp hơn mức T trước đó']));
  test('a pupil without summer has nothing to compare', () => expect(told(judged(set('TOAN', { level: 'C', mark: 0 })), 'worse-after-summer')).toEqual([]));
  test('what is empty now is no worse', () => expect(told(judged(clear('TOAN', 'mark'), { beforeSummer: PLAIN }), 'worse-after-summer')).toEqual([]));
});

describe('remark against level', () => {
  test.each<readonly [SubjectLevel, string, string | undefined]>([
    ['T', 'Em chưa hoàn thành bài tập.', 'chưa hoàn thành'], ['T', 'Em còn yếu phần chia.', 'còn yếu'], ['T', 'Cần cố gắng hơn.', 'cần cố gắng'], ['T', 'EM CÒN CHẬM.', 'còn chậm'], ['T', 'Em chưa biết chia.'.normalize('NFD'), 'chưa biết'], ['T', 'Em chưa thuộc bảng nhân', 'chưa thuộc'],
    ['T', 'Em chưa nắm được', 'chưa nắm'], ['T', 'Em chưa đạt', 'chưa đạt'], ['T', 'viết chưa tốt', 'chưa tốt'], ['T', 'chưa chăm', 'chưa chăm'], ['T', 'chưa tập trung', 'chưa tập trung'], ['T', 'chưa tự giác', 'chưa tự giác'], ['T', 'chưa mạnh dạn', 'chưa mạnh dạn'],
    ['T', 'còn kém', 'còn kém'], ['T', 'còn lười', 'còn lười'], ['T', 'còn hạn chế', 'còn hạn chế'], ['T', 'học yếu kém', 'yếu kém'],
    ['T', 'Em biết yêu thương bạn.', undefined], ['T', 'Em hoàn thành tốt, chủ yếu nhờ chăm.', undefined], ['T', 'Em đọc lưu loát.', undefined],
    ['C', 'Em hoàn thành tốt các bài.', 'hoàn thành tốt'], ['C', 'Kết quả xuất sắc', 'xuất sắc'], ['C', 'Em nắm vững kiến thức', 'nắm vững'], ['C', 'Em nắm chắc', 'nắm chắc'], ['C', 'rất giỏi', 'rất giỏi'], ['C', 'thực hiện tốt', 'thực hiện tốt'], ['C', 'làm rất tốt', 'làm rất tốt'],
    ['C', 'Em chưa hoàn thành tốt phần chia.', undefined], ['C', 'Em chưa nắm vững.', undefined], ['C', 'không làm tốt phép chia', undefined], ['C', 'Em cần cố gắng.', undefined],
    ['H', 'Em còn yếu phần chia.', undefined], ['H', 'Em hoàn thành tốt.', undefined],
  ])('Toán %s, “%s”: %s', (level, remark, said) => {
    expect(told(judged(set('TOAN', { level, remark })), 'remark-against-level')).toEqual(said === undefined ? [] : [`subject.TOAN.remark: môn Toán mức ${level} nhưng nhận xét có “${said}”`]);
  });
  const groups = [['qualityRemark', 'remark.qualities', 'PC.TRACHNHIEM'], ['generalCompetencyRemark', 'remark.generalCompetencies', 'NL.GIAOTIEP'], ['specificCompetencyRemark', 'remark.specificCompetencies', 'NL.THAMMI']] as const;
  test.each(groups)('%s beside its own levels', (property, cell, code) => {
    expect(told(judged({ ...PLAIN, [property]: 'Em cần cố gắng.' }), 'remark-against-level')).toEqual([`${cell}: mọi mức là T nhưng nhận xét có “cần cố gắng”`]);
    expect(told(judged(trait(code, 'Đ', { ...PLAIN, [property]: 'Em cần cố gắng.' })), 'remark-against-level')).toEqual([]);
    expect(told(judged(trait(code, 'C', { ...PLAIN, [property]: 'Em thực hiện tốt.' })), 'remark-against-level')).toEqual([`${cell}: có mức C nhưng nhận xét có “thực hiện tốt”`]);
    expect(told(judged(trait(code, 'Đ', { ...PLAIN, [property]: 'Em thực hiện tốt.' })), 'remark-against-level')).toEqual([]);
  });
  test('a group without any level says nothing', () => expect(told(judged({ ...PLAIN, traits: {}, qualityRemark: 'Em cần cố gắng.' }), 'remark-against-level')).toEqual([]));
});

describe('C must say what is not reached', () => {
  test.each<readonly [string, YearAssessment, readonly string[]]>([
    ['a subject without a remark', { ...clear('DD', 'remark'), subjects: clear('DD', 'remark').subjects.map((row) => (row.subject === 'DD' ? { ...row, level: 'C' as const } : row)) }, ['subject.DD.remark: môn Đạo đức mức C nhưng chưa có nhận xét']],
    ['a remark of blanks', set('DD', { level: 'C', remark: ' \u200b ' }), ['subject.DD.remark: môn Đạo đức mức C nhưng chưa có nhận xét']],
    ['a subject with one', set('DD', { level: 'C', remark: 'Em cần tự giác hơn.' }), []], ['H without one', set('DD', { level: 'H', remark: '' }), []],
    ['a quality without one', trait('PC.CHAMCHI', 'C', { ...PLAIN, qualityRemark: '' }), ['remark.qualities: có mức C nhưng chưa có nhận xét']],
    ['a general competence', trait('NL.TUCHU', 'C', { ...PLAIN, generalCompetencyRemark: '' }), ['remark.generalCompetencies: có mức C nhưng chưa có nhận xét']],
    ['a specific competence', trait('NL.THECHAT', 'C', { ...PLAIN, specificCompetencyRemark: '' }), ['remark.specificCompetencies: có mức C nhưng chưa có nhận xét']],
    ['a quality Đ', trait('PC.CHAMCHI', 'Đ', { ...PLAIN, qualityRemark: '' }), []],
  ])('%s', (_, assessment, said) => expect(told(judged(assessment), 'c-without-remark')).toEqual(said));
});

describe('T everywhere and an empty remark', () => {
  test.each<readonly [string, YearAssessment, readonly string[]]>([
    ['one', set('TOAN', { remark: '' }), ['subject.TOAN.remark: mọi mức đều T nhưng còn 1 ô nhận xét trống']],
    ['that of the qualities', { ...PLAIN, qualityRemark: '' }, ['remark.qualities: mọi mức đều T nhưng còn 1 ô nhận xét trống']],
    ['several: the first is shown', { ...set('TOAN', { remark: '' }), specificCompetencyRemark: ' ' }, ['subject.TOAN.remark: mọi mức đều T nhưng còn 2 ô nhận xét trống']],
    ['none', PLAIN, []], ['one H', set('DD', { level: 'H', remark: '' }), []], ['one Đ', trait('PC.CHAMCHI', 'Đ', set('TOAN', { remark: '' })), []], ['a year without subjects', { ...PLAIN, subjects: [], qualityRemark: '' }, []],
  ])('%s', (_, assessment, said) => expect(told(judged(assessment), 'all-t-without-remark')).toEqual(said));
});

describe('one remark for several subjects', () => {
  const copied = (...subjects: readonly SubjectCode[]) => subjects.reduce((year, subject, i) => set(subject, { remark: i === 0 ? 'Em học đều.' : 'EM  HỌC ĐỀU.' }, year), PLAIN);
  test.each<readonly [readonly SubjectCode[], readonly string[]]>([
    [['TV', 'TOAN'], []], [['TV', 'TOAN', 'KH'], ['subject.TV.remark: 3 môn có cùng một nhận xét: Tiếng Việt, Toán, Khoa học']], [['TOAN', 'AN', 'MT', 'DD'], ['subject.TOAN.remark: 4 môn có cùng một nhận xét: Toán, Đạo đức, Nghệ thuật – Âm nhạc, Nghệ thuật – Mĩ thuật']],
  ])('%j', (subjects, said) => expect(told(judged(copied(...subjects)), 'same-remark')).toEqual(said));
  test('empty ones are not alike', () => expect(told(judged({ ...PLAIN, subjects: PLAIN.subjects.map((row) => ({ ...row, remark: '' })) }), 'same-remark')).toEqual([]));
});

describe('Điều 13: award against result', () => {
  const HTT = set('KH', { mark: 8 }, set('TOAN', { mark: 8 }));
  test.each<readonly [string, YearAssessment, readonly string[], boolean, readonly string[]]>([
    ['XS beside HTXS', PLAIN, [AWARD_TITLES.HTXS], true, []], ['TB beside HTXS', PLAIN, [AWARD_TITLES.HTT], true, ['award-against-result']], ['XS beside HTT', HTT, [AWARD_TITLES.HTXS], true, ['award-against-result']],
    ['TB beside HTT, confirmed', HTT, [AWARD_TITLES.HTT], true, []], ['TB beside HTT, nobody confirmed', HTT, [AWARD_TITLES.HTT], false, ['title-without-recognition']], ['XS needs no recognition', PLAIN, [AWARD_TITLES.HTXS], false, []],
    ['the old title', PLAIN, [OLD_TITLE], true, ['old-title']], ['a letter of praise', set('DD', { level: 'H' }), ['Thư khen'], false, []], ['a title while cells are missing', clear('KH', 'mark'), [AWARD_TITLES.HTXS], true, ['award-against-result']], ['none', PLAIN, [], false, []],
  ])('%s', (_, assessment, awards, awardConfirmed, rules) => {
    const odd = found(judged({ ...assessment, awards }, { awardConfirmed })).filter(({ cell }) => cell === 'award');
    expect(odd.map(({ rule }) => rule)).toEqual(rules);
    for (const { place } of odd) expect(place).toBe('Khen thưởng');
  });
  test('what it says', () => {
    expect(told(judged({ ...HTT, awards: [AWARD_TITLES.HTXS] }), 'award-against-result')).toEqual(['award: khen “Học sinh Xuất sắc” nhưng kết quả là Hoàn thành tốt']);
    expect(told(judged({ ...clear('KH', 'mark'), awards: [AWARD_TITLES.HTXS] }), 'award-against-result')).toEqual(['award: khen “Học sinh Xuất sắc” nhưng kết quả là chưa có']);
    expect(told(judged({ ...PLAIN, awards: [OLD_TITLE] }), 'old-title')).toEqual([`award: danh hiệu “${OLD_TITLE}” không còn dùng`]);
    expect(told(judged({ ...HTT, awards: [AWARD_TITLES.HTT] }, { awardConfirmed: false }), 'title-without-recognition')).toEqual([`award: “${AWARD_TITLES.HTT}” chưa có lý do và công nhận của tập thể lớp`]);
  });
});

describe('who the pupil is', () => {
  const who = (over: Partial<PupilIdentity>, assessment = PLAIN) => judged(assessment, { identity: { ...hocBa().pupil, ...over } });
  const personalId = (text: string) => unwrap(PersonalId.parse(text));
  test.each<readonly [string, Partial<PupilIdentity>, readonly string[]]>([
    ['a number that agrees', { personalId: personalId('022314000123') }, []], ['none', {}, []],
    ['another year of birth', { personalId: personalId('022315000123') }, ['Số định danh cá nhân: năm sinh trong số định danh khác ngày sinh']],
    ['another gender', { personalId: personalId('022214000123') }, ['Số định danh cá nhân: giới tính trong số định danh khác giới tính đã ghi']],
    ['no such province', { personalId: personalId('003314000123') }, ['Số định danh cá nhân: ba số đầu của số định danh không phải mã tỉnh hay mã nước nào']],
  ])('số định danh: %s', (_, identity, said) => expect(told(who(identity), 'personal-id')).toEqual(said));
  test('the key keeps no whole number', () => expect(found(who({ personalId: personalId('022315000123') }), 'personal-id')[0]!.key).not.toContain('000123'));

  test.each<readonly [Grade, number, boolean]>([[1, 2017, false], [1, 2018, false], [1, 2019, true], [1, 2014, false], [1, 2013, true], [4, 2014, false], [4, 2015, false], [4, 2016, true], [4, 2011, false], [4, 2010, true], [5, 2013, false], [5, 2015, true], [5, 2009, true]])('lớp %i in 2023–2024, born %i: asked %s', (grade, born, asked) => {
    const odd = found(who({ birthDate: unwrap(PlainDate.of(born, 9, 2)) }, { ...PLAIN, grade }), 'age-for-grade');
    expect(odd.map(({ says }) => says)).toEqual(asked ? [`${2023 - born} tuổi học lớp ${grade}`] : []);
  });
  test.each<readonly [string, string, string | undefined]>([
    ['01', 'VN', undefined], ['55', 'KR', undefined], ['55', 'VN', 'dân tộc ghi Người nước ngoài nhưng quốc tịch Việt Nam'], ['04', 'CN', 'quốc tịch nước ngoài nhưng ghi một dân tộc của Việt Nam'],
  ])('dân tộc %s, quốc tịch %s: %s', (ethnicity, nationality, says) => expect(told(who({ ethnicity, nationality }), 'ethnicity-nationality')).toEqual(says === undefined ? [] : [`Dân tộc: ${says}`]));
  const EMPTY = fullAssessment({ subjects: [], traits: {}, awards: [] });
  test.each<readonly [string, YearAssessment, string | undefined, readonly string[]]>([
    ['not assessed, disability named', { ...EMPTY, notAssessed: true }, 'Khuyết tật trí tuệ', []],
    ['not assessed, no disability', { ...EMPTY, notAssessed: true }, undefined, ['not-assessed']],
    ['special class, no disability', { ...EMPTY, notAssessed: true, specialClass: true }, undefined, ['not-assessed']],
    ['assessed, no disability', PLAIN, undefined, []], ['assessed, disabled', PLAIN, 'Khuyết tật vận động', []],
    ['not assessed, but every cell is filled', { ...PLAIN, notAssessed: true }, 'Khuyết tật vận động', ['not-assessed-with-results']],
    ['special class, and every cell is filled', { ...PLAIN, notAssessed: true, specialClass: true }, 'Khuyết tật vận động', ['not-assessed-with-results']],
  ])('Điều 8: %s', (_, assessment, disability, rules) => expect(found(who(disability === undefined ? {} : { disability }, assessment)).map(({ rule }) => rule).filter((rule) => rule.startsWith('not-assessed'))).toEqual(rules));
});

describe('a doubt that was seen', () => {
  const key = (assessment: YearAssessment) => found(judged(assessment)).map((one) => one.key);
  test('stays seen while its facts stay, whatever else changes', () => expect(key(set('TV', { remark: 'Em kể hay.' }, set('TOAN', { level: 'T', mark: 6 })))).toEqual(key(set('TOAN', { level: 'T', mark: 6 }))));
  test.each<readonly [string, YearAssessment]>([['another mark', set('TOAN', { level: 'T', mark: 5 })], ['another level', set('TOAN', { level: 'H', mark: 4 })], ['another cell', set('KH', { level: 'T', mark: 6 })]])('is new with %s', (_, changed) => {
    for (const one of key(changed)) expect(key(set('TOAN', { level: 'T', mark: 6 }))).not.toContain(one);
  });
  test('an award is asked about anew when the result beside it is another', () => {
    const ofAward = (assessment: YearAssessment) => found(judged({ ...assessment, awards: [AWARD_TITLES.HTXS] }), 'award-against-result').map((one) => one.key);
    const HTT = set('KH', { mark: 8 }, set('TOAN', { mark: 8 }));
    expect([ofAward(HTT).length, ofAward(clear('KH', 'mark')).length]).toEqual([1, 1]);
    expect(ofAward(HTT)).toEqual(ofAward(set('TV', { mark: 8 }, HTT)));
    expect(ofAward(HTT)).not.toEqual(ofAward(clear('KH', 'mark')));
    expect(ofAward(HTT)).not.toEqual(ofAward(set('KH', { mark: 6 })));
  });
  test.each<readonly [string, Partial<PupilIdentity>, readonly Partial<PupilIdentity>[]]>([
    ['personal-id', { personalId: unwrap(PersonalId.parse('022315000123')) }, [{ personalId: unwrap(PersonalId.parse('022316000123')) }, { personalId: unwrap(PersonalId.parse('022315000123')), birthDate: unwrap(PlainDate.parse('2013-01-01')) }]],
    ['ethnicity-nationality', { ethnicity: '55' }, [{ ethnicity: '01', nationality: 'LA' }, { ethnicity: '04', nationality: 'LA' }]],
  ])('%s is asked about anew when the facts are others', (rule, seen, others) => {
    const ofPupil = (over: Partial<PupilIdentity>) => found(judged(PLAIN, { identity: { ...hocBa().pupil, ...over } }), rule).map((one) => one.key);
    const keys = [seen, ...others].flatMap(ofPupil);
    expect(new Set(keys).size).toBe(others.length + 1);
  });
  test('keys are unique within a pupil', () => {
    const odd = judged({ ...PLAIN, subjects: PLAIN.subjects.map((row) => ({ ...row, level: 'C' as const, mark: 9 as Mark, remark: 'xuất sắc' })), awards: [AWARD_TITLES.HTXS, AWARD_TITLES.HTT, OLD_TITLE] });
    const keys = contradictionsOf(odd).map((one) => one.key);
    expect(keys.length).toBeGreaterThan(15);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('no school year is too early to be looked at', () => expect(contradictionsOf(judged(PLAIN, { schoolYear: unwrap(SchoolYear.parse('2022-2023')) }))).toEqual([]));
