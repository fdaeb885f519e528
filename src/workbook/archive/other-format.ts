/** What a file is that cannot be read, and which advice helps: another kind of sheet, no sheet at all, or several files in one. */
export interface OtherFormat {
  readonly code: 'other-spreadsheet' | 'no-spreadsheet' | 'packed-files';
  /** In words for the message. */
  readonly what: string;
}

const HEAD = 4096;
const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const starts =
  (...signs: readonly string[]) =>
  (bytes: Uint8Array) =>
    signs.some((sign) => latin(bytes.subarray(0, sign.length)).toString('latin1') === sign);
const zipWith = (name: string) => (bytes: Uint8Array) => starts('PK\u0003\u0004')(bytes) && latin(bytes).includes(name);
/** The first characters whatever the encoding: byte order marks and the zeros of UTF-16 are left out. */
const headOf = (bytes: Uint8Array): string =>
  latin(bytes.subarray(0, HEAD))
    .toString('latin1')
    .replace(/\0|^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/g, '')
    .trimStart();
const markup = (pattern: RegExp) => (bytes: Uint8Array) => isMarkup(bytes) && pattern.test(headOf(bytes));

/** Whether a text is HTML or XML: no table of text begins like that. */
export const isMarkup = (bytes: Uint8Array): boolean => /^<(?:[!?a-z])/i.test(headOf(bytes));

const sheet = (what: string): OtherFormat => ({ code: 'other-spreadsheet', what });
const none = (what: string): OtherFormat => ({ code: 'no-spreadsheet', what });
/** Many school programs write a web page or XML of Excel 2003 and call it `.xls`; the first that fits. */
const FORMATS: readonly (readonly [(bytes: Uint8Array) => boolean, OtherFormat])[] = [
  [markup(/urn:schemas-microsoft-com:office:spreadsheet/i), sheet('bảng tính XML của Excel 2003')],
  [markup(/<(?:!doctype html|html|table|head|meta|body|div|style)\b/i), sheet('trang web (HTML) mang tên tệp Excel')],
  [markup(/^</), none('tệp XML')],
  [zipWith('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), sheet('bảng tính OpenDocument (.ods)')],
  [zipWith('xl/workbook.bin'), sheet('sổ tính nhị phân của Excel (.xlsb)')],
  [zipWith('Index/Document.iwa'), sheet('bảng tính Numbers của Apple')],
  [zipWith('word/document.xml'), none('văn bản Word')],
  [zipWith('ppt/presentation.xml'), none('bản trình chiếu PowerPoint')],
  [zipWith('.xls'), { code: 'packed-files', what: 'gói nén ZIP' }],
  [zipWith('.csv'), { code: 'packed-files', what: 'gói nén ZIP' }],
  [starts('Rar!', '7z\u00bc\u00af', '\u001f\u008b'), { code: 'packed-files', what: 'gói nén' }],
  [starts('%PDF'), none('tệp PDF')],
  [starts('\u00ff\u00d8\u00ff', '\u0089PNG', 'GIF8', 'BM', 'II*\0', 'MM\0*'), none('hình ảnh')],
  [starts('{\\rtf'), none('văn bản RTF')],
];

/** What a file is that is neither .xlsx nor text, by its bytes alone; undefined when nobody knows. */
export const otherFormat = (bytes: Uint8Array): OtherFormat | undefined => FORMATS.find(([fits]) => fits(bytes))?.[1];
