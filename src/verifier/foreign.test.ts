import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromUtf8, toBase64, unwrap, utf8 } from '#kernel';
import { GENERAL_POLICY, INTEGRITY_POLICY, policyAt } from '#signature';
import { nodePrimitives } from '#signature/node';
import { C14N, readXml, type XmlDocument } from '#xml';
import { hasXmlsec, xmlsecSign, xmlsecVerify } from '../../test/actors/xmlsec.ts';
import { DS, ds, ENVELOPED, foreignSigner, format, type ForeignSigner, MORE, properties, PROPERTIES, SHA512, v1, v2, written, XADES } from '../../test/builders/foreign-signature.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../test/builders/signed-record.ts';
import { verifyForeign, verifyIntegrity } from './general.ts';

let room: SigningRoom;
beforeAll(async () => { room = await openSigningRoom(); });
afterAll(() => room.stop());


/** How one family of software lays out its signatures. */
interface Layout {
  readonly template: (signer: ForeignSigner) => string;
  /** Elements with an `Id`, with their namespaces. */
  readonly ids: readonly string[];
  /** How the file is written after it was signed; nothing of it changes what is signed. */
  readonly rewritten?: (signed: string) => string;
  /** No XAdES properties, so it is judged for integrity alone. */
  readonly plain?: boolean;
  readonly key?: 'rsa' | 'ec';
  readonly covers: readonly string[];
  /** A word of the data. */
  readonly word?: string;
}

const signerOf = (kind: 'rsa' | 'ec') => foreignSigner(room, kind === 'rsa' ? '22' : 'GV0017');
const bare = written('');
const OWN = `${XADES}:SignedProperties`;
const xpath = (expression: string) => `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>${expression}</ds:XPath></ds:Transform>`;

const LAYOUTS: Readonly<Record<string, Layout>> = {
  'SignedXml of .NET: no prefix, no Id, the enveloped transform alone, CRLF, base64 in lines': {
    plain: true, ids: [], covers: [''],
    template: () => `<van-ban>\n  <phan>nội dung</phan>\n<Signature xmlns="${DS}">${bare.info(C14N.inclusive, `${MORE}rsa-sha256`, bare.reference('URI=""', [ENVELOPED]))}<SignatureValue/><KeyInfo><KeyValue/><X509Data/></KeyInfo></Signature></van-ban>`,
    rewritten: (text) => text.replace(/(<(?:SignatureValue|X509Certificate)>)([^<]*)/g, (_, tag: string, value: string) => tag + value.replace(/\s+/g, '').replace(/(.{76})/g, '$1\n')).replaceAll('\n', '\r\n'),
  },
  'XMLDSig of Java: &#13; in values, the object inside without any transform': {
    plain: true, ids: [`${DS}:Object`], covers: ['#doi-tuong'],
    template: () => `<Signature xmlns="${DS}">${bare.info(C14N.inclusive, `${MORE}rsa-sha256`, bare.reference('URI="#doi-tuong"', []))}<SignatureValue/><KeyInfo><X509Data/></KeyInfo><Object Id="doi-tuong"><van-ban xmlns=""><phan>nội dung</phan></van-ban></Object></Signature>`,
    rewritten: (text) => text.replace(/(<(?:SignatureValue|X509Certificate)>)([^<]*)/g, (_, tag: string, value: string) => tag + value.replace(/\s+/g, '').replace(/(.{76})/g, '$1&#13;\n')),
  },
  'DSS, enveloped: XPath for all signatures, version 2 with issuer and serial number, values of their own': {
    ids: [OWN], covers: [''],
    template: (signer) => `<van-ban>\n<phan>nội dung</phan><ds:Signature xmlns:ds="${DS}" Id="id-1f">${ds.info(C14N.exclusive, `${MORE}rsa-sha512`, ds.reference('Id="r-id-1f-1" Type="" URI=""', [xpath('not(ancestor-or-self::ds:Signature)'), C14N.exclusive], SHA512), ds.reference(`Type="${PROPERTIES}" URI="#xades-id-1f"`, [C14N.exclusive], SHA512))}`
      + `<ds:SignatureValue Id="value-id-1f"/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo><ds:Object>${properties('id-1f', v2(signer), undefined, format('r-id-1f-1'))}</ds:Object></ds:Signature></van-ban>`,
  },
  'DSS, enveloping: base64 of an object': {
    ids: [OWN, `${DS}:Object`], covers: ['#o-1'], word: 'bsOibiBi',
    template: (signer) => `<ds:Signature xmlns:ds="${DS}" Id="id-2f">${ds.info(C14N.exclusive, `${MORE}rsa-sha256`, ds.reference(`Id="r-1" Type="${DS}Object" URI="#o-1"`, [`${DS}base64`]), ds.reference(`Type="${PROPERTIES}" URI="#xades-id-2f"`, [C14N.exclusive]))}`
      + `<ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo><ds:Object>${properties('id-2f', v2(signer))}</ds:Object><ds:Object Id="o-1">bsOibiBi4bqjbg==</ds:Object></ds:Signature>`,
  },
  'version 1 of the certificate reference, properties before the data, KeyInfo signed too': {
    ids: [OWN, `${DS}:KeyInfo`], covers: ['#khoa', ''],
    template: (signer) => `<van-ban>nội dung<ds:Signature xmlns:ds="${DS}" Id="ky">${ds.info(C14N.inclusive, `${MORE}rsa-sha256`, ds.reference(`Type="${PROPERTIES}" URI="#xades-ky"`, []), ds.reference('URI="#khoa"', []), ds.reference('URI=""', [ENVELOPED]))}`
      + `<ds:SignatureValue/><ds:KeyInfo Id="khoa"><ds:X509Data><ds:X509Certificate>${toBase64(signer.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>${properties('ky', v1(signer))}</ds:Object></ds:Signature></van-ban>`,
  },
  'signing helpers of this country: no namespace, a slot outside the data, key and subject beside the certificate, properties without a prefix': {
    ids: ['DU_LIEU', OWN], covers: ['#data'],
    template: (signer) => `<HO_SO><DU_LIEU Id="data"><PHAN>nội dung</PHAN></DU_LIEU>\n<CHU_KY><Signature xmlns="${DS}" Id="seller">${bare.info(C14N.inclusive, `${MORE}rsa-sha256`, bare.reference('URI="#data"', [C14N.inclusive]), bare.reference(`Type="${PROPERTIES}" URI="#xades-seller"`, [C14N.inclusive]))}`
      + `<SignatureValue/><KeyInfo><KeyValue/><X509Data><X509SubjectName/><X509Certificate/></X509Data></KeyInfo><Object>${properties('seller', v2(signer), '2024-05-31T16:00:00').replaceAll('xmlns:xades=', 'xmlns=').replaceAll('xades:', '').replace(/(<\/?)ds:/g, '$1').replace(/<(Digest\w+) /g, `<$1 xmlns="${DS}" `).replace(/<DigestValue>/g, `<DigestValue xmlns="${DS}">`)}</Object></Signature></CHU_KY></HO_SO>`,
  },
  'ECDSA, a pointer that keeps comments, issuer, key identifier and subject in the key': {
    key: 'ec', ids: ['DU_LIEU', OWN], covers: ["#xpointer(id('data'))"],
    template: (signer) => `<HO_SO><DU_LIEU Id="data"><!-- ghi chú --><PHAN>nội dung</PHAN></DU_LIEU><ds:Signature xmlns:ds="${DS}" Id="s">${ds.info(C14N.exclusive, `${MORE}ecdsa-sha256`, ds.reference(`URI="#xpointer(id('data'))"`, [C14N.exclusiveWithComments]), ds.reference(`Type="${PROPERTIES}" URI="#xades-s"`, [C14N.exclusive]))}`
      + `<ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509IssuerSerial/><ds:X509SKI/><ds:X509SubjectName/><ds:X509Certificate/></ds:X509Data></ds:KeyInfo><ds:Object>${properties('s', v2(signer))}</ds:Object></ds:Signature></HO_SO>`,
  },
  'Canonical XML 1.1 of a part, with bases and languages around it': {
    ids: ['urn:v:phan', OWN], covers: ['#p'],
    template: (signer) => `<van-ban xmlns="urn:v" xmlns:k="urn:k" xml:base="http://a.vn/b/" xml:lang="vi"><phan Id="p" xml:base="c/d" k:x="1">nội dung</phan><ds:Signature xmlns:ds="${DS}" Id="s">${ds.info(C14N.inclusive11, `${MORE}rsa-sha384`, ds.reference('URI="#p"', [C14N.inclusive11]), ds.reference(`Type="${PROPERTIES}" URI="#xades-s"`, [C14N.inclusive11]))}`
      + `<ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo><ds:Object>${properties('s', v2(signer))}</ds:Object></ds:Signature></van-ban>`,
  },
};

const made = new Map<string, string>();
function make(name: string): string {
  const { template, ids, rewritten = (text) => text, key = 'rsa' } = LAYOUTS[name]!, signer = signerOf(key);
  const known = made.get(name) ?? rewritten(unwrap(fromUtf8(xmlsecSign({ template: `<?xml version="1.0" encoding="UTF-8"?>\n${template(signer)}`, pkcs8: signer.pkcs8, certificate: signer.certificate, idElements: ids }))));
  made.set(name, known);
  return known;
}
const read = (text: string) => readXml(utf8(text));
const judge = (text: string) => verifyForeign({ document: unwrap(read(text)), trust: room.trust, at: JUDGED_AT, policy: policyAt(GENERAL_POLICY, JUDGED_AT) }, nodePrimitives);
const integrity = (document: XmlDocument) => verifyIntegrity(document, policyAt(INTEGRITY_POLICY, JUDGED_AT), nodePrimitives);
function isIntact(text: string): boolean {
  const document = read(text);
  return document.ok && integrity(document.value).verdict === 'TOTAL-PASSED';
}
const oracle = (text: string, ids: readonly string[]) => xmlsecVerify({ document: utf8(text), anchors: room.trust.anchors, intermediates: room.trust.intermediates, at: JUDGED_AT, idElements: ids });

describe.runIf(hasXmlsec)('layouts of other software, signed by xmlsec1', () => {
  test.each(Object.entries(LAYOUTS))('%s', (name, { plain = false, covers, ids, word = 'nội dung' }) => {
    const text = make(name);
    expect(integrity(unwrap(read(text)))).toMatchObject({ verdict: 'TOTAL-PASSED', signatures: [{ covers }] });
    expect(judge(text)).toMatchObject(plain ? { verdict: 'TOTAL-FAILED', subIndication: 'SIG_CONSTRAINTS_FAILURE' } : { verdict: 'TOTAL-PASSED', errors: [], signatures: [{ covers, level: 'B-B' }] });
    expect(oracle(text, ids)).toMatchObject({ accepted: true });
    const changed = text.replace(word, word.replace(/.$/, 'X'));
    expect(changed).not.toBe(text);
    expect(isIntact(changed)).toBe(false);
    expect(oracle(changed, ids).accepted).toBe(false);
  });

  test('whatever letter is changed, what xmlsec1 refuses we refuse', () => {
    const names = Object.keys(LAYOUTS);
    fc.assert(fc.property(fc.constantFrom(...names), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.constantFrom('A', 'b', '1', ' '), (name, at, letter) => {
      const text = make(name), i = Math.floor(text.length * at), changed = text.slice(0, i) + letter + text.slice(i + 1);
      return !isIntact(changed) || oracle(changed, LAYOUTS[name]!.ids).accepted;
    }), { numRuns: 150, seed: 7 });
  });

  test('two signatures side by side, each without all signatures', () => {
    const name = Object.keys(LAYOUTS)[2]!, { template, ids } = LAYOUTS[name]!, signer = signerOf('rsa'), first = make(name);
    const second = /<ds:Signature .*<\/ds:Signature>/s.exec(template(signer))![0].replaceAll('id-1f', 'id-9');
    const both = unwrap(fromUtf8(xmlsecSign({ template: first.replace('</van-ban>', () => `${second}</van-ban>`), signatureId: 'id-9', pkcs8: signer.pkcs8, certificate: signer.certificate, idElements: ids })));
    expect(judge(both)).toMatchObject({ verdict: 'TOTAL-PASSED', signatures: [{ covers: [''] }, { covers: [''] }] });
    // Neither covers what is put into the other.
    expect(judge(both.replace('</ds:Signature>', '<ds:Object>Điểm 10</ds:Object></ds:Signature>'))).toMatchObject({ verdict: 'TOTAL-FAILED', errors: [{ code: 'HBS-309' }] });
  });
  test.each(['not(ancestor-or-self::ds:Object)', 'true()', 'not(ancestor-or-self::Signature)', 'not(ancestor-or-self::ds:Signature) and true()', 'ancestor-or-self::phan'])('an XPath expression that is not one of the few: %s', (expression) => {
    const changed = make(Object.keys(LAYOUTS)[2]!).replace('not(ancestor-or-self::ds:Signature)', expression);
    const { verdict, subIndication, errors } = judge(changed);
    expect([verdict, subIndication, errors[0]?.code]).toEqual(['TOTAL-FAILED', 'FORMAT_FAILURE', 'HBS-309']);
  });
  test('base64 outside an object would leave attributes unsigned', () => {
    const changed = make(Object.keys(LAYOUTS)[5]!).replace(`<Transform Algorithm="${C14N.inclusive}"`, `<Transform Algorithm="${DS}base64"`);
    expect(judge(changed)).toMatchObject({ verdict: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  });
});
