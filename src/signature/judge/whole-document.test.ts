import { describe, expect, test } from 'vitest';
import { Instant, toBase64, unwrap, utf8 } from '#kernel';
import { C14N, readXml } from '#xml';
import { certificateOf } from '../../../test/builders/certificate-parts.ts';
import { GENERAL_POLICY, policyAt } from '../policy/index.ts';
import { judgeSignatures } from './judge.ts';
import type { SignatureRules } from './rules.ts';
import { documentFindings, gatherAll } from './whole-document.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#', XADES = 'http://uri.etsi.org/01903/v1.3.2#', ENVELOPED = `${DS}enveloped-signature`;
const RULES: SignatureRules = { canonicalizations: new Set(Object.values(C14N)), wholeDocument: true, enveloped: true, inclusivePrefixes: true, referencesMax: 8, xades: false, otherObjects: true };
/** Of these documents nobody knows the keys, so every value and digest is believed: what is asked is what is covered. */
const DIGEST = new Uint8Array(32);
const CREDULOUS = { digest: () => DIGEST, verifyAnySalt: () => false, verify: () => true };
const KEY = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${toBase64(certificateOf())}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`;
const reference = (uri: string) => `<ds:Reference URI="${uri}"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${toBase64(DIGEST)}</ds:DigestValue></ds:Reference>`;
const signature = (uris: readonly string[], objects = '', value = '') =>
  `<ds:Signature xmlns:ds="${DS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${C14N.exclusive}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"/>${uris.map(reference).join('')}</ds:SignedInfo><ds:SignatureValue${value}>AQI=</ds:SignatureValue>${KEY}${objects}</ds:Signature>`;
const object = (content: string, id = '') => `<ds:Object${id}>${content}</ds:Object>`;

const gather = (text: string) => {
  const document = unwrap(readXml(utf8(text)));
  return { document, facts: gatherAll({ document, rules: RULES, knownCertificates: [] }, CREDULOUS) };
};
function found(text: string) {
  const { document, facts } = gather(text);
  return (facts.ok ? documentFindings({ document }, facts.value) : facts.error).map(({ code, where }) => [code.replace('signature/', ''), where]);
}
const counter = (inner: string) => object(`<x:Q xmlns:x="urn:x"><xades:CounterSignature xmlns:xades="${XADES}">${inner}</xades:CounterSignature></x:Q>`);

describe('what of a whole document is covered', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    ['all of it', `<a>chữ<b>chữ</b>${signature([''])}</a>`, []], ['the one part there is', `<a><b Id="b">chữ</b>${signature(['#b'])}</a>`, []], ['two parts by two signatures', `<a><b Id="b">chữ</b>${signature(['#b'])}<c Id="c">chữ</c>${signature(['#c'])}</a>`, []],
    ['elements without any text', `<a><b Id="b">chữ</b><c><d/></c> ${signature(['#b'])}</a>`, []], ['text beside', `<a><b Id="b">chữ</b><c>chữ</c>${signature(['#b'])}</a>`, [['unsigned-content', '/a/c']]], ['text deep beside', `<a><b Id="b">chữ</b><c><d/><e>chữ</e></c>${signature(['#b'])}</a>`, [['unsigned-content', '/a/c/e']]], ['text around', `<a>chữ<b Id="b">chữ</b>${signature(['#b'])}</a>`, [['unsigned-content', '/a']]],
    ['the first of two is told', `<a><b>chữ</b><c>chữ</c><d Id="d">chữ</d>${signature(['#d'])}</a>`, [['unsigned-content', '/a/b']]],
    ['a comment inside a text', `<a><b Id="b">ch<!-- -->ữ</b>${signature(['#b'])}</a>`, [['foreign-content', '/a/b']]], ['a comment where there is no text', `<a><!-- --><b Id="b">chữ</b>${signature(['#b'])}</a>`, []],
    ['an object inside an enveloped signature', `<a>chữ${signature([''], object('chữ'))}</a>`, [['unsigned-content', '/a/ds:Signature/ds:Object']]], ['an object without text', `<a>chữ${signature([''], object('<x/>'))}</a>`, []], ['an object that is named', `<a>${signature(['#o'], object('chữ', ' Id="o"'))}</a>`, []],
    ['one object named, one not', `<a>${signature(['#o'], object('chữ', ' Id="o"') + object('chữ'))}</a>`, [['unsigned-content', '/a/ds:Signature/ds:Object[2]']]], ['an object that another signature covers', `<a><b Id="b">chữ${signature([''], object('chữ'))}</b>${signature(['#b'])}</a>`, []],
    ['a counter-signature of the value it stands by', `<a>chữ${signature([''], counter(signature(['#v'])), ' Id="v"')}</a>`, []], ['a counter-signature of something else', `<a>chữ<b Id="b"/>${signature([''], counter(signature(['#b'])), ' Id="v"')}</a>`, [['coverage', '/a/ds:Signature/ds:Object/x:Q/xades:CounterSignature/ds:Signature']]],
    ['a counter-signature in no signature', `<a>chữ<xades:CounterSignature xmlns:xades="${XADES}">${signature([''])}</xades:CounterSignature></a>`, [['coverage', '/a/xades:CounterSignature/ds:Signature']]],
    ['a counter-signature of a counter-signature’s value', `<a>chữ${signature([''], counter(signature(['#v'], counter(signature(['#w'])), ' Id="w"')), ' Id="v"')}</a>`, []],
    ['a counter-signature of the outermost value', `<a>chữ${signature([''], counter(signature(['#v'], counter(signature(['#v'])), ' Id="w"')), ' Id="v"')}</a>`, [['coverage', '/a/ds:Signature/ds:Object/x:Q/xades:CounterSignature/ds:Signature/ds:Object/x:Q/xades:CounterSignature/ds:Signature']]],
    ['signed data moved among the key information', `<a>${signature(['#b']).replace('</ds:KeyInfo>', '<b Id="b">chữ</b></ds:KeyInfo>')}</a>`, [['unsigned-content', '/a/ds:Signature/ds:KeyInfo/b']]], ['signed key information', `<a>chữ${signature(['', '#k']).replace('<ds:KeyInfo>', '<ds:KeyInfo Id="k"><w:T xmlns:w="urn:w"/>')}</a>`, []],
    ['an element that only sounds like it', `<a>chữ<CounterSignature>${signature([''])}</CounterSignature></a>`, []], ['the root itself is the signature', `${signature(['#o'], object('chữ', ' Id="o"'))}`, []],
  ])('%s', (_, text, expected) => expect(found(text)).toEqual(expected));

  test('a signature over nothing but its own properties covers no data', () => {
    const properties = object(`<xades:QualifyingProperties xmlns:xades="${XADES}" Target="#s"><xades:SignedProperties Id="sp"/></xades:QualifyingProperties>`);
    const text = signature(['#sp'], properties).replace('URI="#sp"', 'Type="http://uri.etsi.org/01903#SignedProperties" URI="#sp"').replace('<ds:Signature ', '<ds:Signature Id="s" ').replace(ENVELOPED, C14N.exclusive);
    expect(found(`<a>${text}</a>`)).toEqual([['coverage', '/a/ds:Signature']]);
  });
});

describe('every signature is read, and no more than a document has', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    ['none', '<a>chữ</a>', [['none', '/']]], ['one that cannot be read', `<a>${signature([''])}<b><ds:Signature xmlns:ds="${DS}"/></b></a>`, [['malformed', '/a/b/ds:Signature']]], ['65', `<a>${signature(['']).repeat(65)}</a>`, [['malformed', '/']]],
  ])('%s', (_, text, expected) => expect(found(text)).toEqual(expected));
  test('64, in the order of the document', () => {
    const { facts } = gather(`<a>${signature(['']).repeat(64)}</a>`);
    expect(unwrap(facts).map(({ where }) => where).slice(0, 2)).toEqual(['/a/ds:Signature[1]', '/a/ds:Signature[2]']);
    expect(unwrap(facts)).toHaveLength(64);
  });
  test('one without the properties of XAdES is judged like any other: it claims no time and proves none', () => {
    const { document, facts } = gather(`<a>chữ${signature([''])}</a>`), at = Instant.of(0);
    const judged = judgeSignatures({ document, facts: unwrap(facts), trust: { anchors: [], intermediates: [], crls: [], ocsps: [] }, at, policy: policyAt(GENERAL_POLICY, at) }, CREDULOUS);
    expect(judged.map(({ level, signingTime, provenTime, timestamps, findings }) => [level, signingTime, provenTime, timestamps, findings.map(({ code }) => code)])).toEqual([['XMLDSig', undefined, undefined, [], ['signature/chain']]]);
  });
  test('what one signature does wrong is its own finding', () => {
    const { facts } = gather(`<a>${signature(['#x'])}<b Id="b">chữ</b>${signature(['#b'])}</a>`);
    expect(unwrap(facts).map(({ findings }) => findings.map(({ code }) => code))).toEqual([['signature/reference-refused'], []]);
  });
});
