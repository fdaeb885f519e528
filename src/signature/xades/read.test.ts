import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { readXml } from '#xml';
import { isPropertiesReference, isSignatureElement, readSignature, REFERENCES_MAX } from './read.ts';

const C14N = '<ds:CanonicalizationMethod Algorithm="urn:c14n"/>', METHOD = '<ds:SignatureMethod Algorithm="urn:method"/>', VALUE = '<ds:SignatureValue>AQI=</ds:SignatureValue>';
const DIGEST = '<ds:DigestMethod Algorithm="urn:digest"/><ds:DigestValue>Aw==</ds:DigestValue>';
const reference = (content = DIGEST, attributes = ' URI="#a"') => `<ds:Reference${attributes}>${content}</ds:Reference>`;
const transformed = (...transforms: readonly string[]) => reference(`<ds:Transforms>${transforms.join('')}</ds:Transforms>${DIGEST}`);
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const prefixes = (list: string, algorithm = EXCLUSIVE) => `<ds:Transform Algorithm="${algorithm}"><ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}"${list}/></ds:Transform>`;
const properties = (attributes: string, content = '<xades:SignedProperties Id="sp"/>') => `<xades:QualifyingProperties${attributes}>${content}</xades:QualifyingProperties>`;
const object = (content: string) => `<ds:Object>${content}</ds:Object>`;

/** A signature of these parts; the usual ones where none are given. */
function read({ info = C14N + METHOD, references = reference(), value = VALUE, after = '', attributes = ' Id="s"' }) {
  const text = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"${attributes}><ds:SignedInfo>${info}${references}</ds:SignedInfo>${value}${after}</ds:Signature>`;
  return readSignature(unwrap(readXml(utf8(text))).root);
}
type Parts = Parameters<typeof read>[0];

describe('a signature is read as it stands (XML-DSig 1.1 §4)', () => {
  test.each<[string, Parts, object]>([
    ['its parts', {}, { id: 's', canonicalization: { uri: 'urn:c14n', prefixes: [] }, signatureMethod: 'urn:method', value: Uint8Array.of(1, 2), certificates: [], keyValue: undefined, properties: undefined, otherObjects: [] }],
    ['a reference', { references: reference(DIGEST, ' Id="r" URI="" Type="urn:t"') }, { references: [{ id: 'r', uri: '', type: 'urn:t', transforms: [], digestUri: 'urn:digest', digest: Uint8Array.of(3) }] }],
    ['one without an address', { references: reference(DIGEST, '') }, { references: [{ id: undefined, uri: undefined, type: undefined }] }],
    ['as many references as are allowed', { references: reference().repeat(REFERENCES_MAX) }, { references: { length: REFERENCES_MAX } }],
    ['transforms in their order', { references: transformed('<ds:Transform Algorithm="urn:1"/>', prefixes(' PrefixList=" a  #default&#9;b "')) }, { references: [{ transforms: [{ uri: 'urn:1', prefixes: [] }, { uri: EXCLUSIVE, prefixes: ['a', '#default', 'b'] }] }] }],
    ['a method with parameters is another method', { info: `${C14N}<ds:SignatureMethod Algorithm="urn:m"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>` }, { signatureMethod: 'urn:m + ds:HMACOutputLength' }],
    ['without an Id', { attributes: '' }, { id: undefined }],
    ['certificates of X509Data alone', { after: `<ds:KeyInfo><ds:KeyName>A</ds:KeyName><ds:X509Data><ds:X509SubjectName>CN=A</ds:X509SubjectName><ds:X509Certificate>AQ==</ds:X509Certificate></ds:X509Data><ds:X509Data><ds:X509Certificate>Ag==</ds:X509Certificate></ds:X509Data><X509Data xmlns="urn:x"><ds:X509Certificate>Aw==</ds:X509Certificate></X509Data></ds:KeyInfo>` }, { certificates: [Uint8Array.of(1), Uint8Array.of(2)] }],
    ['objects with and without properties', { after: object('<a/>') + object(properties(' Target="#s"')) + object('') }, { properties: { signedPropertiesId: 'sp' }, otherObjects: { length: 2 } }],
    ['properties of another namespace are only an object', { after: object('<QualifyingProperties xmlns="urn:x"/>') }, { properties: undefined, otherObjects: { length: 1 } }],
  ])('%s', (_, parts, expected) => expect(unwrap(read(parts))).toMatchObject(expected));

  const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116', FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2';
  const xpath = (algorithm: string, parameter: string) => ({ references: transformed(`<ds:Transform Algorithm="${algorithm}">${parameter}</ds:Transform>`) });
  const filtering = (attributes: string, text: string) => `<f:XPath xmlns:f="${FILTER}"${attributes}>${text}</f:XPath>`;
  test.each<[string, Parts, object]>([
    ['one expression, its white space gone', xpath(XPATH, '<ds:XPath> not( ancestor-or-self::ds:Signature )\n</ds:XPath>'), { uri: XPATH, expression: 'not(ancestor-or-self::{S})' }], ['a signature by another prefix', xpath(XPATH, '<ds:XPath xmlns:d2="http://www.w3.org/2000/09/xmldsig#">not(self::d2:Signature)</ds:XPath>'), { expression: 'not(self::{S})' }],
    ['another element of that name', xpath(XPATH, '<ds:XPath xmlns:x="urn:x">not(self::x:Signature)</ds:XPath>'), { expression: 'not(self::x:Signature)' }], ['a prefix that is not declared', xpath(XPATH, '<ds:XPath>not(self::y:Signature)</ds:XPath>'), { expression: 'not(self::y:Signature)' }], ['a longer name', xpath(XPATH, '<ds:XPath>not(self::ds:Signatures)</ds:XPath>'), { expression: 'not(self::ds:Signatures)' }],
    ['a filter (XPath Filter 2.0 §2)', xpath(FILTER, filtering(' Filter="subtract"', '//ds:Signature')), { uri: FILTER, expression: 'subtract //{S}' }],
  ])('an XPath transform (XML Signature 1.1 §6.6.3): %s', (_, parts, step) => expect(unwrap(read(parts)).references[0]!.transforms).toMatchObject([step]));
  test.each<[string, Parts]>([
    ['the expression of a filter for XPath', xpath(XPATH, filtering('', 'true()'))], ['that of XPath for a filter', xpath(FILTER, '<ds:XPath>true()</ds:XPath>')], ['two expressions', xpath(XPATH, '<ds:XPath>true()</ds:XPath>'.repeat(2))], ['an element of another name', xpath(XPATH, '<ds:XSLT/>')], ['an expression cut by a comment', xpath(XPATH, '<ds:XPath>not(<!-- -->true())</ds:XPath>')],
  ])('refused as a transform: %s', (_, parts) => expect(read(parts).ok).toBe(false));

  test.each<[string, Parts, string]>([
    ['no reference', { references: '' }, 'số tham chiếu'], ['one reference too many', { references: reference().repeat(REFERENCES_MAX + 1) }, 'số tham chiếu'],
    ['a method without a name', { info: `${C14N}<ds:SignatureMethod/>` }, '@Algorithm'],
    ['the parts in another order', { info: METHOD + C14N }, 'CanonicalizationMethod'], ['two methods', { info: C14N + METHOD + METHOD }, 'SignatureMethod'], ['two values', { value: VALUE + VALUE }, 'SignatureValue'], ['no value', { value: '' }, 'SignatureValue'],
    ['a value that is no base64', { value: '<ds:SignatureValue>%%</ds:SignatureValue>' }, 'base64'], ['an empty value', { value: '<ds:SignatureValue/>' }, 'base64'], ['a value cut by a comment', { value: '<ds:SignatureValue>AQ<!-- -->I=</ds:SignatureValue>' }, 'chia cắt'], ['a value in CDATA', { value: '<ds:SignatureValue><![CDATA[AQI=]]></ds:SignatureValue>' }, 'chia cắt'],
    ['words between the parts', { after: 'chữ' }, 'chữ ở chỗ'], ['a digest without its value', { references: reference('<ds:DigestMethod Algorithm="urn:d"/>') }, 'DigestValue'], ['two digests', { references: reference(DIGEST + DIGEST) }, 'DigestMethod'],
    ['a transform with a parameter nobody knows', { references: transformed('<ds:Transform Algorithm="urn:1"><x/></ds:Transform>') }, 'tham số'], ['a list of prefixes for another algorithm', { references: transformed(prefixes(' PrefixList="a"', 'urn:1')) }, 'tham số'],
    ['a list of prefixes of another namespace', { references: transformed(prefixes(' PrefixList="a"').replace(`ec="${EXCLUSIVE}"`, 'ec="urn:x"')) }, 'tham số'], ['something else of that namespace', { references: transformed(prefixes(' PrefixList="a"').replace('ec:InclusiveNamespaces', 'ec:Other')) }, 'tham số'],
    ['two parameters', { references: transformed(prefixes(' PrefixList="a"').replace('</ds:Transform>', '<x/></ds:Transform>')) }, 'tham số'], ['a list without a list', { references: transformed(prefixes('')) }, '@PrefixList'], ['an endless list', { references: transformed(prefixes(` PrefixList="${'a '.repeat(33)}"`)) }, 'PrefixList'],
    ['a transform without a name', { references: transformed('<ds:Transform/>') }, '@Algorithm'], ['more certificates than anybody has', { after: `<ds:KeyInfo><ds:X509Data>${'<ds:X509Certificate>AQ==</ds:X509Certificate>'.repeat(65)}</ds:X509Data></ds:KeyInfo>` }, 'quá nhiều chứng thư'],
    ['a certificate that is no base64', { after: '<ds:KeyInfo><ds:X509Data><ds:X509Certificate>%</ds:X509Certificate></ds:X509Data></ds:KeyInfo>' }, 'base64'],
    ['properties twice', { after: object(properties(' Target="#s"')) + object(properties(' Target="#s"')) }, 'hơn một nhóm'], ['properties with company', { after: object(`${properties(' Target="#s"')}<a/>`) }, 'nội dung khác'], ['properties with words beside them', { after: object(`chữ ${properties(' Target="#s"')}`) }, 'nội dung khác'], ['properties behind company', { after: object(`<a/>${properties(' Target="#s"')}`) }, 'nội dung khác'],
    ['properties of another signature', { after: object(properties(' Target="#t"')) }, 'chữ ký khác'], ['properties of nobody', { after: object(properties('')) }, 'chữ ký khác'], ['properties that point at no Id', { attributes: '', after: object(properties(' Target="#undefined"')) }, 'chữ ký khác'],
    ['KeyInfo behind an object', { after: `${object('')}<ds:KeyInfo/>` }, 'KeyInfo'],
  ])('refused: %s', (_, parts, words) => expect(read(parts)).toMatchObject({ ok: false, error: { what: expect.stringContaining(words), where: expect.stringMatching(/^\/ds:Signature|^\/Signature/) } }));
});

test('what is a signature, and which reference is to its properties', () => {
  const root = (xml: string) => unwrap(readXml(utf8(xml))).root;
  expect(['<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>', '<Signature xmlns="urn:x"/>', '<Sig xmlns="http://www.w3.org/2000/09/xmldsig#"/>'].map((xml) => isSignatureElement(root(xml)))).toEqual([true, false, false]);
  const { references } = unwrap(read({ references: reference(DIGEST, ' Type="http://uri.etsi.org/01903#SignedProperties"') + reference(DIGEST, ' Type="urn:x"') + reference() }));
  expect(references.map(isPropertiesReference)).toEqual([true, false, false]);
});
