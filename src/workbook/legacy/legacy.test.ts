import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { toTcvn3, toVni } from '../../../test/builders/legacy-text.ts';
import { createReport } from '../problem.ts';
import type { RawSheet, RawValue, TextRun } from '../sheet/read-sheets.ts';
import { modernise } from './modernise.ts';
import { judgeBytes } from './readings.ts';
import { isSyllable } from './syllable.ts';
import { fromTcvn3 } from './tcvn3.ts';
import { fromVni } from './vni.ts';

const SMALL = 'aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ';

describe('the tables', () => {
  test('every small letter goes to TCVN3 and back, and every letter to VNI and back', () => {
    for (const letter of SMALL) {
      expect(fromTcvn3(toTcvn3(letter))).toBe(letter);
      expect(fromVni(toVni(letter))).toBe(letter);
      expect(fromVni(toVni(letter.toUpperCase()))).toBe(letter.toUpperCase());
    }
  });
  test('letters in any order come back', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...SMALL)), (letters) => {
      expect(fromTcvn3(toTcvn3(letters.join('')))).toBe(letters.join(''));
      expect(fromVni(toVni(letters.join('')))).toBe(letters.join(''));
    }));
  });
  test.each([
    ['TriÖu V¨n Dòng', 'Triệu Văn Dũng'], ['Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'Cộng hoà xã hội chủ nghĩa Việt Nam'], ['§éc lËp - Tù do - H¹nh phóc', 'Độc lập - Tự do - Hạnh phúc'], ['Tr­êng TiÓu häc', 'Trường Tiểu học'],
  ])('TCVN3 `%s`', (signs, text) => expect(fromTcvn3(signs)).toBe(text));
  test.each([['Nguyeãn Vaên Huøng', 'Nguyễn Văn Hùng'], ['TRÖÔØNG TIEÅU HOÏC', 'TRƯỜNG TIỂU HỌC'], ['Ñaëng Thò Höông', 'Đặng Thị Hương'], ['Ñoäc laäp - Töï do - Haïnh phuùc', 'Độc lập - Tự do - Hạnh phúc']])('VNI `%s`', (signs, text) => expect(fromVni(signs)).toBe(text));
});

test.each(['Nguyễn', 'Quỳnh', 'giếng', 'gì', 'nghiêng', 'Thuý', 'Thúy', 'khuya', 'quốc', 'ươm', 'Uyên', 'yêu', 'Ý', 'hoà', 'hòa', 'tuyết', 'khuỷu', 'ngoằn'])('%s could be a syllable', (word) => expect(isSyllable(word)).toBe(true));
test.each(['Nguyeãn', 'V¨n', 'Lõmư', 'đăc', 'hộp̀', 'Müller', 'aê', 'José', 'thưừ', 'KTÑK', 'bèc'])('%s could not', (word) => expect(isSyllable(word)).toBe(false));

describe('a text alone', () => {
  test.each([
    ['NguyÔn V¨n Hïng', 'Nguyễn Văn Hùng'], ['NGUYÔN V¡N HïNG', 'NGUYỄN VĂN HÙNG'], ['Nguyeãn Vaên Huøng', 'Nguyễn Văn Hùng'], ['§iÓm KT§K', 'Điểm KTĐK'], ['Ñieåm KTÑK', 'Điểm KTĐK'], ['Em viÕt ch÷ ®Ñp, tr×nh bµy “s¹ch sÏ”.', 'Em viết chữ đẹp, trình bày “sạch sẽ”.'],
  ])('`%s` is unmistakably `%s`', (signs, text) => expect(judgeBytes(signs)).toMatchObject({ is: 'legacy', reading: { text } }));
  test.each(['Nguyễn Văn Hùng', 'Nguyễn Văn Hùng'.normalize('NFD'), 'Hà', 'Müller', 'José', 'François', 'Hélène', 'H\'Blă Êban', '3 × 4 = 12', '½ lớp', '20 °C', '§ 2', 'Nam'])('`%s` is left alone', (text) => expect(judgeBytes(text).is).toBe('unicode'));
  test.each(['Dòng', 'Lâm Anh', 'hoá', 'Sôn'])('`%s` is Vietnamese twice', (text) => expect(judgeBytes(text).is).toBe('both'));
  test.each(['Thaï'])('`%s` is a question', (text) => expect(judgeBytes(text).is).toBe('doubtful'));
});

const sheetOf = (column: readonly (RawValue | TextRun | readonly TextRun[])[]): RawSheet => {
  const runs = column.map((cell) => (typeof cell === 'object' && cell !== null && !(cell instanceof Date) ? [cell].flat() : undefined));
  return {
    file: 'a.xlsx', name: 'S', merges: [], formulas: new Set(), hidden: 0, from1904: false, untyped: false,
    rows: column.map((cell, r) => [runs[r] ? runs[r].map(({ text }) => text).join('') : (cell as RawValue)]),
    fonts: new Map(runs.flatMap((own, r) => (own ? [[`A${r + 1}`, own] as const] : []))),
  };
};
const modern = (...column: Parameters<typeof sheetOf>[0]) => {
  const report = createReport(), sheet = modernise(sheetOf(column), report);
  return { texts: sheet.rows.map(([value]) => value), doubts: [...sheet.doubts].map(([cell, { reading }]) => `${cell} ${reading}`), changes: report.normalised().map(({ cell, from, to, rule }) => `${cell} ${from} → ${to} (${rule})`) };
};
const vn = (text: string, font = '.VnTime'): TextRun => ({ text, font });

describe('a column', () => {
  test('the font decides what bytes alone could not', () =>
    expect(modern(vn('Dòng'), vn('Sôn', 'VNI-Times'), vn('Sôn'), 'Sôn')).toMatchObject({ texts: ['Dũng', 'Sơn', 'Sụn', 'Sôn'], changes: ['A1 Dòng → Dũng (phông cũ .VnTime → Unicode)', 'A2 Sôn → Sơn (phông cũ VNI-Times → Unicode)', 'A3 Sôn → Sụn (phông cũ .VnTime → Unicode)'] }));
  test('a font of capitals draws small letters large', () => expect(modern(vn('nguyÔn v¨n hïng', '.VnTimeH'), vn('lan', '.VnArialH'), [vn('¸', '.VnTimeH'), vn('nh')])).toMatchObject({ texts: ['NGUYỄN VĂN HÙNG', 'LAN', 'Ánh'] }));
  test('Unicode typed into an old font stays what it is', () => expect(modern(vn('Nguyễn Hà'), vn('Hà'), vn('Lan'))).toEqual({ texts: ['Nguyễn Hà', 'Hà', 'Lan'], doubts: [], changes: [] }));
  test('a font that lies: VNI set in a font of TCVN3', () => expect(modern(vn('Nguyeãn Vaên Huøng'), vn('§'))).toMatchObject({ texts: ['Nguyễn Văn Hùng', 'Đ'] }));
  test('one run of a cell in an old font', () => expect(modern([{ text: 'Họ tên: ', font: 'Times New Roman' }, vn('NguyÔn V¨n A')])).toMatchObject({ texts: ['Họ tên: Nguyễn Văn A'] }));
  test('a column in TCVN3 below a header in Unicode is TCVN3 throughout', () => expect(modern('Họ tên', 'TriÖu V¨n An', 'NguyÔn ThÞ B×nh', 'Vò ThÞ HuÖ', 'Trang Dòng')).toMatchObject({ texts: ['Họ tên', 'Triệu Văn An', 'Nguyễn Thị Bình', 'Vũ Thị Huệ', 'Trang Dũng'], doubts: [] }));
  test('Unicode and TCVN3 mixed: a word that the column knows decides', () => expect(modern('Vũ Thanh Lâm', 'TriÖu V¨n An', 'Trang Lâm', 'TrÇn V¨n Dòng', 'Mai Dòng')).toMatchObject({ texts: ['Vũ Thanh Lâm', 'Triệu Văn An', 'Trang Lâm', 'Trần Văn Dũng', 'Mai Dũng'], doubts: [] }));
  test('… and when it knows neither, nobody guesses', () => expect(modern('Vũ Thanh An', 'TriÖu V¨n An', 'Mai Dòng')).toMatchObject({ texts: ['Vũ Thanh An', 'Triệu Văn An', 'Mai Dòng'], doubts: ['A3 Mai Dũng'] }));
  test('one odd sign in a sheet of Unicode is a question', () => expect(modern('Vũ Thanh An', 'Lª Lan')).toMatchObject({ texts: ['Vũ Thanh An', 'Lª Lan'], doubts: ['A2 Lê Lan'] }));
  test('without any old text nothing is asked', () => expect(modern('Mai Dòng', 'Lâm Anh', 'hoá')).toEqual({ texts: ['Mai Dòng', 'Lâm Anh', 'hoá'], doubts: [], changes: [] }));
  test('a text that is nearly TCVN3 is a question', () => expect(modern('Em viÕt ch÷ ®Ñp, tr×nh bµy s¹ch sÏ, tÝch cùc phöt bióu').doubts).toHaveLength(1));
});
