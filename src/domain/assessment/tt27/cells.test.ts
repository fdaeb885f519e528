import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { fullAssessment } from '../../../../test/builders/hoc-ba.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import { describe as describeRefusal } from '../../refusal/index.ts';
import { type CellKey, cellLabel, readCell, writeCell } from './index.ts';

const YEAR = fullAssessment();
/** What a cell says after a text was typed into it, or the code of the refusal. */
function typed(key: CellKey, text: string, assessment: YearAssessment = YEAR): string {
  const written = writeCell(assessment, key, text);
  return written.ok ? readCell(written.value, key) : written.error.code;
}

describe('Điều 7: levels', () => {
  test.each([
    ['T', 'T'], ['H', 'H'], ['C', 'C'], ['t', 'T'], ['h', 'H'], [' c ', 'C'], ['T\u200b', 'T'], ['', ''], ['  ', ''],
    ['Đ', 'content/bad-level'], ['D', 'content/bad-level'], ['TT', 'content/bad-level'], ['Tốt', 'content/bad-level'], ['9', 'content/bad-level'], ['Т', 'content/bad-level'],
  ])('a subject’s level typed `%s` is `%s` (T, H, C)', (text, value) => expect(typed('subject.TOAN.level', text)).toBe(value));
  test.each([
    ['T', 'T'], ['Đ', '\u0110'], ['C', 'C'], ['đ', '\u0110'], ['D', '\u0110'], ['d', '\u0110'], ['\u00d0', '\u0110'], ['\u00f0', '\u0110'], ['c', 'C'], ['', ''],
    ['H', 'content/bad-level'], ['ĐĐ', 'content/bad-level'], ['Đạt', 'content/bad-level'], ['X', 'content/bad-level'],
  ])('a quality’s level typed `%s` is `%s` (T, Đ, C; Đ is U+0110)', (text, value) => expect(typed('trait.PC.NHANAI', text)).toBe(value));
  test('each scale is told with its own letters', () => {
    const remedy = (key: CellKey) => { const written = writeCell(YEAR, key, 'X'); return written.ok ? '' : describeRefusal(written.error).remedy; };
    expect([remedy('subject.TV.level'), remedy('trait.NL.TUCHU')]).toEqual(['Nhập T, H hoặc C.', 'Nhập T, Đ hoặc C.']);
  });
});

describe('Điều 7: the mark is a whole number 0 to 10', () => {
  test.each(Array.from({ length: 11 }, (_, mark) => mark))('%i, also with zero decimals', (mark) => {
    for (const text of [`${mark}`, `${mark},0`, `${mark}.00`, ` ${mark} `]) expect(typed('subject.TOAN.mark', text)).toBe(String(mark));
  });
  test.each(['7.5', '7,5', '9.01', '10.5', '11', '100', '-1', '+5', '05', '010', '1e1', '5/10', '5.', ',0', '١', '５', 'mười', 'NaN', 'Infinity', '9 0', '0x5'])('`%s` is none', (text) => expect(typed('subject.TOAN.mark', text)).toBe('content/bad-mark'));
  test('a mark can be taken away again, and 0 is not nothing', () => {
    expect(typed('subject.TOAN.mark', '')).toBe('');
    expect(typed('subject.TOAN.mark', '0')).toBe('0');
  });
});

describe('TT 32/2018: what the grade does not have cannot be filled in', () => {
  test.each<readonly [string, CellKey, string, YearAssessment['grade']]>([
    ['Khoa học in lớp 3', 'subject.KH.level', 'T', 3], ['Lịch sử và Địa lí in lớp 2', 'subject.LSDL.mark', '9', 2], ['Tự nhiên và Xã hội in lớp 4', 'subject.TNXH.level', 'T', 4], ['Tin học in lớp 2', 'subject.TH.remark', 'Em thích học.', 2],
    ['a mark for Đạo đức', 'subject.DD.mark', '9', 5], ['a mark for Ngoại ngữ 1 in lớp 2', 'subject.NN1.mark', '9', 2], ['a mark for Tiếng dân tộc', 'subject.TDT.mark', '9', 4],
    ['the competence Công nghệ in lớp 1', 'trait.NL.CONGNGHE', 'T', 1], ['the competence Tin học in lớp 2', 'trait.NL.TINHOC', 'T', 2],
  ])('%s', (_, key, text, grade) => {
    const assessment = fullAssessment({ grade, subjects: [], traits: {} });
    expect(writeCell(assessment, key, text)).toMatchObject({ ok: false, error: { code: 'content/not-taught', where: cellLabel(key), params: { grade } } });
    expect(unwrap(writeCell(assessment, key, ' '))).toEqual(assessment);
  });
  test.each<readonly [string, CellKey, string, YearAssessment['grade']]>([
    ['a level for Ngoại ngữ 1 in lớp 1', 'subject.NN1.level', 'T', 1], ['Tiếng dân tộc in lớp 5', 'subject.TDT.level', 'H', 5], ['the competence Tin học in lớp 3', 'trait.NL.TINHOC', 'Đ', 3],
  ])('but %s can', (_, key, text, grade) => expect(typed(key, text, fullAssessment({ grade, subjects: [], traits: {} }))).toBe(text));
});

describe('the head of the page', () => {
  test.each([
    ['health.heightCm', '132', '132'], ['health.heightCm', '132,5', '132.5'], ['health.heightCm', '60', '60'], ['health.heightCm', '220', '220'], ['health.heightCm', '', ''],
    ['health.heightCm', '59,9', 'content/bad-number'], ['health.heightCm', '220,01', 'content/bad-number'], ['health.heightCm', '1.32', 'content/bad-number'], ['health.heightCm', '132,555', 'content/bad-number'], ['health.heightCm', '132 cm', 'content/bad-number'],
    ['health.weightKg', '8', '8'], ['health.weightKg', '28,5', '28.5'], ['health.weightKg', '150', '150'], ['health.weightKg', '7,9', 'content/bad-number'], ['health.weightKg', '151', 'content/bad-number'], ['health.weightKg', '-28', 'content/bad-number'],
    ['health.note', ' Loại  I ', 'Loại I'], ['health.note', '', ''],
    ['absence.excused', '0', '0'], ['absence.excused', '366', '366'], ['absence.unexcused', '2', '2'], ['absence.excused', '367', 'content/bad-number'], ['absence.excused', '1,5', 'content/bad-number'], ['absence.unexcused', '-1', 'content/bad-number'],
    ['award', 'Học sinh Xuất sắc', 'Học sinh Xuất sắc'], ['award', ' a ;; b; ', 'a; b'], ['award', '', ''], ['award', ' ; ', ''],
    ['remark.qualities', 'Chăm\u00a0ngoan'.normalize('NFD'), 'Chăm ngoan'], ['remark.generalCompetencies', '', ''], ['remark.specificCompetencies', 'Khéo tay.', 'Khéo tay.'], ['subject.AN.remark', 'Hát hay.', 'Hát hay.'],
  ])('%s typed `%s` is `%s`', (key, text, value) => expect(typed(key, text)).toBe(value));
});

describe('the names of cells', () => {
  test.each([
    ['subject.TOAN.mark', 'Toán – Điểm KTĐK'], ['subject.TH.level', 'Tin học và Công nghệ – Tin học – Mức đạt được'], ['subject.AN.remark', 'Nghệ thuật – Âm nhạc – Nhận xét'], ['trait.PC.NHANAI', 'Nhân ái'], ['remark.qualities', 'Nhận xét phẩm chất'],
    ['health.heightCm', 'Chiều cao (cm)'], ['absence.unexcused', 'Số ngày nghỉ không phép'], ['award', 'Khen thưởng'],
  ])('%s is called %s', (key, label) => expect(cellLabel(key)).toBe(label));
  test.each([
    '', 'toan', 'subject', 'subject.TOAN', 'subject.TOAN.average', 'subject.XYZ.level', 'subject.TOAN.level.x', 'subject.toan.level', 'trait', 'trait.PC', 'trait.PC.YEU', 'trait.PC.NHANAI.x', 'remark', 'remark.', 'remark.qualities.x', 'remark.all',
    'health', 'health.heightCm.x', 'health.eyes', 'absence', 'award.x', 'rank', 'subject.constructor.level', 'subject.TOAN.constructor', 'trait.constructor', 'remark.constructor', '__proto__', 'constructor',
  ])('`%s` is no cell: nothing is written and nothing is read', (key) => {
    expect(writeCell(YEAR, key, 'T')).toMatchObject({ ok: false, error: { code: 'content/cell-unknown', params: { cell: key } } });
    expect(readCell(YEAR, key)).toBe('');
    expect(cellLabel(key)).toBe(key);
  });
});

describe('writing', () => {
  const freeze = <T>(value: T): T => { for (const inner of Object.values(value as object)) if (inner && typeof inner === 'object') freeze(inner); return Object.freeze(value); };
  const KEYS = [...YEAR.subjects.flatMap(({ subject }) => ['level', 'mark', 'remark'].map((part) => `subject.${subject}.${part}`)), ...Object.keys(YEAR.traits).map((code) => `trait.${code}`), 'remark.qualities', 'remark.generalCompetencies', 'remark.specificCompetencies',
    'health.heightCm', 'health.weightKg', 'health.note', 'absence.excused', 'absence.unexcused', 'award'];
  const TEXTS = ['T', 'H', 'C', 'Đ', '9', '0', '132', '28,5', 'Em ngoan.', ''];
  const everything = (assessment: YearAssessment) => Object.fromEntries(KEYS.map((key) => [key, readCell(assessment, key)]));

  test('a text that was taken says the same when it is typed again, touches no other cell and not the year it came from', () => {
    const before = everything(YEAR), frozen = freeze(structuredClone(YEAR));
    fc.assert(fc.property(fc.constantFrom(...KEYS), fc.constantFrom(...TEXTS), (key, text) => {
      const written = writeCell(frozen, key, text);
      if (!written.ok) return;
      const value = readCell(written.value, key);
      expect(everything(written.value)).toEqual({ ...before, [key]: value });
      expect(unwrap(writeCell(written.value, key, value))).toEqual(written.value);
    }), { numRuns: 500 });
  });
  test('an emptied cell is absent, not an empty text', () => expect(unwrap(writeCell(YEAR, 'subject.TOAN.mark', '')).subjects.find(({ subject }) => subject === 'TOAN')).not.toHaveProperty('mark'));
  test('a refusal says where and what, in Vietnamese, with nothing left to fill in', () => {
    for (const [key, text] of [['subject.TOAN.mark', '11'], ['trait.PC.NHANAI', 'H'], ['subject.TNXH.level', 'T'], ['health.heightCm', 'cao'], ['rank', '1']] as const) {
      const written = writeCell(YEAR, key, text);
      expect(written.ok).toBe(false);
      if (!written.ok) expect(Object.values(describeRefusal(written.error)).join(' ')).not.toMatch(/[{}]/);
    }
  });
});
