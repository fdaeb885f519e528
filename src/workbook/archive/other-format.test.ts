import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sampleOptions } from '../../../test/builders/workbooks.ts';
import { readWorkbooks } from '../read-workbooks.ts';
import { otherFormat } from './other-format.ts';

const zip = (...names: readonly string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<a/>')])));
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const ROW = '<tr><td>STT</td><td>Mã lớp</td><td>Mã học sinh</td></tr>', XML_2003 = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>';
const FILES: readonly (readonly [string, string, Uint8Array, string, RegExp])[] = [
  ['a web page called .xls', 'ds.xls', strToU8(`<html><body><table>${ROW}</table></body></html>`), 'other-spreadsheet', /trang web \(HTML\)/],
  ['a bare table called .xls, in UTF-16', 'ds.xls', utf16(`\r\n<table border="1">${ROW}</table>`), 'other-spreadsheet', /trang web \(HTML\)/],
  ['XML of Excel 2003 called .xls', 'ds.xls', strToU8(XML_2003), 'other-spreadsheet', /XML của Excel 2003/],
  ['XML of Excel 2003 with a byte order mark, called .csv', 'ds.csv', strToU8(`\ufeff${XML_2003}`), 'other-spreadsheet', /XML của Excel 2003/],
  ['OpenDocument', 'ds.ods', zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }], 'content.xml': strToU8('<a/>') }), 'other-spreadsheet', /OpenDocument/],
  ['.xlsb', 'ds.xlsb', zip('[Content_Types].xml', 'xl/workbook.bin'), 'other-spreadsheet', /nhị phân/],
  ['Numbers', 'ds.numbers', zip('Index/Document.iwa'), 'other-spreadsheet', /Numbers/],
  ['some other XML', 'ds.xml', strToU8('<?xml version="1.0"?><HocBa/>'), 'no-spreadsheet', /tệp XML/],
  ['Word', 'ds.xlsx', zip('[Content_Types].xml', 'word/document.xml'), 'no-spreadsheet', /Word/],
  ['PDF', 'ds.xlsx', strToU8('%PDF-1.7 …'), 'no-spreadsheet', /PDF/],
  ['a picture', 'ds.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70]), 'no-spreadsheet', /hình ảnh/],
  ['workbooks in a zip', 'ds.zip', zip('a/C1-HocSinh.xlsx', 'a/NhanXet.xlsx'), 'packed-files', /ZIP/],
  ['a RAR', 'ds.rar', strToU8('Rar!\u001a\u0007\u0000'), 'packed-files', /gói nén/],
];

describe('a file that is no .xlsx is called what it is, whatever its name says', () => {
  test.each(FILES)('%s', async (_, name, bytes, code, what) => {
    const { problems } = await readWorkbooks([{ name, bytes }], sampleOptions('22205411'));
    expect(problems[0]).toMatchObject({ file: name, code: `workbook/${code}`, publicCode: 'HBS-501', message: expect.stringMatching(what), remedy: expect.stringMatching(/\.xlsx/) });
  });
  test('nobody knows what a few stray bytes are', () => expect(otherFormat(new Uint8Array([1, 2, 3]))).toBeUndefined());
});
