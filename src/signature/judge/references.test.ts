import { describe, expect, test } from 'vitest';
import { fromUtf8, unwrap, utf8 } from '#kernel';
import { C14N, descendants, readXml } from '#xml';
import type { TransformStep } from '../xades/read.ts';
import { isReadable, octetsOf, omitted, readingOf, resolve, withoutComments, type Reading } from './references.ts';
import type { SignatureRules } from './rules.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#', XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116', FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2';
const OPEN: SignatureRules = { canonicalizations: new Set(Object.values(C14N)), wholeDocument: true, enveloped: true, inclusivePrefixes: true, referencesMax: 8, xades: false, otherObjects: true };
const STRICT: SignatureRules = { canonicalizations: new Set([C14N.exclusive]), wholeDocument: false, enveloped: false, inclusivePrefixes: false, referencesMax: 4, xades: true, otherObjects: false };
const step = (uri: string, change: Partial<TransformStep> = {}): TransformStep => ({ uri, prefixes: [], ...change });
const ENVELOPED = step(`${DS}enveloped-signature`), EXCLUSIVE = step(C14N.exclusive), BASE64 = step(`${DS}base64`);
const xpath = (expression: string, uri = XPATH) => step(uri, { expression });
const canonical = (algorithm: string, omits: Reading['omits'] = 'nothing', prefixes: readonly string[] = []) => ({ as: { kind: 'canonical', algorithm, prefixes }, omits });
const nodes = (omits: Reading['omits'] = 'nothing') => ({ as: { kind: 'nodes' }, omits });

describe('what a chain of transforms makes of its target (XML Signature 1.1 §4.4.3.2, §6.6)', () => {
  test.each<[string, readonly TransformStep[], object | undefined, object | undefined]>([
    ['none: Canonical XML 1.0 writes', [], nodes(), undefined], ['exclusive', [EXCLUSIVE], canonical(C14N.exclusive), canonical(C14N.exclusive)], ['inclusive', [step(C14N.inclusive)], canonical(C14N.inclusive), undefined],
    ['with prefixes', [step(C14N.exclusive, { prefixes: ['a'] })], canonical(C14N.exclusive, 'nothing', ['a']), undefined], ['one nobody knows', [step('urn:x')], undefined, undefined], ['two canonicalisations', [EXCLUSIVE, EXCLUSIVE], undefined, undefined],
    ['enveloped', [ENVELOPED], nodes('itself'), undefined], ['enveloped, then written', [ENVELOPED, EXCLUSIVE], canonical(C14N.exclusive, 'itself'), undefined], ['written, then enveloped', [EXCLUSIVE, ENVELOPED], undefined, undefined],
    ['enveloped twice', [ENVELOPED, ENVELOPED], undefined, undefined], ['enveloped and two more', [ENVELOPED, EXCLUSIVE, EXCLUSIVE], undefined, undefined], ['enveloped with an expression', [{ ...ENVELOPED, expression: 'self::a' }], undefined, undefined],
    ['base64', [BASE64], { as: { kind: 'base64' }, omits: 'nothing' }, undefined], ['enveloped, then base64', [ENVELOPED, BASE64], undefined, undefined], ['base64 and written', [BASE64, EXCLUSIVE], undefined, undefined],
    ['XPath: the enveloped signature (§6.6.4)', [xpath('count(ancestor-or-self::{S}|here()/ancestor::{S}[1])>count(ancestor-or-self::{S})')], nodes('itself'), undefined], ['XPath: no signature', [xpath('not(ancestor-or-self::{S})'), EXCLUSIVE], canonical(C14N.exclusive, 'signatures'), undefined],
    ['filter: this signature', [xpath('subtract here()/ancestor::{S}[1]', FILTER)], nodes('itself'), undefined], ['filter: all signatures', [xpath('subtract /descendant::{S}', FILTER)], nodes('signatures'), undefined], ['filter: all signatures, shorter', [xpath('subtract //{S}', FILTER)], nodes('signatures'), undefined],
    ['XPath: anything else', [xpath('true()')], undefined, undefined], ['filter: a part of the document', [xpath('intersect //{S}', FILTER)], undefined, undefined], ['an expression of the filter for XPath', [xpath('subtract //{S}')], undefined, undefined],
  ])('%s', (_, steps, ofOthers, ofOurs) => expect([readingOf(steps, OPEN), readingOf(steps, STRICT)]).toEqual([ofOthers, ofOurs]));
  test('none at all needs Canonical XML 1.0', () => expect(readingOf([], { ...OPEN, canonicalizations: new Set([C14N.exclusive, C14N.inclusive11]) })).toBeUndefined());
});

describe('what an address means (§4.4.3.3)', () => {
  const document = unwrap(readXml(utf8('<a><b Id="b"/><c Id="c"/><d Id="c"/></a>')));
  const [, b] = descendants(document.root);
  test.each<[string | undefined, object | undefined, object | undefined]>([
    [undefined, undefined, undefined], ['', { target: 'document', keepsComments: false }, undefined], ['#b', { target: b, keepsComments: false }, { target: b, keepsComments: false }], ['#c', undefined, undefined], ['#x', undefined, undefined], ['#', undefined, undefined], ['b', undefined, undefined],
    ['#xpointer(/)', { target: 'document', keepsComments: true }, undefined], ['#xpointer(id(\'b\'))', { target: b, keepsComments: true }, undefined], ['#xpointer(id("b"))', { target: b, keepsComments: true }, undefined],
    ['#xpointer(id(b))', undefined, undefined], ['#xpointer(id(\'x\'))', undefined, undefined], ['#xpointer(id(\'b\')) ', undefined, undefined], ['#xpointer(//b)', undefined, undefined], ['http://a.vn/#b', undefined, undefined], ['#b#b', undefined, undefined], ['#b()', undefined, undefined], [' #b', undefined, undefined],
  ])('%j', (uri, ofOthers, ofOurs) => expect([resolve(document, uri, OPEN), resolve(document, uri, STRICT)]).toEqual([ofOthers, ofOurs]));
});

test.each([[C14N.exclusiveWithComments, C14N.exclusive], [C14N.inclusiveWithComments, C14N.inclusive], [C14N.inclusive11WithComments, C14N.inclusive11], [C14N.exclusive, C14N.exclusive], [C14N.inclusive, C14N.inclusive]] as const)('without its comments %s is %s', (algorithm, expected) => {
  const reading: Reading = { as: { kind: 'canonical', algorithm, prefixes: ['a'] }, omits: 'itself' };
  expect(withoutComments(reading)).toEqual({ as: { kind: 'canonical', algorithm: expected, prefixes: ['a'] }, omits: 'itself' });
});
test('nodes have no comments to lose', () => expect(withoutComments({ as: { kind: 'nodes' }, omits: 'nothing' })).toEqual(nodes()));

describe('what is digested', () => {
  const document = unwrap(readXml(utf8(`<a xmlns:x="urn:x"><ds:Signature xmlns:ds="${DS}" Id="1"/><b>chữ</b><ds:Signature xmlns:ds="${DS}" Id="2"/></a>`)));
  const [root, first, , second] = descendants(document.root);
  const text = (reading: Reading, unwritten?: typeof C14N.exclusive) => unwrap(fromUtf8(octetsOf({ target: root!, reading }, document, first!, unwritten)!));
  const SECOND = `<ds:Signature xmlns:ds="${DS}" Id="2"></ds:Signature>`;
  test.each<[string, Reading, string]>([
    ['by exclusive C14N', { as: { kind: 'canonical', algorithm: C14N.exclusive, prefixes: [] }, omits: 'signatures' }, '<a><b>chữ</b></a>'], ['with a prefix to keep', { as: { kind: 'canonical', algorithm: C14N.exclusive, prefixes: ['x'] }, omits: 'signatures' }, '<a xmlns:x="urn:x"><b>chữ</b></a>'],
    ['by Canonical XML 1.0 when nobody says how', { as: { kind: 'nodes' }, omits: 'signatures' }, '<a xmlns:x="urn:x"><b>chữ</b></a>'], ['without the signature itself', { as: { kind: 'nodes' }, omits: 'itself' }, `<a xmlns:x="urn:x"><b>chữ</b>${SECOND}</a>`],
  ])('%s', (_, reading, expected) => expect(text(reading)).toBe(expected));
  test('nodes are written as whoever asks wants them', () => expect(text({ as: { kind: 'nodes' }, omits: 'signatures' }, C14N.exclusive)).toBe('<a><b>chữ</b></a>'));
  test.each<[Reading['omits'], readonly unknown[]]>([['nothing', []], ['itself', [first]], ['signatures', [first, second]]])('left out: %s', (omits, expected) => {
    for (let again = 0; again < 2; again++) expect([...omitted({ as: { kind: 'nodes' }, omits }, document, first!)]).toEqual(expected);
  });
  test.each<[string, string, readonly number[] | undefined]>([
    ['a ds:Object of base64', `<Object xmlns="${DS}"> AQI= </Object>`, [1, 2]], ['base64 elsewhere', `<Objekt xmlns="${DS}">AQI=</Objekt>`, undefined], ['an object of another namespace', '<Object xmlns="urn:x">AQI=</Object>', undefined],
    ['an object with an element', `<Object xmlns="${DS}">AQI=<b/></Object>`, undefined], ['an object that is no base64', `<Object xmlns="${DS}">%</Object>`, undefined],
  ])('%s', (_, xml, expected) => {
    const holder = unwrap(readXml(utf8(xml))), reading: Reading = { as: { kind: 'base64' }, omits: 'nothing' };
    expect(octetsOf({ target: holder.root, reading }, holder, holder.root)).toEqual(expected && Uint8Array.from(expected));
    expect(isReadable(holder.root, reading)).toBe(expected !== undefined);
  });
  test('a whole document is no base64, and can be read otherwise', () => expect([isReadable('document', { as: { kind: 'base64' }, omits: 'nothing' }), isReadable('document', { as: { kind: 'nodes' }, omits: 'nothing' })]).toEqual([false, true]));
});
