import { describe, expect, test } from 'vitest';
import { QUALITY_CODES, QUALITY_LEVELS, SUBJECT_CODES, SUBJECT_LEVELS, TRAIT_CODES } from '../../record/codes.ts';
import type { Grade } from '../../record/identifiers.ts';
import { QUALITY_LEVEL_LABEL, RESULT_LABEL, SUBJECT_LABEL, SUBJECT_LEVEL_LABEL, TRAIT_LABEL } from '../../codes/labels.ts';
import { curriculumOf } from './index.ts';

const GRADES: readonly Grade[] = [1, 2, 3, 4, 5];
const labels = (grade: Grade, is: (subject: { tested: boolean; optional: boolean }) => boolean) => curriculumOf(grade).subjects.filter(is).map(({ code }) => SUBJECT_LABEL[code]);

const COMMON = ['Đạo đức', 'Giáo dục thể chất', 'Nghệ thuật – Âm nhạc', 'Nghệ thuật – Mĩ thuật', 'Hoạt động trải nghiệm'];
const INFORMATICS = ['Tin học và Công nghệ – Tin học', 'Tin học và Công nghệ – Công nghệ'];
const NATURE = 'Tự nhiên và Xã hội';
const UPPER = { tested: ['Tiếng Việt', 'Toán', 'Ngoại ngữ 1', 'Lịch sử và Địa lí', 'Khoa học', ...INFORMATICS], untested: COMMON, optional: ['Tiếng dân tộc'] };
const ROWS: Readonly<Record<Grade, { tested: readonly string[]; untested: readonly string[]; optional: readonly string[] }>> = {
  1: { tested: ['Tiếng Việt', 'Toán'], untested: [...COMMON, NATURE], optional: ['Ngoại ngữ 1', 'Tiếng dân tộc'] },
  2: { tested: ['Tiếng Việt', 'Toán'], untested: [...COMMON, NATURE], optional: ['Ngoại ngữ 1', 'Tiếng dân tộc'] },
  3: { tested: ['Tiếng Việt', 'Toán', 'Ngoại ngữ 1', ...INFORMATICS], untested: [...COMMON, NATURE], optional: ['Tiếng dân tộc'] },
  4: UPPER,
  5: UPPER,
};

describe.each(GRADES)('lớp %i', (grade) => {
  test('has a year-end test, and so a Điểm KTĐK, in these subjects (TT 27/2020 Điều 7)', () => expect(labels(grade, ({ tested }) => tested).sort()).toEqual([...ROWS[grade].tested].sort()));
  test('has a level and no mark in these (TT 32/2018)', () => expect(labels(grade, ({ tested, optional }) => !tested && !optional).sort()).toEqual([...ROWS[grade].untested].sort()));
  test('may have these besides, with no mark (TT 32/2018)', () => expect(labels(grade, ({ optional }) => optional).sort()).toEqual([...ROWS[grade].optional].sort()));
  test('has no row twice', () => {
    const { subjects, traits } = curriculumOf(grade);
    expect(new Set(subjects.map(({ code }) => code)).size).toBe(subjects.length);
    expect(new Set(traits).size).toBe(traits.length);
  });
  test('is assessed in the qualities and competences of its age (TT 27/2020 Điều 7; Công nghệ and Tin học begin in lớp 3)', () => {
    const left = TRAIT_CODES.filter((code) => !curriculumOf(grade).traits.includes(code)).map((code) => TRAIT_LABEL[code]);
    expect(left).toEqual(grade <= 2 ? ['Công nghệ', 'Tin học'] : []);
  });
});

describe('the form (TT 27/2020 Phụ lục 1)', () => {
  test('every subject stands in the order of the form in every grade', () => {
    const form = ['TV', 'TOAN', 'NN1', 'LSDL', 'KH', 'TH', 'CN', 'DD', 'TNXH', 'GDTC', 'AN', 'MT', 'HDTN', 'TDT'];
    for (const grade of GRADES) {
      const codes = curriculumOf(grade).subjects.map(({ code }) => code as string);
      expect(codes).toEqual(form.filter((code) => codes.includes(code)));
    }
    expect([...form].sort()).toEqual([...SUBJECT_CODES].sort());
  });
  test('the two scales share no type: T Hoàn thành tốt is not T Tốt, C Chưa hoàn thành is not C Cần cố gắng', () => {
    expect(SUBJECT_LEVELS.map((level) => SUBJECT_LEVEL_LABEL[level])).toEqual(['Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành']);
    expect(QUALITY_LEVELS.map((level) => QUALITY_LEVEL_LABEL[level])).toEqual(['Tốt', 'Đạt', 'Cần cố gắng']);
  });
  test('Đ is U+0110, not the Ð of Iceland and not a D', () => expect(QUALITY_LEVELS[1].codePointAt(0)).toBe(0x110));
  test('the four results of Điều 9, best first', () => expect(Object.values(RESULT_LABEL)).toEqual(['Hoàn thành xuất sắc', 'Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành']));
  test.each([
    ['Những phẩm chất chủ yếu', 0, ['Yêu nước', 'Nhân ái', 'Chăm chỉ', 'Trung thực', 'Trách nhiệm']],
    ['Những năng lực chung', 5, ['Tự chủ và tự học', 'Giao tiếp và hợp tác', 'Giải quyết vấn đề và sáng tạo']],
    ['Những năng lực đặc thù', 8, ['Ngôn ngữ', 'Tính toán', 'Khoa học', 'Công nghệ', 'Tin học', 'Thẩm mĩ', 'Thể chất']],
  ])('%s', (_, from, names) => expect(TRAIT_CODES.slice(from, from + names.length).map((code) => TRAIT_LABEL[code])).toEqual(names));
  test('5 qualities and 10 competences', () => expect([QUALITY_CODES.length, TRAIT_CODES.length - QUALITY_CODES.length]).toEqual([5, 10]));
  test('every label is in NFC and no two subjects or traits are called the same', () => {
    for (const names of [Object.values(SUBJECT_LABEL), Object.values(TRAIT_LABEL)]) {
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name.normalize('NFC')).toBe(name);
    }
  });
});
