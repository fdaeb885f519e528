import { describe, expect, test } from 'vitest';
import { ENCODE } from '../../../test/builders/legacy-text.ts';
import { asCsv } from '../../../test/builders/messy-workbooks.ts';
import { sampleFiles, sampleOptions } from '../../../test/builders/workbooks.ts';
import type { WorkbookFile } from '../model.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { decodeText } from './decode.ts';
import { readCsv } from './read-csv.ts';

const TEXT = 'STT;Họ tên;Ghi chú\r\n1;Nguyễn Thị Ẫn;Ữ, đ, ợ, ỵ\r\n2;Đặng Quỳnh Hoà;Tiến bộ nhiều, cần luyện viết thêm\r\n';
const bytes = (...values: number[]) => new Uint8Array(values);
const read = (text: string | Uint8Array, name = 'Lop.csv') => {
  const csv = readCsv(name, typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return csv.ok ? csv.value.sheet.rows : csv.error;
};

describe('the encoding', () => {
  test.each(['UTF-8', 'UTF-8 with BOM', 'UTF-16 LE', 'UTF-16 BE', 'Windows-1258'])('%s is read to the same text in NFC', (name) => {
    const decoded = decodeText(ENCODE[name]!(TEXT));
    expect(decoded.ok && decoded.value.text).toBe(TEXT);
  });
  test.each([
    ['French in Windows-1252', Uint8Array.from('Prénom;Élève;Être;Français;Garçon', (c) => c.charCodeAt(0)), 'unknown-encoding'],
    ['random letters above ASCII', bytes(...Array.from({ length: 200 }, (_, i) => 0xa0 + ((i * 37) % 90))), 'unknown-encoding'],
    ['UTF-8 with a broken letter', bytes(...ENCODE['UTF-8']!(TEXT), 0xc3), 'unknown-encoding'],
    ['UTF-16 that ends in half a letter', bytes(...ENCODE['UTF-16 LE']!(TEXT), 0x41), 'unknown-encoding'],
    ['UTF-16 without a byte order mark', ENCODE['UTF-16 LE']!(TEXT).subarray(2), 'not-text'],
    ['letters turned into question marks', ENCODE['UTF-8']!('STT;H? tên;Ghi chú\n1;Nguy?n Th? Hu?;\n2;Tr?n V?n D?ng;'), 'lost-letters'],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), 'not-text'],
  ])('%s is refused by name', (_, given, fault) => expect(decodeText(given)).toEqual({ ok: false, error: fault }));
  test('a question in a remark is no lost letter', () => expect(decodeText(ENCODE['UTF-8']!('Em hỏi "vì sao?" nhiều; a?b?c')).ok).toBe(true));
});

describe('the table', () => {
  const header = 'STT,Mã học sinh,Họ tên,Nhận xét: Toán,Nhận xét: Tiếng Việt,Nhận xét: Đạo đức';
  test('commas in a text do not win over the semicolons between cells', () => expect(read(`Trường A, xã B, tỉnh C;;;;;\n${header.replaceAll(',', ';')}\n1;22;An;Nhanh, đúng, đẹp, gọn, hay, tốt;b;c`)).toMatchObject([['Trường A, xã B, tỉnh C', null, null, null, null, null], {}, ['1', '22', 'An', 'Nhanh, đúng, đẹp, gọn, hay, tốt', 'b', 'c']]));
  test('`sep=;` is obeyed and is no row', () => expect(read('sep=;\r\na,b;c\r\n')).toEqual([['a,b', 'c']]));
  test('quotes hold delimiters, line breaks and quotes', () => expect(read(`${header}\n1,22,"An ""Bi""","dòng 1\ndòng 2",",",""`)).toMatchObject([{}, ['1', '22', 'An "Bi"', 'dòng 1\ndòng 2', ',', null]]));
  test('a quote that nobody closes is damage', () => expect(read(`${header}\n1,22,"An,${'x'.repeat(5000)}`)).toBe('damaged'));
  test('nothing but commas', () => expect(read(','.repeat(10_000_000))).toBe('too-large'));
  test('nothing but line breaks', () => expect(read('\n'.repeat(10_000_000))).toBe('too-large'));
});

const school = '22205411', options = sampleOptions(school), clean = sampleFiles(school);
const problemsOf = async (file: WorkbookFile) => (await readWorkbooks([file], options)).problems.map(({ code }) => code);

describe('in an import', () => {
  test.each([
    ['a.csv', 'đây không phải bảng', 'workbook/unknown-layout'], ['a.xlsx', 'đây không phải tệp Excel', 'workbook/not-xlsx'], ['a.csv', '', 'workbook/empty-file'], ['a.csv', ';;;\n;;;', 'workbook/empty-file'], ['a.xlsx', '%PDF-1.7', 'workbook/no-spreadsheet'],
  ])('%s with `%s` is %s', async (name, text, code) => expect(await problemsOf({ name, bytes: new TextEncoder().encode(text) })).toContain(code));

  test('a wrong encoding is named with the file and the way out', async () => {
    const { problems } = await readWorkbooks([{ name: 'a.csv', bytes: Uint8Array.from('Prénom;Élève;Être', (c) => c.charCodeAt(0)) }], options);
    expect(problems[0]).toMatchObject({ code: 'workbook/unknown-encoding', publicCode: 'HBS-509', file: 'a.csv', severity: 'error', remedy: expect.stringContaining('CSV UTF-8') });
  });

  test('leading zeros that Excel dropped on saving come back: a .csv has no number cells', async () => {
    const files = await asCsv(clean, 'UTF-8', ',');
    const dropped = files.map((file) => (file.name.includes('HocSinh') ? { ...file, bytes: new TextEncoder().encode(new TextDecoder().decode(file.bytes).replace(/,0(\d{11}),/g, ',$1,')) } : file));
    const [before, after] = [await readWorkbooks(files, options), await readWorkbooks(dropped, options)];
    expect(after.data.pupils.map(({ identity }) => identity)).toEqual(before.data.pupils.map(({ identity }) => identity));
    expect(after.normalised.map(({ rule }) => rule)).toContain('số định danh đủ 12 chữ số');
  });

  test('a problem in a .csv names the cell as Excel shows it', async () => {
    const files = await asCsv(clean, 'Windows-1258', ';');
    const wrong = files.map((file) => (file.name.includes('Lop1-2') ? { ...file, bytes: Uint8Array.from(Buffer.from(Buffer.from(file.bytes).toString('latin1').replace(';T;7;T;9;', ';T;7,5;T;9;'), 'latin1')) } : file));
    expect((await readWorkbooks(wrong, options)).problems[0]).toMatchObject({ code: 'workbook/bad-mark', row: 4, column: 'G', value: '7,5', file: '22205411_KetQua_Lop1-2.csv' });
  });
});
