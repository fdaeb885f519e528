/** Files that want to cost more than they weigh, or reach where they must not; each with the code that answers. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { sampleFiles } from './workbooks.ts';

const parts = unzipSync(sampleFiles('22205411')[0]!.bytes);
const SHEET = 'xl/worksheets/sheet1.xml', STYLES = 'xl/styles.xml';
const sheetXml = strFromU8(parts[SHEET]!), stylesXml = strFromU8(parts[STYLES]!);
const repacked = (change: Zippable) => zipSync({ ...parts, ...change });
const withRows = (rows: string) => sheetXml.replace(/<sheetData>[\s\S]*<\/sheetData>/, `<sheetData>${rows}</sheetData>`);
const withSheet = (xml: string, change: Zippable = {}) => repacked({ ...change, [SHEET]: strToU8(xml) });
const spaces = (megabytes: number) => new Uint8Array(megabytes * 1024 * 1024).fill(32);
const scattered = (i: number) => ((i * 2_654_435_761) >>> 0) % 100_000;
const cells = (count: number, columns: number, cell: (i: number) => string) =>
  Array.from({ length: Math.ceil(count / columns) }, (_, r) => `<row r="${r + 2}">${Array.from({ length: columns }, (_, c) => cell(r * columns + c)).join('')}</row>`).join('');
const inline = (text: string) => `<c s="0" t="inlineStr"><is><t>${text}</t></is></c>`;
/** Changes the size that the local and the central record of the sheet promise. */
function lying(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice(), view = new DataView(copy.buffer);
  for (let at = 0; at + 46 < copy.length; at++) {
    const local = view.getUint32(at, true) === 0x04034b50, central = view.getUint32(at, true) === 0x02014b50;
    if ((local || central) && strFromU8(copy.subarray(at + (local ? 30 : 46), at + (local ? 30 : 46) + SHEET.length)) === SHEET) view.setUint32(at + (local ? 22 : 24), size, true);
  }
  return copy;
}

const HEAD = 'STT,Mã học sinh,Họ tên,Nhận xét: Toán,Nhận xét: Tiếng Việt,Nhận xét: Đạo đức\n';
const HEAD_ROW = `<row r="1">${HEAD.trim().split(',').map(inline).join('')}</row>`;
/** Signs that may be letters of an old font, never twice the same. */
const signs = (i: number) => Array.from({ length: 6 }, (_, w) => `N${String.fromCharCode(0xb5 + (scattered(i * 7 + w) % 70))}${'abcdeghiklmnopqrstuvxy'[scattered(i + w) % 22]}${String.fromCharCode(0xa8 + (scattered(i * 3 + w) % 80))}`).join(' ');

export const HOSTILE: readonly (readonly [what: string, name: string, bytes: () => Uint8Array, code: string])[] = [
  ['a zip bomb', 'a.xlsx', () => repacked({ [SHEET]: [spaces(40), { level: 9 }] }), 'too-large'],
  ['a zip bomb that lies about its size', 'a.xlsx', () => lying(repacked({ [SHEET]: [spaces(40), { level: 9 }] }), 1000), 'too-large'],
  ['a header that promises gigabytes', 'a.xlsx', () => lying(repacked({}), 0xf0000000), 'too-large'],
  ['a name that climbs out', 'a.xlsx', () => repacked({ '../../etc/passwd': new Uint8Array(1) }), 'unsafe-content'],
  ['an external entity in a sheet', 'a.xlsx', () => withSheet(sheetXml.replace('<worksheet', '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet')), 'unsafe-content'],
  ['an entity bomb in the shared strings', 'a.xlsx', () => repacked({ 'xl/sharedStrings.xml': strToU8('<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>') }), 'unsafe-content'],
  ['macros', 'a.xlsm', () => repacked({ 'xl/vbaProject.bin': strToU8('a') }), 'macros'],
  ['links to other files', 'a.xlsx', () => repacked({ 'xl/externalLinks/externalLink1.xml': strToU8('<a/>') }), 'external-links'],
  ['a million columns in a row', 'a.xlsx', () => withSheet(withRows(`<row r="1">${'<c/>'.repeat(1_000_000)}</row>`)), 'too-large'],
  ['a cell at the far corner', 'a.xlsx', () => withSheet(withRows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), 'too-large'],
  ['a cell in column 1,000,000', 'a.xlsx', () => withSheet(withRows('<row r="1"><c r="BDWGN1"><v>1</v></c></row>')), 'damaged'],
  ['half a million numbers', 'a.xlsx', () => withSheet(withRows(cells(500_000, 30, (i) => `<c><v>${scattered(i)}</v></c>`))), 'too-large'],
  ['half a million formulas', 'a.xlsx', () => withSheet(withRows(cells(250_000, 30, (i) => `<c><f>1+${i}</f><v>1</v></c>`))), 'too-large'],
  ['as many cells as are allowed, all of them signs', 'a.xlsx', () => withSheet(withRows(cells(230_000, 30, (i) => inline(`V¨n${scattered(i)}`)))), 'layout-asked'],
  ['a table of signs that are never twice the same', 'a.xlsx', () => withSheet(withRows(HEAD_ROW + cells(120_000, 6, (i) => inline(signs(i))))), 'too-large'],
  ['the same in an old font', 'a.xlsx', () => withSheet(withRows(cells(230_000, 30, (i) => inline(`V¨n${scattered(i)}`))), { [STYLES]: strToU8(stylesXml.replace(/(<name val=")[^"]*"/, '$1.VnTime"')) }), 'too-large'],
  ['as many plain cells as are allowed, and no header', 'a.xlsx', () => withSheet(withRows(cells(230_000, 30, (i) => `<c><v>${scattered(i)}</v></c>`))), 'layout-asked'],
  ['ten million commas', 'a.csv', () => strToU8(','.repeat(5_000_000)), 'too-large'],
  ['a million columns in a .csv', 'a.csv', () => strToU8(`${HEAD}${','.repeat(500_000)}`), 'too-large'],
  ['five million line breaks', 'a.csv', () => strToU8('\n'.repeat(5_000_000)), 'too-large'],
  ['a quote that nobody closes', 'a.csv', () => strToU8(`${HEAD}"${'a b c '.repeat(900_000)}`), 'damaged'],
  ['nothing but headers', 'a.csv', () => strToU8(HEAD.repeat(19_000)), 'too-large'],
  ['random bytes above ASCII', 'a.csv', () => Uint8Array.from({ length: 6_000_000 }, (_, i) => 0xa1 + (scattered(i) % 90)), 'unknown-encoding'],
];
