import { describe, expect, test } from 'vitest';
import { concatBytes, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { append, makePdf, PLAIN, replaced, stream, type PdfObjects } from '../../../test/actors/pdf.ts';
import { inflate } from '../../print/pades/open.ts';
import { gatherPdf } from './facts.ts';

const gather = (bytes: Uint8Array) => gatherPdf({ bytes, inflate, knownCertificates: [] }, nodePrimitives);
const withForm = (fields: string, objects: PdfObjects): Uint8Array => makePdf({ ...PLAIN, 1: PLAIN[1]!.replace(/>>$/, `/AcroForm<</Fields[${fields}]>>>>`), ...objects });
/** What is found about the only field, object 8, whose value is object 9. */
function about(value: string, field = '/T(Ky)') {
  const { signatures } = unwrap(gather(withForm('8 0 R', { 8: `<</FT/Sig${field}/V 9 0 R>>`, 9: value })));
  return signatures.map(({ where, kind, findings }) => [where, kind, ...findings.map(({ code, params }) => [code.replace('signature/', ''), ...Object.values(params ?? {})])]);
}

describe('what a field shows as its signature (ISO 32000-2 §12.8.1, EN 319 142-1 §6.3)', () => {
  const NO_RANGE = ['pdf-byte-range', expect.stringContaining('ByteRange')];
  test.each<readonly [string, string, readonly unknown[]]>([
    ['nothing of the kind', '[1]', ['malformed', 'ô ký không chứa từ điển chữ ký']], ['no kind', '<</Type/Sig/Contents<00>>>', ['pdf-kind', 'không ghi']], ['a kind that is no name', '<</Type/Sig/SubFilter(ETSI.CAdES.detached)/Contents<00>>>', ['pdf-kind', 'không ghi']], ['a kind nobody accepts', '<</Type/Sig/SubFilter/adbe.x509.rsa_sha1/Contents<00>>>', ['pdf-kind', 'adbe.x509.rsa_sha1']],
    ['a name of JavaScript as the kind', '<</Type/Sig/SubFilter/constructor/Contents<00>>>', ['pdf-kind', 'constructor']],
    ['a signature called a time-stamp', '<</Type/DocTimeStamp/SubFilter/ETSI.CAdES.detached/Contents<00>>>', ['pdf-kind', 'ETSI.CAdES.detached']], ['a time-stamp called a signature', '<</Type/Sig/SubFilter/ETSI.RFC3161/Contents<00>>>', ['pdf-kind', 'ETSI.RFC3161']], ['a time-stamp not called anything', '<</SubFilter/ETSI.RFC3161/Contents<00>/ByteRange[0]>>', ['pdf-kind', 'ETSI.RFC3161']],
    ['a signature that need not be called one', '<</SubFilter/ETSI.CAdES.detached/Contents<00>/ByteRange[0]>>', NO_RANGE], ['of the older kind', '<</Type/Sig/SubFilter/adbe.pkcs7.detached/Contents<00>>>', NO_RANGE], ['a time-stamp', '<</Type/DocTimeStamp/SubFilter/ETSI.RFC3161/Contents<00>>>', NO_RANGE],
  ])('%s', (_, value, finding) => expect(about(value)).toEqual([['Ky', 'signature', finding]]));
  test('a field without a name is told by its number', () => expect(about('[1]', '')).toEqual([['PDF 8', 'signature', expect.anything()]]));
});

describe('signatures are shown by one field each, in the newest revision', () => {
  const SIGNATURE = '<</Type/Sig/Contents<00>>>';
  const strays = (bytes: Uint8Array) => unwrap(gather(bytes)).findings.map(({ code, where }) => [code, where]);
  const STRAY = [['signature/stray-signature', 'PDF']], two = (second: string) => ({ 8: '<</FT/Sig/T(A)/V 10 0 R>>', 9: `<</FT/Sig/T(B)${second}>>`, 10: SIGNATURE });
  test.each<readonly [string, Uint8Array, readonly unknown[]]>([
    ['one field, one signature', withForm('8 0 R', { 8: '<</FT/Sig/T(A)/V 9 0 R>>', 9: SIGNATURE }), []], ['no field', makePdf({ ...PLAIN, 8: SIGNATURE }), STRAY], ['an empty field', withForm('8 0 R', { 8: '<</FT/Sig/T(A)>>', 9: SIGNATURE }), STRAY],
    ['a second field is empty', withForm('8 0 R 9 0 R', two('')), []], ['shown twice', withForm('8 0 R 9 0 R', two('/V 10 0 R')), STRAY],
    ['taken out of its field later', append(withForm('8 0 R', { 8: '<</FT/Sig/T(A)/V 9 0 R>>', 9: SIGNATURE }), { 8: '<</FT/Sig/T(A)>>' }), STRAY], ['replaced later', append(withForm('8 0 R', { 8: '<</FT/Sig/T(A)/V 9 0 R>>', 9: SIGNATURE }), { 9: SIGNATURE }), STRAY], ['freed later', append(withForm('8 0 R', { 8: '<</FT/Sig/T(A)/V 9 0 R>>', 9: SIGNATURE }), { 9: null }), STRAY],
  ])('%s', (_, bytes, expected) => expect(strays(bytes)).toEqual(expected));
  const many = (count: number, value: (i: number) => string) => withForm(Array.from({ length: count }, (_, i) => `${20 + i} 0 R`).join(' '), Object.fromEntries(Array.from({ length: count }, (_, i) => [[20 + i, `<</FT/Sig/T(${i})/V ${60 + i} 0 R>>`], [60 + i, value(i)]]).flat()));
  test('16 and no more, shown or not', () => {
    expect(unwrap(gather(many(16, () => SIGNATURE))).signatures).toHaveLength(16);
    expect(gather(many(17, () => '[]'))).toEqual({ ok: false, error: 'too many signatures' });
    expect(gather(makePdf({ ...PLAIN, ...Object.fromEntries(Array.from({ length: 17 }, (_, i) => [20 + i, SIGNATURE])) }))).toEqual({ ok: false, error: 'too many signatures' });
  });
});

describe('evidence in the file (EN 319 142-1 §5.4.2)', () => {
  const evidence = (store: string, objects: PdfObjects = {}) => gather(makePdf({ ...PLAIN, 1: PLAIN[1]!.replace(/>>$/, `/DSS ${store}>>`), 8: stream('a'), 9: stream('b'), 10: stream('c'), ...objects }));
  test.each<readonly [string, string, PdfObjects, readonly (readonly string[])[]]>([
    ['of each kind', '<</Certs[8 0 R]/CRLs[9 0 R]/OCSPs[10 0 R]>>', {}, [['a'], ['b'], ['c']]], ['several, in their order', '<</Certs[9 0 R 8 0 R]>>', {}, [['b', 'a'], [], []]], ['by reference', '11 0 R', { 11: '<</CRLs 12 0 R>>', 12: '[8 0 R]' }, [[], ['a'], []]],
    ['none', '<<>>', {}, [[], [], []]], ['what is no dictionary', '[8 0 R]', {}, [[], [], []]], ['nothing', 'null', {}, [[], [], []]],
  ])('%s', (_, store, objects, expected) => {
    const { certificates, crls, ocsps } = unwrap(evidence(store, objects)).evidence;
    expect([certificates, crls, ocsps]).toEqual(expected.map((texts) => texts.map((text) => utf8(text))));
  });
  test.each<readonly [string, string]>([['an item written in the list', '<</Certs[<00>]>>'], ['an item that is no stream', '<</Certs[2 0 R]>>'], ['what is no list', '<</Certs<<>>>>']])('refused: %s', (_, store) => expect(evidence(store)).toMatchObject({ ok: false }));
});

test.each<readonly [string, Uint8Array]>([['octets behind the end', concatBytes(makePdf(), utf8('x'))], ['a form that is damaged', withForm('99 0 R', {})], ['an object that is not where it should be', replaced(makePdf(), '5 0 obj', '9 0 obj')]])('whatever cannot be read strictly is refused as a whole: %s', (_, bytes) => expect(gather(bytes)).toMatchObject({ ok: false, error: expect.any(String) }));
