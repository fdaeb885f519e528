import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#kernel';
import { append, bodyOf, lastStartxref, makePackedPdf, makePdf, offsetOf, PLAIN, stream, type PdfObjects, type RevisionOrder } from '../../../test/actors/pdf.ts';
import { seal, verdictOf } from '../../../test/actors/pdf-signer.ts';
import { openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';
import { inflate } from '../../print/pades/open.ts';
import { laterChanges, type LaterChange } from './changes.ts';
import { readPdf } from './file.ts';

let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());

/** Puts more into a dictionary. */
const plus = (body: string, more: string): string => body.replace(/>>$/, `${more}>>`);
const catalogue = (more: string): string => plus(PLAIN[1]!, more);
const root = (bytes: Uint8Array) => bodyOf(bytes, 1), form = (bytes: Uint8Array) => bodyOf(bytes, 10);
const EMPTY_FIELD = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Sau)/Rect[0 0 0 0]>>';

type Later = readonly [objects: PdfObjects, order?: RevisionOrder];
type Row = readonly [title: string, signed: PdfObjects, later: (bytes: Uint8Array) => Later, expected: readonly string[]];
/** A signature by its form; that it covers nothing is a finding of its own. */
const UNSOUND = '<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>';
const WITH_FIELD: PdfObjects = { 1: catalogue('/AcroForm<</Fields[20 0 R]>>'), 3: plus(PLAIN[3]!, '/Annots[20 0 R]'), 20: EMPTY_FIELD };
const APPEARANCE = stream('', '/Type/XObject/Subtype/Form/BBox[0 0 0 0]');
const CHANGED = ['signature/pdf-changed-later'];
const withField = (b: Uint8Array): PdfObjects => ({ 20: EMPTY_FIELD, 10: form(b).replace('9 0 R', '9 0 R 20 0 R') });
const NOTE = '<</Type/Annot/Subtype/FreeText/Contents(Diem 10)/Rect[0 0 99 99]>>';

/** What was signed (besides one page with its font and attachment; objects 8 to 10 are the signature, its field and the form), and what a later revision puts behind. */
const ROWS: readonly Row[] = [
  ['nothing', {}, () => [{}], []],
  ['the same object, written again elsewhere', {}, () => [{ 5: PLAIN[5]! }], []],
  ['the same stream, written again elsewhere', {}, () => [{ 4: PLAIN[4]! }], []],
  ['a stream with one octet changed', {}, () => [{ 4: PLAIN[4]!.replace('Diem 9', 'Diem 8') }], CHANGED],
  ['a stream becomes its dictionary', {}, () => [{ 4: PLAIN[4]!.replace(/\nstream[\s\S]*/, '') }], CHANGED],
  ['another version of the format', {}, (b) => [{ 1: plus(root(b), '/Version/2.0') }], []],
  ['another version by reference', {}, (b) => [{ 1: plus(root(b), '/Version 20 0 R'), 20: '/2.0' }], CHANGED],
  ['a field that says everything a field without appearance may', {}, (b) => [{ 20: EMPTY_FIELD.replace('>>', '/TU(x)/F 132/Ff 1/P 3 0 R/Lock<<>>/SV<<>>/DA(x)/MK<<>>/BS<<>>/Border[0 0 0]/M(x)/NM(x)/Contents(x)>>'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], []],
  ['a free object, freed again', {}, () => [{ 50: null }], []],
  ['evidence', {}, (b) => [{ 1: plus(root(b), '/DSS<</Certs[20 0 R]/CRLs[]>>'), 20: stream('x') }], []],
  ['evidence that leads on to evidence', {}, (b) => [{ 1: plus(root(b), '/DSS 20 0 R'), 20: '<</Certs[21 0 R]/VRI<</X 22 0 R>>>>', 21: stream('x'), 22: '<<>>' }], []],
  ['evidence replaced', { 1: catalogue('/DSS<</Certs[20 0 R]>>'), 20: stream('x') }, () => [{ 20: stream('y') }], []],
  ['evidence taken out', { 1: catalogue('/DSS<</Certs[20 0 R]>>'), 20: stream('x') }, (b) => [{ 1: root(b).replace(/\/DSS ?<<.*?>>/, '') }], CHANGED],
  ['an object that was something else becomes evidence', { 20: stream('x') }, (b) => [{ 1: plus(root(b), '/DSS<</Certs[20 0 R]>>'), 20: stream('y') }], CHANGED],
  ['evidence that is page content too', { 1: catalogue('/DSS<</Certs[4 0 R]>>') }, () => [{ 4: stream('BT (Diem 10) Tj ET') }], CHANGED],
  ['a claim which extensions of the format are used', {}, (b) => [{ 1: plus(root(b), '/Extensions<</ESIC<</BaseVersion/1.7/ExtensionLevel 1>>>>') }], []],
  ['that claim by reference', {}, (b) => [{ 1: plus(root(b), '/Extensions 20 0 R'), 20: '<<>>' }], CHANGED],
  ['an empty object stream', {}, () => [{ 20: stream('', '/Type/ObjStm/N 0/First 0') }], []],
  ['a page taken out', {}, () => [{ 3: null }], CHANGED],
  ['an empty signature field', {}, (b) => [{ 20: EMPTY_FIELD, 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], []],
  ['an empty signature field, first of the form', {}, (b) => [{ 20: EMPTY_FIELD, 10: form(b).replace('9 0 R', '20 0 R 9 0 R') }], CHANGED],
  ['two new fields of one name', {}, (b) => [{ 20: EMPTY_FIELD, 21: EMPTY_FIELD, 10: form(b).replace('9 0 R', '9 0 R 20 0 R 21 0 R') }], CHANGED],
  ['a signature field of no width', {}, (b) => [{ 20: EMPTY_FIELD.replace('0 0 0 0', '5 0 5 9'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], []],
  ['of no height', {}, (b) => [{ 20: EMPTY_FIELD.replace('0 0 0 0', '0 5 9 5'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], []],
  ['of both', {}, (b) => [{ 20: EMPTY_FIELD.replace('0 0 0 0', '0 0 9 9'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], ['signature/pdf-overlay']],
  ['of no place', {}, (b) => [{ 20: EMPTY_FIELD.replace('[0 0 0 0]', '[]'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], ['signature/pdf-overlay']],
  ['a signature field with an appearance of its own', {}, (b) => [{ 20: plus(EMPTY_FIELD, '/AP<</N 21 0 R>>'), 21: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 0 0]'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], []],
  ['a signature field whose value is none', {}, (b) => [{ 20: plus(EMPTY_FIELD, '/V 21 0 R'), 21: '<</Type/Page>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }], ['signature/pdf-kind', ...CHANGED]],
  ['an empty field is filled', WITH_FIELD, () => [{ 40: UNSOUND, 20: plus(EMPTY_FIELD, '/V 40 0 R') }], ['signature/pdf-byte-range']],
  ['with an appearance of its own', WITH_FIELD, () => [{ 40: UNSOUND, 41: APPEARANCE, 20: plus(EMPTY_FIELD, '/V 40 0 R/AP<</N 41 0 R>>') }], ['signature/pdf-byte-range']],
  ['with an appearance that is page content', WITH_FIELD, () => [{ 40: UNSOUND, 4: APPEARANCE, 20: plus(EMPTY_FIELD, '/V 40 0 R/AP<</N 4 0 R>>') }], ['signature/pdf-byte-range', ...CHANGED]],
  ['a field that can be seen is filled and shows something', { ...WITH_FIELD, 20: EMPTY_FIELD.replace('0 0 0 0', '0 0 9 9') }, () => [{ 40: UNSOUND, 41: APPEARANCE, 20: plus(EMPTY_FIELD.replace('0 0 0 0', '0 0 9 9'), '/V 40 0 R/AP<</N 41 0 R>>') }], ['signature/pdf-byte-range', 'signature/pdf-overlay']],
  ['an empty field is filled and gets another name', WITH_FIELD, () => [{ 40: UNSOUND, 20: plus(EMPTY_FIELD.replace('Sau', 'Khac'), '/V 40 0 R') }], ['signature/pdf-byte-range', ...CHANGED]],
  ['an empty field is taken out', WITH_FIELD, () => [{ 20: null }], ['signature/pdf-unreadable']],
  ['an empty signature field, in a list that is a new object', {}, (b) => [{ 20: EMPTY_FIELD, 21: '[9 0 R 20 0 R]', 10: form(b).replace(/\/Fields ?\[9 0 R\]/, '/Fields 21 0 R') }], []],
  ['in a list that was something else', {}, (b) => [{ 20: EMPTY_FIELD, 5: '[9 0 R 20 0 R]', 10: form(b).replace(/\/Fields ?\[9 0 R\]/, '/Fields 5 0 R') }], CHANGED],
  ['other signature flags', {}, (b) => [{ 10: form(b).replace(/\/SigFlags \d/, '/SigFlags 1') }], []],
  ['a first identifier that is another', {}, () => [{}, { trailer: '/ID[<11><00>]' }], CHANGED],
  ['a second identifier that is another', {}, () => [{}, { trailer: '/ID[<00><11>]' }], []],
  ['a description of the file that is new', {}, () => [{ 20: '<</ModDate(D:1)/Producer(x)>>' }, { trailer: '/Info 20 0 R' }], CHANGED],
  ['a new field on its page', {}, (b) => [{ ...withField(b), 3: bodyOf(b, 3).replace('9 0 R]', '9 0 R 20 0 R]') }], []],
  ['and something more about the page', {}, (b) => [{ ...withField(b), 3: plus(bodyOf(b, 3).replace('9 0 R]', '9 0 R 20 0 R]'), '/Rotate 90') }], CHANGED],
  ['a note on the page', {}, (b) => [{ 21: NOTE, 3: bodyOf(b, 3).replace('9 0 R]', '9 0 R 21 0 R]') }], CHANGED],
  ['a note inside the list', {}, (b) => [{ 3: bodyOf(b, 3).replace('9 0 R]', `9 0 R ${NOTE}]`) }], CHANGED],
  ['a note before the field', {}, (b) => [{ ...withField(b), 21: NOTE, 3: bodyOf(b, 3).replace('9 0 R]', '21 0 R 9 0 R 20 0 R]') }], CHANGED],
  ['an annotation taken from the page', {}, (b) => [{ 3: bodyOf(b, 3).replace('9 0 R]', ']') }], CHANGED],
];

describe('what a later revision may do (EN 319 142-1 §5, ISO 32000-2 §12.8.2.2)', () => {
  test.each(ROWS)('%s', async (_, objects, later, expected) => {
    const signed = await seal(room, makePdf({ ...PLAIN, ...objects }), undefined, false);
    expect(verdictOf(room, signed)).toMatchObject({ codes: [] });
    const { codes, details } = verdictOf(room, append(signed, ...later(signed)));
    expect(codes, details).toEqual(expected);
  });
});

describe('what was changed is said, with the number of the object', () => {
  let signed: Uint8Array;
  beforeAll(async () => { signed = await seal(room, makePdf(), undefined, false); });
  test.each<readonly [PdfObjects, string]>([
    [{ 5: PLAIN[5]!.replace('Helvetica', 'Symbol') }, '"phông chữ (đối tượng 5)"'], [{ 3: null }, '"trang bị gỡ (đối tượng 3)"'], [{ 2: '<</Type/Pages/Kids[]/Count 0>>' }, '"cây trang (đối tượng 2)"'], [{ 4: stream('x') }, '"nội dung (đối tượng 4)"'], [{ 6: '<<>>' }, '"tệp đính kèm (đối tượng 6)"'], [{ 7: null }, '"tệp đính kèm bị gỡ (đối tượng 7)"'],
    [{ 20: '5' }, '"nội dung được thêm (đối tượng 20)"'], [{ 20: '<</Type/XObject>>' }, '"hình trên trang được thêm (đối tượng 20)"'], [{ 20: '<</FT/Tx>>' }, '"ô của biểu mẫu được thêm (đối tượng 20)"'], [{ 20: '<</Type/Annot/FT/Tx>>' }, '"chú thích trên trang được thêm (đối tượng 20)"'], [{ 20: '<</Type/Metadata>>' }, '"siêu dữ liệu được thêm (đối tượng 20)"'], [{ 20: '<</Type/StructElem>>' }, '"cấu trúc thẻ được thêm (đối tượng 20)"'],
    [{ 5: '<</Type/Metadata>>' }, '"phông chữ (đối tượng 5)"'], [{ 4: '<</Type/Metadata>>' }, '"siêu dữ liệu (đối tượng 4)"'], [{ 20: '<</Type/constructor>>' }, '"nội dung được thêm (đối tượng 20)"'], [{ 4: '5', 5: '5' }, '"nội dung (đối tượng 4)"'],
  ])('%j: %s', (later, words) => expect(verdictOf(room, append(signed, later)).details).toBe(`ChuKy1 signature/pdf-changed-later {"detail":${words}}`));
});

describe('a list of annotations may be an object of its own (§12.5.2)', () => {
  // 40 is a second page, which nothing is signed on; 42 and 43 are the field that was signed, on the first page, and the form.
  const TWO_PAGES: PdfObjects = { ...PLAIN, 2: '<</Type/Pages/Kids[3 0 R 40 0 R]/Count 2>>', 30: '[31 0 R]', 31: NOTE, 32: '[]', 40: plus(PLAIN[3]!, '/Annots 30 0 R') };
  let signed: Uint8Array;
  beforeAll(async () => { signed = await seal(room, makePdf(TWO_PAGES), undefined, false); });
  const field = (b: Uint8Array): PdfObjects => ({ 50: EMPTY_FIELD, 43: bodyOf(b, 43).replace('42 0 R', '42 0 R 50 0 R') });
  const first = (b: Uint8Array, list: string): string => bodyOf(b, 3).replace(/\/Annots ?\[42 0 R\]/, `/Annots ${list} 0 R`);
  const second = (list: string): string => TWO_PAGES[40]!.replace('30 0 R', list);
  test.each<readonly [string, (bytes: Uint8Array) => PdfObjects, readonly string[]]>([
    ['nothing', () => ({}), []], ['a new field in it', (b) => ({ ...field(b), 30: '[31 0 R 50 0 R]' }), []],
    ['a note in it', () => ({ 30: '[31 0 R 51 0 R]', 51: NOTE }), CHANGED],
    ['a note taken out', () => ({ 30: '[]' }), CHANGED],
    ['another note in place of one', () => ({ 30: '[51 0 R]', 51: NOTE }), CHANGED],
    ['what is no list any more', () => ({ 30: '<<>>' }), ['signature/malformed']],
    ['a new list with a new field', (b) => ({ ...field(b), 51: '[42 0 R 50 0 R]', 3: first(b, '51') }), []],
    ['a new list with a note', (b) => ({ 51: '[42 0 R 52 0 R]', 52: NOTE, 3: first(b, '51') }), CHANGED],
    ['a new list without what there was', (b) => ({ ...field(b), 51: '[50 0 R]', 3: first(b, '51') }), CHANGED],
    ['what was another list becomes the list', (b) => ({ ...field(b), 32: '[42 0 R 50 0 R]', 3: first(b, '32') }), CHANGED],
    ['the same list, written into the page', () => ({ 40: second('[31 0 R]') }), []],
    ['written into the page with a new field', (b) => ({ ...field(b), 40: second('[31 0 R 50 0 R]') }), []],
    ['written into the page with a note', () => ({ 40: second('[31 0 R 51 0 R]'), 51: NOTE }), CHANGED],
  ])('%s', (_, later, expected) => {
    const { codes, details } = verdictOf(room, append(signed, later(signed)));
    expect(codes, details).toEqual(expected);
  });
});

describe('who saved the file last, and when, is not what it says (§14.3.3)', () => {
  const WAS = '<</Title(x)/ModDate(D:1)/Producer(y)>>';
  let signed: Uint8Array;
  beforeAll(async () => { signed = await seal(room, makePdf({ ...PLAIN, 20: WAS, 21: WAS }, '/Info 20 0 R/ID[<00><00>]'), undefined, false); });
  test.each<readonly [string, string, string, readonly string[]]>([
    ['saved later', '/Info 20 0 R', WAS.replace('D:1', 'D:2'), []], ['by another program', '/Info 20 0 R', WAS.replace('(y)', '(z)'), []], ['both', '/Info 20 0 R', WAS.replace('D:1', 'D:2').replace('(y)', '(z)'), []], ['never saved', '/Info 20 0 R', WAS.replace('/ModDate(D:1)', ''), []],
    ['another title', '/Info 20 0 R', WAS.replace('(x)', '(z)'), CHANGED], ['another title, saved later', '/Info 20 0 R', WAS.replace('(x)', '(z)').replace('D:1', 'D:2'), CHANGED], ['a title less', '/Info 20 0 R', WAS.replace('/Title(x)', ''), CHANGED], ['no dictionary', '/Info 20 0 R', '(x)', CHANGED],
    ['described elsewhere', '/Info 21 0 R', WAS, CHANGED], ['described elsewhere, saved later', '/Info 21 0 R', WAS.replace('D:1', 'D:2'), CHANGED], ['not described any more', '', WAS, CHANGED],
  ])('%s', (_, trailer, now, expected) => {
    const { codes, details } = verdictOf(room, append(signed, { [trailer.includes('21') ? 21 : 20]: now }, { trailer }));
    expect(codes, details).toEqual(expected);
  });
});

describe('nor is what XMP says of it (§14.3.2)', () => {
  const xmp = (date: string, more = '', entries = '/Type/Metadata/Subtype/XML') => stream(`<x:xmpmeta><rdf:Description xmp:MetadataDate="${date}" pdf:Producer="y"><xmp:ModifyDate>${date}</xmp:ModifyDate>\n<dc:title>x</dc:title>${more}</rdf:Description></x:xmpmeta>`, entries);
  let signed: Uint8Array;
  beforeAll(async () => { signed = await seal(room, makePdf({ ...PLAIN, 1: catalogue('/Metadata 20 0 R'), 20: xmp('1'), 21: xmp('1') }), undefined, false); });
  test.each<readonly [string, (bytes: Uint8Array) => PdfObjects, readonly string[]]>([
    ['saved later', () => ({ 20: xmp('2') }), []], ['by another program, laid out anew', () => ({ 20: xmp('2').replace('"y"', '"z"').replace('\n<dc', ' <dc') }), []],
    ['another title', () => ({ 20: xmp('2').replace('>x<', '>z<') }), CHANGED], ['something more', () => ({ 20: xmp('2', '<a/>') }), CHANGED], ['of another kind', () => ({ 20: xmp('2', '', '/Type/Metadata/Subtype/TXT') }), CHANGED],
    ['said elsewhere', (b) => ({ 1: root(b).replace('/Metadata 20', '/Metadata 21') }), CHANGED], ['what is no metadata of the document', () => ({ 21: xmp('2') }), CHANGED], ['nothing any more', () => ({ 20: null }), CHANGED],
  ])('%s', (_, later, expected) => {
    const { codes, details } = verdictOf(room, append(signed, later(signed)));
    expect(codes, details).toEqual(expected);
  });
});

test('XMP that is page content too would be drawn', async () => {
  const xmp = (date: string) => stream(`<xmp:ModifyDate>${date}</xmp:ModifyDate>`, '/Type/Metadata/Subtype/XML');
  const signed = await seal(room, makePdf({ ...PLAIN, 1: catalogue('/Metadata 20 0 R'), 3: PLAIN[3]!.replace('/Contents 4 0 R', '/Contents[4 0 R 20 0 R]'), 20: xmp('1') }), undefined, false);
  expect(verdictOf(room, append(signed, { 20: xmp('BT (Diem 10) Tj ET') })).codes).toEqual(CHANGED);
});

describe('where an object is, packed or not (§7.5.7, §7.5.8)', () => {
  /** 1, 2, 3, 5 and 6 stand in the object stream 8, at 0 to 4. */
  const PACKED = makePackedPdf(), ROTATED = plus(PLAIN[3]!, '/Rotate 90'), SYMBOL = PLAIN[5]!.replace('Helvetica', 'Symbol');
  /** What is later than `PACKED`: objects, then a cross-reference stream of one row for each number: kind, then offset and generation, or container and index. */
  function later(objects: PdfObjects, places: Readonly<Record<number, readonly [1 | 2, number, number]>>): readonly LaterChange[] {
    let text = Buffer.from(PACKED).toString('latin1');
    const rows = new Map(Object.entries(places).map(([number, place]) => [Number(number), place]));
    for (const [number, body] of Object.entries(objects)) {
      rows.set(Number(number), [1, text.length, 0]);
      text += `${number} 0 obj\n${body}\nendobj\n`;
    }
    const start = text.length, octets = [...rows.values()].map(([kind, second, third]) => String.fromCharCode(kind, second >> 8, second & 255, third)).join('');
    text += `60 0 obj\n${stream(octets, `/Type/XRef/Size 61/Index[${[...rows.keys()].map((number) => `${number} 1`).join(' ')}]/W[1 2 1]/Root 1 0 R/ID[<00><00>]/Prev ${lastStartxref(PACKED)}`)}\nendobj\nstartxref\n${start}\n%%EOF\n`;
    const after = unwrap(readPdf(new Uint8Array(Buffer.from(text, 'latin1')), inflate));
    return laterChanges({ before: after.upTo(PACKED.length), after, permissions: { level: 3, locks: () => false }, mentions: new Map() });
  }
  const packedAs = (number: number, body: string): string => stream(`${number} 0 ${body} `, `/Type/ObjStm/N 1/First ${String(number).length + 3}`);
  test.each<readonly [string, PdfObjects, Parameters<typeof later>[1], number]>([
    ['nothing is said anew', {}, {}, 0], ['the same place is said again', {}, { 3: [2, 8, 2], 5: [2, 8, 3] }, 0], ['a page in another object stream', { 50: packedAs(3, ROTATED) }, { 3: [2, 50, 0] }, 1], ['the same page in another object stream', { 50: packedAs(3, PLAIN[3]!) }, { 3: [2, 50, 0] }, 0], ['another font in another object stream', { 50: packedAs(5, SYMBOL) }, { 5: [2, 50, 0] }, 1], ['the same font in another object stream', { 50: packedAs(5, PLAIN[5]!) }, { 5: [2, 50, 0] }, 0],
    ['a page that was packed stands alone', { 3: ROTATED }, {}, 1], ['a font that was packed stands alone', { 5: PLAIN[5]! }, {}, 0], ['another font stands alone', { 5: SYMBOL }, {}, 1], ['content that stood alone is packed', { 50: packedAs(7, '(x)') }, { 7: [2, 50, 0] }, 1],
  ])('%s', (_, objects, places, changes) => expect(later(objects, places)).toHaveLength(changes));
  test.each<readonly [string, Parameters<typeof later>[1]]>([
    ['in another place of the same object stream', { 5: [2, 8, 4] }], ['of another generation', { 7: [1, offsetOf(PACKED, '7 0 obj'), 1] }], ['at another offset', { 7: [1, offsetOf(PACKED, '4 0 obj'), 0] }],
  ])('what stands %s is another object', (_, places) => expect(() => later({}, places)).toThrow('not where the table says'));
});
