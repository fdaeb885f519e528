import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append, bodyOf, makePdf, PLAIN, stream, type PdfObjects, type RevisionOrder } from '../../../test/actors/pdf.ts';
import { seal, verdictOf } from '../../../test/actors/pdf-signer.ts';
import { openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';

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

/** What was signed (besides one page with its font and attachment; objects 8 to 10 are the signature, its field and the form), and what a later revision puts behind. */
const ROWS: readonly Row[] = [
  ['nothing', {}, () => [{}], []],
  ['the same object, written again elsewhere', {}, () => [{ 5: PLAIN[5]! }], CHANGED],
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
  ['other signature flags', {}, (b) => [{ 10: form(b).replace(/\/SigFlags \d/, '/SigFlags 1') }], []],
  ['a first identifier that is another', {}, () => [{}, { trailer: '/ID[<11><00>]' }], CHANGED],
  ['a second identifier that is another', {}, () => [{}, { trailer: '/ID[<00><11>]' }], []],
  ['a description of the file that is new', {}, () => [{ 20: '<</ModDate(D:1)/Producer(x)>>' }, { trailer: '/Info 20 0 R' }], CHANGED],
];

describe('what a later revision may do (EN 319 142-1 §5, ISO 32000-2 §12.8.2.2)', () => {
  test.each(ROWS)('%s', async (_, objects, later, expected) => {
    const signed = await seal(room, makePdf({ ...PLAIN, ...objects }), undefined, false);
    expect(verdictOf(room, signed)).toMatchObject({ codes: [] });
    const { codes, details } = verdictOf(room, append(signed, ...later(signed)));
    expect(codes, details).toEqual(expected);
  });
});
