import { readXlsx, writeXlsx } from 'hucre';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sampleFiles, sampleOptions } from '../../../test/builders/workbooks.ts';
import { LIMITS } from '../limits.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { openArchive } from './open.ts';
import { columnNumber } from './screen.ts';
import { columnLetters } from '../sheet/read-sheets.ts';

const list = sampleFiles('22205411')[0]!;
const parts = unzipSync(list.bytes);
const SHEET = 'xl/worksheets/sheet1.xml';
const sheetXml = strFromU8(parts[SHEET]!);
const repacked = (change: Zippable) => zipSync({ ...parts, ...change });
const withSheet = (xml: string) => repacked({ [SHEET]: strToU8(xml) });
const inFirstRow = (cells: string) => withSheet(sheetXml.replace('<sheetData>', `<sheetData>${cells}`));
const MB = 1024 * 1024;
const zeros = new Uint8Array(40 * MB).fill(32);

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** Changes a field of the central record of one entry. */
function patched(bytes: Uint8Array, name: string, at: number, value: number): Uint8Array {
  const copy = bytes.slice(), data = view(copy);
  let record = data.getUint32(copy.length - 22 + 16, true);
  for (;;) {
    const length = data.getUint16(record + 28, true);
    if (strFromU8(copy.subarray(record + 46, record + 46 + length)) === name) break;
    record += 46 + length + data.getUint16(record + 30, true) + data.getUint16(record + 32, true);
  }
  data.setUint32(record + at, value, true);
  return copy;
}
const CRC = 16, SIZE = 24, OFFSET = 42;

const bomb = repacked({ [SHEET]: [zeros, { level: 9 }] });
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const ole = (stream: string) => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(504), ...Buffer.from(stream, 'utf16le')]);
const encrypted = await writeXlsx({ sheets: [{ name: 'a', rows: [['b']] }], encryption: { password: 'bí mật', spinCount: 1 } });

const hostile: readonly (readonly [string, Uint8Array, string])[] = [
  ['no bytes at all', new Uint8Array(), 'empty-file'],
  ['a text file', strToU8('STT;Mã lớp;Mã học sinh'), 'not-xlsx'],
  ['a PDF', strToU8('%PDF-1.7 …………………………………'), 'not-xlsx'],
  ['a zip that is no workbook', zipSync({ 'a.txt': strToU8('a') }), 'not-xlsx'],
  ['an OpenDocument sheet', zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': strToU8('<a/>') }), 'not-xlsx'],
  ['a workbook with a password', encrypted, 'password-protected'],
  ['a workbook of Excel 97–2003', ole('Workbook'), 'old-xls'],
  ['a file that was cut off', list.bytes.subarray(0, list.bytes.length - 400), 'damaged'],
  ['a part with one wrong byte', patched(list.bytes, SHEET, CRC, 1), 'damaged'],
  ['something in front of the zip', new Uint8Array([0, 1, 2, 3, ...list.bytes]), 'not-xlsx'],
  ['a zip bomb that says what it is', bomb, 'too-large'],
  ['a zip bomb that lies about its size', patched(bomb, SHEET, SIZE, 1000), 'too-large'],
  ['a part that promises more than it holds', patched(list.bytes, SHEET, SIZE, 100_000), 'damaged'],
  ['a part packed suspiciously well', repacked({ [SHEET]: [zeros.subarray(0, 8 * MB), { level: 9 }] }), 'too-large'],
  ['hundreds of entries', repacked(Object.fromEntries(Array.from({ length: LIMITS.entries + 1 }, (_, i) => [`xl/media/${i}.png`, new Uint8Array(1)]))), 'too-large'],
  ['more sheets than a school has classes', repacked(Object.fromEntries(Array.from({ length: LIMITS.sheets + 1 }, (_, i) => [`xl/worksheets/extra${i}.xml`, new Uint8Array(1)]))), 'too-large'],
  ['a name that climbs out', repacked({ '../../etc/passwd': new Uint8Array(1) }), 'unsafe-content'],
  ['an absolute name', repacked({ '/etc/passwd': new Uint8Array(1) }), 'unsafe-content'],
  ['a name with a drive', repacked({ 'C:\\x.xml': new Uint8Array(1) }), 'unsafe-content'],
  ['two entries with one name', repacked({ 'XL/WORKBOOK.xml': strToU8('<a/>') }), 'unsafe-content'],
  ['two entries over the same bytes', patched(list.bytes, SHEET, OFFSET, 0), 'unsafe-content'],
  ['an external entity', withSheet(sheetXml.replace('<worksheet', '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet')), 'unsafe-content'],
  ['an entity bomb in the shared strings', repacked({ 'xl/sharedStrings.xml': strToU8('<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>') }), 'unsafe-content'],
  ['a sheet in UTF-16, where a document type could hide', repacked({ [SHEET]: utf16(sheetXml) }), 'unsafe-content'],
  ['a cell at the far corner', inFirstRow('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 'too-large'],
  ['a row far below', inFirstRow('<row r="900000"><c r="A900000"><v>1</v></c></row>'), 'too-large'],
  ['a cell far to the right', inFirstRow('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), 'too-large'],
  ['a cell address that is none', inFirstRow('<row r="1"><c r="&#65;1"><v>1</v></c></row>'), 'damaged'],
  ['a used rectangle of millions', inFirstRow('<row r="19999"><c r="SA19999"><v>1</v></c></row>'), 'too-large'],
  ['half a million tags of shared strings', repacked({ 'xl/sharedStrings.xml': strToU8(`<sst>${'<si/>'.repeat(LIMITS.treeTags + 1)}</sst>`) }), 'too-large'],
  ['macros', repacked({ 'xl/vbaProject.bin': strToU8('a') }), 'macros'],
  ['macros of Excel 4', repacked({ 'xl/macrosheets/sheet1.xml': strToU8('<a/>') }), 'macros'],
  ['links to other files', repacked({ 'xl/externalLinks/externalLink1.xml': strToU8('<a/>') }), 'external-links'],
  ['half a million cells', inFirstRow(`<row r="1">${'<c/>'.repeat(LIMITS.cells + 1)}</row>`), 'too-large'],
];

describe('a container that may be hostile', () => {
  test.each(hostile)('%s is refused quickly', (_, bytes, reason) => {
    const before = performance.now(), memory = process.memoryUsage.rss();
    expect(openArchive(bytes)).toEqual({ ok: false, error: reason });
    expect(performance.now() - before).toBeLessThan(2000);
    expect(process.memoryUsage.rss() - memory).toBeLessThan(256 * MB);
  });

  test('each refusal names the file, and the other files are still judged', async () => {
    const { problems, files } = await readWorkbooks([{ name: 'danh sách.xlsx', bytes: bomb }], sampleOptions('22205411'));
    expect(problems[0]).toMatchObject({ file: 'danh sách.xlsx', code: 'workbook/too-large', publicCode: 'HBS-504', severity: 'error' });
    expect(files).toEqual([{ name: 'danh sách.xlsx', kind: 'unknown', rows: 0, points: [] }]);
  });

  test('forty-one files are too many', async () => {
    const { problems } = await readWorkbooks(Array.from({ length: LIMITS.files + 1 }, (_, i) => ({ name: `${i}.xlsx`, bytes: list.bytes })), sampleOptions('22205411'));
    expect(problems[0]?.code).toBe('workbook/too-many-files');
  });
});

describe('what is left out', () => {
  const rows = async (bytes: Uint8Array) => (await readXlsx(bytes)).sheets[0]!.rows.length;

  test.each([
    ['a row with a height at the end of the sheet', '<row r="1048576" ht="15" customHeight="1"/>'], ['cells with a border to the last column', '<row r="1"><c r="XFD1" s="1"/></row>'],
    ['cells with an empty value to the last row', '<row r="1048576"><c r="A1048576" s="1"></c><c r="B1048576"><v></v></c></row>'], ['more coloured cells than a workbook may have', `<row r="1">${Array.from({ length: LIMITS.cells + 1 }, (_, i) => `<c r="AA1" s="${i}"/>`).join('')}</row>`],
  ])('%s hold nothing', async (_, cells) => {
    const opened = openArchive(inFirstRow(cells));
    expect(opened.ok && (await rows(opened.value.bytes))).toBe(142);
  });
  test('blank cells stay where they place the others', () => expect(openArchive(inFirstRow(`<row r="1048576"><c/><c><v>1</v></c></row>`))).toEqual({ ok: false, error: 'too-large' }));

  test('a sheet that is a chart has no rows, and the others are read', async () => {
    const charted = strFromU8(parts['xl/workbook.xml']!).replace('<sheets>', '<sheets><sheet name="Biểu đồ" sheetId="99" r:id="rIdChart"/>');
    const related = strFromU8(parts['xl/_rels/workbook.xml.rels']!).replace('</Relationships>', '<Relationship Id="rIdChart" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>');
    const opened = openArchive(repacked({ 'xl/workbook.xml': strToU8(charted), 'xl/_rels/workbook.xml.rels': strToU8(related), 'xl/chartsheets/sheet1.xml': strToU8('<chartsheet><drawing/></chartsheet>') }));
    expect(opened.ok && (await readXlsx(opened.value.bytes)).sheets.map((sheet) => [sheet.name, sheet.rows.length]).slice(0, 2)).toEqual([['Biểu đồ', 0], ['C1-HocSinh', 142]]);
  });

  test('a lying dimension is not believed', async () => {
    const opened = openArchive(withSheet(sheetXml.replace('A1:S142', 'A1:XFD1048576')));
    expect(opened.ok && (await rows(opened.value.bytes))).toBe(142);
  });

  test('drawings, themes and properties never reach the reader', () => {
    const opened = openArchive(repacked({ 'xl/drawings/drawing1.xml': strToU8('<a/>') }));
    expect(opened.ok && Object.keys(unzipSync(opened.value.bytes)).filter((name) => /drawing|theme|docProps/.test(name))).toEqual([]);
  });
});

test.each([['A', 1], ['Z', 26], ['AA', 27], ['XFD', 16_384]])('column %s is number %i', (letters, number) => {
  expect(columnNumber(letters)).toBe(number);
  expect(columnLetters(number - 1)).toBe(letters);
});
