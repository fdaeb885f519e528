import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, compareCodes, compareFullNames, foldText } from './index.ts';

const noise = fc.constantFrom('', ' ', '\u00a0', '\u200b', '\u200d', '\ufeff', '\u00ad', '\t', '\r\n', '\u3000');
const letter = fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯẫữợỵỹầỗ', '\u0301', '\u0323', '\u0302', ' ', '\u200b', '\u00a0');
const anyText = fc.oneof(fc.array(letter, { maxLength: 20 }).map((letters) => letters.join('')), fc.string({ unit: 'binary', maxLength: 20 }));

describe('a line of text as people mean it', () => {
  test.each([
    ['decomposed letters', 'Nguyễn Thị Ẫn'.normalize('NFD'), 'Nguyễn Thị Ẫn'],
    ['a no-break space', 'Hạ\u00a0Long', 'Hạ Long'], ['spaces around and between', '  Đông   Triều ', 'Đông Triều'], ['line ends and tabs', 'Mạo\r\n\tKhê', 'Mạo Khê'],
    ['a zero-width space', 'Nga\u200bn', 'Ngan'], ['a byte order mark', '\ufeffHân', 'Hân'], ['a soft hyphen', 'Qua\u00adng', 'Quang'],
    ['an invisible character between a letter and its tone', 'Tha\u200b\u0301i', 'Thái'], ['only what is invisible', '\u200b \u00a0\ufeff', ''],
  ])('%s', (_, raw, clean) => expect(cleanText(raw)).toBe(clean.normalize('NFC')));

  test('is in NFC, one line, and cleaning it again changes nothing', () => {
    fc.assert(fc.property(anyText, (text) => {
      const clean = cleanText(text);
      expect(clean.normalize('NFC')).toBe(clean);
      expect(cleanText(clean)).toBe(clean);
      expect(clean).not.toMatch(/^\s|\s$|\s\s|[\n\r\t\u00a0\u200b-\u200d\ufeff]/);
    }), { numRuns: 1000 });
  });
  test('noise around and the form of the letters make no difference', () => {
    fc.assert(fc.property(noise, noise, fc.constantFrom('Trần Thị Ẫn', 'Hoà', 'Đặng Ữ Ợ'), (before, after, name) => { expect(cleanText(before + name.normalize('NFD') + after)).toBe(name); }));
  });
});

describe('a search key', () => {
  test.each([
    ['Đỗ Thị Ngân', 'do thi ngan'], ['HOÀ', 'hoa'], ['hòa', 'hoa'], ['Ðinh', 'dinh'], ['Ẫn Ữ Ợ', 'an u o'], ['Nguyễn'.normalize('NFD'), 'nguyen'], ['ƯƠNG', 'uong'], ['Đắk Lắk', 'dak lak'], ['  Lê\u00a0\u00a0Na ', 'le na'], ['4A2', '4a2'],
  ])('`%s` is found as `%s`', (text, key) => expect(foldText(text)).toBe(key));
  test('is its own key, whatever the text', () => {
    fc.assert(fc.property(anyText.filter((text) => !/[^\u0000-\u036f\u1e00-\u1eff\s]/.test(text)), (text) => { expect(foldText(foldText(text))).toBe(foldText(text)); }));
  });
  test.each([['Hà', 'Ha'], ['Đào', 'dao']])('but never an identity: %s and %s fold to one key and stay two names', (a, b) => {
    expect(foldText(a)).toBe(foldText(b));
    expect(cleanText(a)).not.toBe(cleanText(b));
  });
});

describe('order', () => {
  test('people stand by given name, then by the whole name, tones in the order of the dictionary', () => {
    const ordered = ['Trần Văn An', 'Lê Thị Ánh', 'Nguyễn Bình', 'Trần Bình', 'Phạm Chi', 'Lê Dung', 'Lê Đạt', 'Đỗ Hà', 'Lê Hải', 'Vũ Hoa', 'Vũ Hòa', 'Vũ Hỏa', 'Vũ Hóa', 'Vũ Họa', 'Bùi Yến'];
    expect(ordered.toReversed().sort(compareFullNames)).toEqual(ordered);
    expect(ordered.map((name) => name.normalize('NFD')).toReversed().sort(compareFullNames).map((name) => name.normalize('NFC'))).toEqual(ordered);
  });
  test('a person with one name is in the list as well', () => expect(['Nguyễn Bình', 'An'].sort(compareFullNames)).toEqual(['An', 'Nguyễn Bình']));
  test('it is a total order', () => {
    const name = fc.constantFrom('An', 'Lê An', 'Lê Thị An', 'Trần Ân', 'Đỗ Ấn', 'Hoa', 'Vũ Hoà', 'Vũ Hòa');
    fc.assert(fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareFullNames(a, b))).toBe(-Math.sign(compareFullNames(b, a)) + 0);
      if (compareFullNames(a, b) <= 0 && compareFullNames(b, c) <= 0) expect(compareFullNames(a, c)).toBeLessThanOrEqual(0);
    }));
  });
  test('classes stand in natural order: 4A2 before 4A10', () => expect(['4A10', '4A2', '5A1', '4B1', '10A'].sort(compareCodes)).toEqual(['4A2', '4A10', '4B1', '5A1', '10A']));
});
