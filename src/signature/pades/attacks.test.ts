import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { softSigner } from '#signature/signers';
import { makeActor, signerExtensions } from '../../../test/actors/authority.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import { append, bodyOf, contentsOf, flipped, lastStartxref, makeHybridPdf, makePackedPdf, makePdf, offsetOf, PLAIN, replaced, stream } from '../../../test/actors/pdf.ts';
import { PADES_ENTRIES, seal, signOddly, verdictOf } from '../../../test/actors/pdf-signer.ts';
import { openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';

let room: SigningRoom, signed: Uint8Array, bare: Uint8Array, other: Uint8Array;
beforeAll(async () => {
  room = await openSigningRoom();
  [signed, bare, other] = [await seal(room, makePdf()), await seal(room, makePdf(), undefined, false), await seal(room, makePdf({ ...PLAIN, 4: stream('BT /F1 24 Tf 72 720 Td (Diem 5) Tj ET') }), undefined, false)];
});
afterAll(() => room.stop());
const judge = (bytes: Uint8Array) => verdictOf(room, bytes);

const FORGED = stream('BT /F1 24 Tf 72 720 Td (Diem10) Tj ET');
const page = (bytes: Uint8Array) => bodyOf(bytes, 3), root = (bytes: Uint8Array) => bodyOf(bytes, 1), form = (bytes: Uint8Array) => bodyOf(bytes, 10);
/** Puts more into a dictionary. */
const plus = (body: string, more: string): string => body.replace(/>>$/, `${more}>>`);

type Attack = readonly [name: string, change: (bytes: Uint8Array) => Uint8Array, expected: string];

/** Octets of the signed file itself are changed. */
const IN_PLACE: readonly Attack[] = [
  ['one bit of the page', (b) => flipped(b, offsetOf(b, 'Diem 9')), 'signature/hash'],
  ['one bit of the attachment', (b) => flipped(b, offsetOf(b, 'ch\xedn')), 'signature/hash'],
  ['one bit of the signature value', (b) => replaced(b, /[0-9a-f]{20}[1-9a-f](?=0{400,}>)/, (t) => `${t.slice(0, 5)}${t[5] === '0' ? '1' : '0'}${t.slice(6)}`), 'signature/value'],
  ['the padding of the value has content', (b) => replaced(b, '00>>>', '01>>>'), 'signature/malformed'],
  ['white space inside the value', (b) => replaced(b, '00>>>', ' 0>>>'), 'signature/pdf-byte-range'],
  ['the value is empty', (b) => replaced(b, /\/Contents <[0-9a-f]+>/, (t) => `/Contents <>${' '.repeat(t.length - 12)}`), 'signature/pdf-byte-range'],
  ['the value is null (USF)', (b) => replaced(b, /\/Contents <[0-9a-f]+>/, (t) => `/Contents null${' '.repeat(t.length - 14)}`), 'signature/pdf-byte-range'],
  ['the value is not there (USF)', (b) => replaced(b, '/Contents <', '/Contentx <'), 'signature/pdf-byte-range'],
  ['the value is zeros (USF)', (b) => replaced(b, /\/Contents <[0-9a-f]+>/, (t) => `/Contents <${'0'.repeat(t.length - 12)}>`), 'signature/malformed'],
  ['no ByteRange (USF)', (b) => replaced(b, '/ByteRange', '/ByteRangx'), 'signature/pdf-byte-range'],
  ['ByteRange of zeros (USF)', (b) => replaced(b, /\/ByteRange \[[\d ]+\]/, (t) => `/ByteRange [0 0 0 0${' '.repeat(t.length - 20)}]`), 'signature/pdf-byte-range'],
  ['ByteRange with negative numbers (USF)', (b) => replaced(b, /\/ByteRange \[[\d ]+\]/, (t) => `/ByteRange [0 -1 9 -1${' '.repeat(t.length - 22)}]`), 'signature/pdf-byte-range'],
  ['ByteRange of one part', (b) => replaced(b, /\/ByteRange \[[\d ]+\]/, (t) => `/ByteRange [0 10${' '.repeat(t.length - 17)}]`), 'signature/pdf-byte-range'],
  ['ByteRange ends before the end', (b) => replaced(b, /\d\d\]\/Contents/, (t) => `${(Number(t[0]) + 9) % 10}${t.slice(1)}`), 'signature/pdf-byte-range'],
  ['ByteRange begins late', (b) => replaced(b, '/ByteRange [0', '/ByteRange [9'), 'signature/pdf-byte-range'],
  ['an unknown kind', (b) => replaced(b, 'ETSI.CAdES.detached', 'ETSI.CAdES.attached'), 'signature/pdf-kind'],
  ['a kind built on SHA-1', (b) => replaced(b, '/SubFilter/ETSI.CAdES.detached', '/SubFilter/adbe.pkcs7.sha1    '), 'signature/pdf-kind'],
  ['a signature called a document time-stamp', (b) => replaced(b, '/Type/Sig/', '/Type/DTS/'), 'signature/pdf-kind'],
  ['digest algorithm exchanged', (b) => replaced(b, /\/Contents <[0-9a-f]+>/, (t) => t.replaceAll('0609608648016503040201', '0609608648016503040203')), 'signature/algorithm-refused'],
  ['digest algorithm exchanged in one of two places', (b) => replaced(b, '0609608648016503040201', '0609608648016503040203'), 'signature/malformed'],
  ['a parameter beside a digest that has none', (b) => replaced(b, '310f300d06096086480165030402010500', '310f300d06096086480165030402010400'), 'signature/malformed'],
  ['a version that is no INTEGER', (b) => replaced(b, '020101310f', '0a0101310f'), 'signature/malformed'],
  ['signature algorithm exchanged for SHA-1', (b) => replaced(b, '06092a864886f70d01010b', '06092a864886f70d010105'), 'signature/algorithm-refused'],
  ['the value of another file', (b) => replaced(b, /\/Contents <[0-9a-f]+>/, () => `/Contents <${Buffer.from(contentsOf(other)).toString('hex')}>`), 'signature/hash'],
];

/** Something is put behind it. */
const APPENDED: readonly Attack[] = [
  ['page content', (b) => append(b, { 4: FORGED }), 'signature/pdf-changed-later'],
  ['page with other content', (b) => append(b, { 20: FORGED, 3: page(b).replace('4 0 R', '20 0 R') }), 'signature/pdf-changed-later'],
  ['page moved out of sight', (b) => append(b, { 3: page(b).replace('0 0 595 842', '0 400 595 842') }), 'signature/pdf-changed-later'],
  ['one more page', (b) => append(b, { 2: '<</Type/Pages/Kids[3 0 R 20 0 R]/Count 2>>', 20: PLAIN[3]! }), 'signature/pdf-changed-later'],
  ['annotation with appearance', (b) => append(b, { 20: '<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/AP<</N 21 0 R>>>>', 21: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]'), 3: page(b).replace('/Annots [', '/Annots [20 0 R ') }), 'signature/pdf-changed-later'],
  ['annotation behind the others', (b) => append(b, { 20: '<</Type/Annot/Subtype/Stamp/Rect[0 0 99 99]>>', 3: page(b).replace(/\/Annots \[([^\]]*)\]/, '/Annots [$1 20 0 R]') }), 'signature/pdf-changed-later'],
  ['font', (b) => append(b, { 5: '<</Type/Font/Subtype/Type1/BaseFont/Symbol>>' }), 'signature/pdf-changed-later'],
  ['attachment', (b) => append(b, { 7: stream('m\xf4i', '/Type/EmbeddedFile') }), 'signature/pdf-changed-later'],
  ['one more attachment', (b) => append(b, { 1: root(b).replace('<61', '<30>6 0 R <61') }), 'signature/pdf-changed-later'],
  ['a program that opens with the file', (b) => append(b, { 1: plus(root(b), '/OpenAction<</S/JavaScript/JS(x)>>') }), 'signature/pdf-changed-later'],
  ['layers', (b) => append(b, { 1: plus(root(b), '/OCProperties<</D<</OFF[]>>/OCGs[]>>') }), 'signature/pdf-changed-later'],
  ['the font is freed', (b) => append(b, { 5: null }), 'signature/pdf-changed-later'],
  ['a new object nobody knows', (b) => append(b, { 20: FORGED }), 'signature/pdf-changed-later'],
  ['a field that is no signature', (b) => append(b, { 20: '<</FT/Tx/T(x)/V(10)>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/pdf-changed-later'],
  ['a signature field with an action', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 0 0]/AA<<>>>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/pdf-changed-later'],
  ['an annotation that names another generation of a new field', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/F 132/Rect[0 0 0 0]>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R'), 3: page(b).replace('9 0 R', '9 0 R 20 7 R') }), 'signature/pdf-changed-later'],
  ['a form that does', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/F 132/Rect[0 0 0 0]>>', 10: form(b).replace('9 0 R', '9 0 R 20 7 R'), 3: page(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/pdf-unreadable'],
  ['a signature field of the same name', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(ChuKy1)/Rect[0 0 0 0]>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/pdf-changed-later'],
  ['a visible signature field', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/Rect[0 0 595 842]/AP<</N 21 0 R>>>>', 21: stream('', '/Type/XObject/Subtype/Form/BBox[0 0 9 9]'), 10: form(b).replace('9 0 R', '9 0 R 20 0 R'), 3: page(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/pdf-overlay'],
  ['appearances made anew by the viewer', (b) => append(b, { 10: plus(form(b), '/NeedAppearances true') }), 'signature/pdf-changed-later'],
  ['the form becomes another object', (b) => append(b, { 1: root(b).replace('10 0 R', '20 0 R'), 20: plus(form(b), '/XFA(x)') }), 'signature/pdf-changed-later'],
  ['evidence that is page content', (b) => append(b, { 1: plus(root(b), '/DSS<</Certs[4 0 R]>>'), 4: FORGED }), 'signature/pdf-changed-later'],
  ['the signature dictionary', (b) => append(b, { 8: bodyOf(b, 8) }), ''],
  ['the signature is taken out of its field', (b) => append(b, { 9: bodyOf(b, 9).replace('/V 8 0 R', '') }), 'signature/stray-signature'],
  ['form and widget are taken out', (b) => append(b, { 1: PLAIN[1]!, 3: PLAIN[3]! }), 'signature/stray-signature'],
  ['two fields show one signature', (b) => append(b, { 20: '<</Type/Annot/Subtype/Widget/FT/Sig/T(x)/V 8 0 R/Rect[0 0 0 0]>>', 10: form(b).replace('9 0 R', '9 0 R 20 0 R') }), 'signature/stray-signature'],
  ['another catalogue', (b) => append(b, { 20: root(b) }, { root: 20 }), 'signature/pdf-changed-later'],
  ['the same object named catalogue and page', (b) => append(b, { 3: root(b) }, { root: 3 }), 'signature/'],
  ['objects without cross-reference (ISA)', (b) => append(b, { 4: FORGED }, { bare: true }), 'signature/pdf-unreadable'],
  ['objects, then the old end again (ISA)', (b) => append(b, { 4: FORGED }, { startxref: lastStartxref(b) }), 'signature/pdf-unreadable'],
  ['a revision that the next one jumps over', (b) => append(append(b, { 4: FORGED }), { 5: PLAIN[5]! }, { previous: lastStartxref(b) }), 'signature/pdf-unreadable'],
  ['a whole new table without the old ones', (b) => append(b, { ...PLAIN, 4: FORGED }, { previous: null }), 'signature/'],
  ['startxref leads outside', (b) => append(b, { 4: FORGED }, { startxref: 999_999 }), 'signature/pdf-unreadable'],
  ['a trailer that names an old reader’s stream', (b) => append(b, { 5: PLAIN[5]! }, { trailer: '/XRefStm 9' }), 'signature/pdf-unreadable'],
  ['encryption', (b) => append(b, { 5: PLAIN[5]! }, { trailer: '/Encrypt<<>>' }), 'signature/pdf-unreadable'],
  ['octets behind the end', (b) => new Uint8Array([...b, ...Buffer.from('4 0 obj<<>>endobj')]), 'signature/pdf-unreadable'],
  ['another identifier', (b) => append(b, {}, { trailer: '/ID[<11><11>]' }), 'signature/pdf-changed-later'],
];

describe.each([['in place', IN_PLACE], ['appended', APPENDED]] as const)('%s: never valid', (_, attacks) => {
  test.each(attacks)('%s', (_name, change, expected) => {
    const { verdict, codes, details } = judge(change(bare));
    expect(verdict, details).not.toBe('TOTAL-PASSED');
    expect(verdict).toBe(expected === 'signature/pdf-overlay' ? 'INDETERMINATE' : 'TOTAL-FAILED');
    expect(codes.some((code) => code.startsWith(expected)), details).toBe(true);
  });
  test('the file they start from is', () => expect(judge(bare)).toMatchObject({ verdict: 'TOTAL-PASSED', codes: [] }));
});

describe('content that was prepared before it was signed (shadow attacks)', () => {
  test('hide: what covered the page is freed', async () => {
    const covered = await seal(room, makePdf({ ...PLAIN, 3: PLAIN[3]!.replace('4 0 R', '[4 0 R 8 0 R]'), 8: stream('1 g 0 0 595 842 re f') }));
    expect(judge(covered).verdict).toBe('TOTAL-PASSED');
    expect(judge(append(covered, { 8: null }))).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-changed-later'] });
  });
  test('replace: the value of a field, with the appearance left as it was', async () => {
    const field = '<</Type/Annot/Subtype/Widget/FT/Tx/T(diem)/V(9)/Rect[0 0 99 99]>>';
    const filled = await seal(room, makePdf({ ...PLAIN, 1: plus(PLAIN[1]!, '/AcroForm<</Fields[8 0 R]>>'), 3: plus(PLAIN[3]!, '/Annots[8 0 R]'), 8: field }));
    expect(judge(filled).verdict).toBe('TOTAL-PASSED');
    expect(judge(append(filled, { 8: field.replace('(9)', '(10)') }))).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-changed-later'] });
  });
  test('hide and replace: a table that points at objects hidden in a signed stream', async () => {
    const hidden = `4 0 obj\n${FORGED}\nendobj\n`;
    const prepared = await seal(room, makePdf({ ...PLAIN, 8: stream(hidden) }));
    expect(judge(prepared).verdict).toBe('TOTAL-PASSED');
    expect(judge(append(prepared, {}, { pointers: { 4: offsetOf(prepared, hidden) } }))).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-unreadable'] });
  });
  test('hide and replace: objects in the signed part that no table names', async () => {
    const plain = makePdf();
    const doubled = makePdf({ ...PLAIN, 8: `null\nendobj\n4 0 obj\n${FORGED}` });
    expect(judge(await seal(room, plain)).verdict).toBe('TOTAL-PASSED');
    expect(judge(await seal(room, doubled))).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-unreadable'] });
  });
  test('a reference to nothing becomes a reference to something, dressed as evidence', async () => {
    const prepared = await seal(room, makePdf({ ...PLAIN, 3: PLAIN[3]!.replace('4 0 R', '[4 0 R 30 0 R]') }));
    expect(judge(prepared).verdict).toBe('TOTAL-PASSED');
    expect(judge(append(prepared, { 30: stream('1 g 0 0 595 842 re f'), 1: plus(root(prepared), '/DSS<</Certs[30 0 R]>>') }))).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-changed-later'] });
  });
  test('a length that is an object of its own', async () => {
    const data = 'BT (Diem 9) Tj ET\nendstream endobj';
    const prepared = await seal(room, makePdf({ ...PLAIN, 4: `<</Length 8 0 R>>\nstream\n${data}\nendstream`, 8: String(data.length) }));
    expect(judge(prepared).verdict).toBe('TOTAL-PASSED');
    expect(judge(append(prepared, { 8: '17' })).verdict).toBe('TOTAL-FAILED');
  });
});

describe('signature wrapping (SWA)', () => {
  test('the second part moves behind, forged objects come into the hole', () => {
    const whole = Buffer.from(bare).toString('latin1');
    const at = whole.indexOf('>', whole.lastIndexOf('/Contents <')) + 1;
    const evil = `\n4 0 obj\n${FORGED}\nendobj\n`;
    const [, first, second, last] = /\/ByteRange \[0 +(\d+) +(\d+) +(\d+)\]/.exec(whole)!;
    const range = `/ByteRange [0 ${first!.padStart(10)} ${String(Number(second) + evil.length).padStart(10)} ${last!.padStart(10)}]`;
    const moved = `${whole.slice(0, at)}${evil}${whole.slice(at)}`.replace(/\/ByteRange \[[\d ]+\]/, range);
    expect(judge(new Uint8Array(Buffer.from(moved, 'latin1')))).toMatchObject({ verdict: 'TOTAL-FAILED' });
  });
  test('forged content behind, then a document time-stamp over all of it', async () => {
    const forged = append(signed, { 4: FORGED });
    const { verdict, codes } = judge(await seal(room, forged, '22'));
    expect([verdict, codes]).toEqual(['TOTAL-FAILED', ['signature/pdf-changed-later']]);
  });
});

describe('who signed', () => {
  test('another certificate for the same key, of the same issuer and serial number, is not the one that was meant', async () => {
    const authority = await makeActor({ subject: 'CN=Gốc' }), serial = '4a0102030405060708';
    const honest = await makeActor({ subject: 'CN=Trường A', issuer: authority, serial, extensions: signerExtensions });
    const swapped = await makeActor({ subject: 'CN=Trường B', issuer: authority, serial, sameKeyAs: honest, extensions: signerExtensions });
    const bytes = await signOddly(makePdf(), softSigner(honest.pkcs8, [honest.der]), { certificates: [swapped.der] });
    expect(judge(bytes)).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/certificate-differs'] });
  });
  test('nothing is trusted without an anchor', () => {
    expect(verdictOf({ trust: { ...room.trust, anchors: [] } }, bare)).toMatchObject({ verdict: 'INDETERMINATE', codes: ['signature/chain'] });
    expect(verdictOf({ trust: { ...room.trust, crls: [] } }, bare)).toMatchObject({ verdict: 'INDETERMINATE', codes: ['signature/revocation-unavailable'] });
  });
  test.each([
    ['claims a time before the certificate', "D:20200101000000+07'00'", 'TOTAL-FAILED', 'signature/signing-time-invalid'],
    ['claims a time to come', "D:20250101000000+07'00'", 'INDETERMINATE', 'signature/signing-time-future'],
    ['claims nothing', '', 'TOTAL-PASSED', undefined],
  ])('%s', async (_, time, verdict, code) => {
    const found = judge(await signOddly(makePdf(), room.pki.signer('22205411'), { entries: PADES_ENTRIES.replace(/D:[^)]*/, time) }));
    expect(found).toMatchObject({ verdict, codes: code === undefined ? [] : [code] });
  });
});

describe('what may come later', () => {
  test('a further signature and evidence, and what saved the file', async () => {
    const base = makePdf({ ...PLAIN, 8: "<</ModDate(D:1)/Title(x)>>" }, '/Info 8 0 R/ID[<00><00>]');
    const twice = await seal(room, append(await seal(room, base), { 8: "<</ModDate(D:2)/Title(x)>>" }, { trailer: '/Info 8 0 R' }), '22');
    expect(judge(twice)).toMatchObject({ verdict: 'TOTAL-PASSED', levels: ['B-T', 'B-T'] });
    expect(judge(append(twice, { 8: '<</ModDate(D:2)/Title(y)>>' }, { trailer: '/Info 8 0 R' }))).toMatchObject({ verdict: 'TOTAL-FAILED' });
  });
  test('an empty signature field is signed', async () => {
    const field = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Sau)/Rect[0 0 0 0]>>';
    const base = await seal(room, makePdf({ ...PLAIN, 1: plus(PLAIN[1]!, '/AcroForm<</Fields[8 0 R]>>'), 3: plus(PLAIN[3]!, '/Annots[8 0 R]'), 8: field }));
    const { details } = judge(append(base, { 20: '<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>', 8: plus(field, '/V 20 0 R') }));
    expect(details).not.toContain('ChuKy2');
  });
  test.each([
    ['certified without changes', '/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P 1/V/1.2>>>>]', 'signature/pdf-not-permitted'],
    ['certified for further signatures', '/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</P 2/V/1.2>>>>]', undefined],
    ['with a transform nobody knows', '/Reference[<</Type/SigRef/TransformMethod/UR3/TransformParams<<>>>>]', 'signature/malformed'],
  ])('%s', async (_, reference, code) => {
    const first = await signOddly(makePdf(), room.pki.signer('22205411'), { entries: `${PADES_ENTRIES}${reference}` });
    const { codes } = judge(await seal(room, first, '22'));
    expect(codes).toEqual(code === undefined ? [] : [code]);
  });
  test('a field that was locked is signed all the same', async () => {
    const field = '<</Type/Annot/Subtype/Widget/FT/Sig/T(Sau)/Rect[0 0 0 0]>>';
    const base = makePdf({ ...PLAIN, 1: plus(PLAIN[1]!, '/AcroForm<</Fields[8 0 R]>>'), 3: plus(PLAIN[3]!, '/Annots[8 0 R]'), 8: field });
    const first = await signOddly(base, room.pki.signer('22205411'), { entries: `${PADES_ENTRIES}/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Include/Fields[(Sau)]>>>>]` });
    const { codes } = judge(append(first, { 20: '<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>', 8: plus(field, '/V 20 0 R') }));
    expect(codes).toContain('signature/pdf-not-permitted');
  });
});

describe('signed by other software', () => {
  const cmsBy = (pkcs8: Uint8Array, certificate: Uint8Array, chain: readonly Uint8Array[], ...args: readonly string[]) => (data: Uint8Array): Uint8Array =>
    openssl(['cms', '-sign', '-binary', '-in', 'd', '-signer', 'c.pem', '-inkey', 'k.pem', '-certfile', 'chain.pem', '-outform', 'DER', '-md', 'sha256', ...args], { d: data, 'c.pem': toPem('CERTIFICATE', certificate), 'k.pem': toPem('PRIVATE KEY', pkcs8), 'chain.pem': chain.map((der) => toPem('CERTIFICATE', der)).join('') }).bytes;
  test.runIf(hasOpenssl).each([
    // openssl signs at the hour of the machine, which the judge finds too late: all else is sound.
    ['adbe.pkcs7.detached with a signing time', 'adbe.pkcs7.detached', [], 'INDETERMINATE', ['signature/signing-time-future']],
    ['adbe.pkcs7.detached with its certificate bound', 'adbe.pkcs7.detached', ['-cades'], 'INDETERMINATE', ['signature/signing-time-future']],
    ['ETSI.CAdES.detached with a signing time is no baseline', 'ETSI.CAdES.detached', ['-cades'], 'INDETERMINATE', ['signature/signing-time-future']],
    ['ETSI.CAdES.detached that binds no certificate', 'ETSI.CAdES.detached', [], 'TOTAL-FAILED', ['signature/not-pades']],
    ['content inside the value', 'adbe.pkcs7.detached', ['-nodetach'], 'TOTAL-FAILED', ['signature/malformed']],
    ['no signed attributes', 'adbe.pkcs7.detached', ['-noattr'], 'TOTAL-FAILED', ['signature/malformed']],
  ] as const)('%s', async (_, subFilter, args, verdict, codes) => {
    const { pkcs8, certificate, chain } = room.pki.credential('22205411');
    const bytes = await signOddly(makePdf(), room.pki.signer('22205411'), { entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', subFilter), contents: cmsBy(pkcs8, certificate, chain.slice(1), ...args) });
    expect(judge(bytes)).toMatchObject({ verdict, codes, levels: ['CMS-B'] });
  });
  test('adbe.pkcs7.detached without a signing time', async () => {
    const bytes = await signOddly(makePdf(), room.pki.signer('22205411'), { entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached') });
    expect(judge(bytes)).toMatchObject({ verdict: 'TOTAL-PASSED', levels: ['CMS-B'] });
  });
});

describe('a file of office software, with a stream beside its table, is signed like any other', () => {
  test('by others, and further', async () => {
    const first = await signOddly(makeHybridPdf([5]), room.pki.signer('22205411'), {}), second = await signOddly(first, room.pki.signer('22'), {});
    expect([judge(first), judge(second)]).toMatchObject([{ verdict: 'TOTAL-PASSED', codes: [] }, { verdict: 'TOTAL-PASSED', codes: [], levels: ['B-B', 'B-B'] }]);
    expect(judge(append(second, { 5: PLAIN[5]!.replace('Helvetica', 'Symbol') })).codes).toEqual(['signature/pdf-changed-later']);
  });
});

describe('reading', () => {
  test('object streams and cross-reference streams say the same as tables', () => {
    expect(judge(makePackedPdf())).toMatchObject({ codes: ['signature/none'] });
    expect(judge(makePdf())).toMatchObject({ codes: ['signature/none'] });
  });
  test.each<readonly [string, Uint8Array]>([
    ['empty', new Uint8Array(0)], ['only a header', new Uint8Array(Buffer.from('%PDF-1.7\n'))], ['cut off', makePdf().subarray(0, 400)],
    ['a circle of revisions', append(makePdf(), { 5: PLAIN[5]! }, { previous: 700 })],
    ['nested without end', makePdf({ ...PLAIN, 5: `${'['.repeat(5000)}` })], ['a key twice', makePdf({ ...PLAIN, 5: '<</Type/Font/Type/Page>>' })],
  ])('%s is refused', (_, bytes) => expect(judge(bytes)).toMatchObject({ verdict: 'TOTAL-FAILED', codes: ['signature/pdf-unreadable'] }));
  test.each([1, 5, 6, 20, 30, 40])('the last %i octets again', (length) => {
    const again = Uint8Array.from([...signed, ...signed.subarray(-length)]);
    expect(judge(again).verdict === 'TOTAL-PASSED').toBe(/^\s*$/.test(Buffer.from(signed.subarray(-length)).toString('latin1')));
  });
  test('no single flipped bit leaves a signature valid, and nothing throws', () => {
    fc.assert(fc.property(fc.nat(signed.length - 1), (at) => judge(flipped(signed, at)).verdict !== 'TOTAL-PASSED'), { numRuns: 400 });
  });
  test('no cut and no doubled piece is valid; white space behind the end says nothing', () => {
    fc.assert(fc.property(fc.nat(signed.length - 1), fc.nat(2_000), (at, length) => {
      const cut = Uint8Array.from([...signed.subarray(0, at), ...signed.subarray(at + 1 + length)]), doubled = Uint8Array.from([...signed.subarray(0, at + 1), ...signed.subarray(Math.max(0, at - length))]);
      const isBlank = at === signed.length - 1 && /^\s*$/.test(Buffer.from(doubled.subarray(signed.length)).toString('latin1'));
      return judge(cut).verdict !== 'TOTAL-PASSED' && (isBlank || judge(doubled).verdict !== 'TOTAL-PASSED');
    }), { numRuns: 60 });
  });
});
