import { describe, expect, test } from 'vitest';
import { toBase64, unwrap, utf8 } from '#kernel';
import { readXml } from '#xml';
import { certificateOf as makeCertificate } from '../../../test/builders/certificate-parts.ts';
import { der } from '../der/index.ts';
import { digestOfAlgorithm, SIGNATURE_ALGORITHMS } from '../algorithms.ts';
import { readKeyValue } from './key-value.ts';
import { DIGEST_URI, digestAlgorithmOf, SIGNATURE_URI, signatureAlgorithmOf } from './names.ts';
import { base64Of, certificateOf, Children, leafText, octetsOf, required } from './parts.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
const element = (xml: string) => unwrap(readXml(utf8(xml))).root;

describe('algorithms by their names of RFC 9231', () => {
  test.each([
    ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'rsa-sha256', 'sha256'], ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', 'rsa-sha384', 'sha384'], ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'rsa-sha512', 'sha512'],
    ['http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', 'rsa-pss-sha256', 'sha256'], ['http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1', 'rsa-pss-sha384', 'sha384'], ['http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1', 'rsa-pss-sha512', 'sha512'],
    ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', 'ecdsa-sha256', 'sha256'], ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', 'ecdsa-sha384', 'sha384'], ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', 'ecdsa-sha512', 'sha512'],
  ] as const)('%s', (uri, name, digest) => {
    expect(signatureAlgorithmOf(uri)).toBe(name);
    expect(digestOfAlgorithm(name)).toBe(digest);
  });
  test('each of the closed list has a name, and no other name means anything', () => {
    expect(Object.keys(SIGNATURE_URI).sort()).toEqual([...SIGNATURE_ALGORITHMS].sort());
    expect(['', `${DS}rsa-sha1`, `${DS}hmac-sha1`, `${DS}dsa-sha1`, 'constructor', 'rsa-sha256'].map(signatureAlgorithmOf)).toEqual(Array.from({ length: 6 }));
  });
  test('digests', () => {
    expect(['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmldsig-more#sha384', 'http://www.w3.org/2001/04/xmlenc#sha512', `${DS}sha1`, 'http://www.w3.org/2001/04/xmldsig-more#md5', ''].map(digestAlgorithmOf)).toEqual(['sha256', 'sha384', 'sha512', undefined, undefined, undefined]);
    expect(Object.keys(DIGEST_URI)).toHaveLength(3);
  });
});

describe('a bare key (XML Signature 1.1 §4.5.2)', () => {
  const POINT = Uint8Array.of(4, 1, 2);
  const key = (content: string) => readKeyValue(element(`<ds:KeyInfo xmlns:ds="${DS}" xmlns:e="http://www.w3.org/2009/xmldsig11#">${content}</ds:KeyInfo>`));
  const value = (content: string) => key(`<ds:KeyValue>${content}</ds:KeyValue>`);
  const rsa = der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()), der.bitString(der.sequence(der.unsignedInteger(Uint8Array.of(0xc1, 3)), der.integer(65_537))));
  const ec = der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(POINT));
  const named = (uri: string) => `<e:ECKeyValue><e:NamedCurve URI="${uri}"/><e:PublicKey>${toBase64(POINT)}</e:PublicKey></e:ECKeyValue>`;
  test.each<[string, Uint8Array | undefined, Uint8Array | undefined]>([
    ['RSA', value('<ds:RSAKeyValue><ds:Modulus>wQM=</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue>'), rsa], ['elliptic curve', value(named('urn:oid:1.2.840.10045.3.1.7')), ec], ['a curve by its number alone', value(named('1.2.840.10045.3.1.7')), ec],
    ['a curve by another name', value(named('urn:oid:P-256')), undefined], ['a curve by one number', value(named('urn:oid:1')), undefined], ['a curve written out', value(`<e:ECKeyValue><e:ECParameters/><e:PublicKey>${toBase64(POINT)}</e:PublicKey></e:ECKeyValue>`), undefined], ['a curve without a point', value('<e:ECKeyValue><e:NamedCurve URI="urn:oid:1.2.3"/></e:ECKeyValue>'), undefined],
    ['one in DER (§4.5.9), before others', key(`<ds:KeyValue><ds:DSAKeyValue/></ds:KeyValue><e:DEREncodedKeyValue>${toBase64(rsa)}</e:DEREncodedKeyValue>`), rsa], ['one in DER of another namespace', key(`<ds:DEREncodedKeyValue>${toBase64(rsa)}</ds:DEREncodedKeyValue>`), undefined],
    ['RSA without exponent', value('<ds:RSAKeyValue><ds:Modulus>wQM=</ds:Modulus></ds:RSAKeyValue>'), undefined], ['RSA without modulus', value('<ds:RSAKeyValue><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue>'), undefined],
    ['a key of another name with the same parts', value('<ds:XKeyValue><ds:Modulus>wQM=</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:XKeyValue>'), undefined], ['a curve of another name', value(named('urn:oid:1.2.840.10045.3.1.7').replaceAll('ECKeyValue', 'XKeyValue')), undefined],
    ['RSA of another namespace', value('<e:RSAKeyValue><ds:Modulus>wQM=</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></e:RSAKeyValue>'), undefined], ['a curve of another namespace', value(named('urn:oid:1.2.3').replaceAll('e:ECKeyValue', 'ds:ECKeyValue')), undefined], ['DSA', value('<ds:DSAKeyValue/>'), undefined], ['an empty value', value(''), undefined], ['no value', key('<ds:KeyName>A</ds:KeyName>'), undefined],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));
  test('a modulus that is no base64', () => expect(() => value('<ds:RSAKeyValue><ds:Modulus>%</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue>')).toThrow('base64'));
});

describe('parts of a signature', () => {
  test('children are taken in their order, by namespace and name', () => {
    const children = new Children(element(`<a xmlns="${DS}"> <b/> <c xmlns="urn:x"/> </a>`));
    expect(children.peek()?.local).toBe('b');
    expect(children.nextIf('c')).toBeUndefined();
    expect(children.next('b').local).toBe('b');
    expect(children.nextIf('c')).toBeUndefined();
    expect(() => children.done()).toThrow('thừa');
    expect(() => children.next('d')).toThrow('d');
    expect(children.next('c', 'urn:x').local).toBe('c');
    expect(children.peek()).toBeUndefined();
    expect(() => children.done()).not.toThrow();
    expect(() => new Children(element('<a>chữ<b/></a>'))).toThrow('chữ');
  });
  test.each<[string, string, string]>([['text', '<a>chữ</a>', 'chữ'], ['nothing', '<a/>', ''], ['white space as it stands', '<a> b\n</a>', ' b\n']])('a value: %s', (_, xml, expected) => expect(leafText(element(xml))).toBe(expected));
  test.each([['<a>b<!-- --></a>'], ['<a><!-- --></a>'], ['<a><?x y?></a>'], ['<a><![CDATA[b]]></a>'], ['<a>b<![CDATA[c]]></a>'], ['<a>b<c/></a>'], ['<a><b/></a>']])('a value in pieces: %s', (xml) => expect(() => leafText(element(xml))).toThrow('chia cắt'));
  test('an attribute that must be there', () => {
    expect(required(element('<a b=""/>'), 'b')).toBe('');
    expect(() => required(element('<a/>'), 'b')).toThrow('@b');
  });

  const LONG = Uint8Array.from({ length: 200 }, (_, i) => i);
  test.each<[string, string, Uint8Array | undefined]>([['octets', 'AQI=', Uint8Array.of(1, 2)], ['none', '', new Uint8Array()], ['no base64', '%', undefined], ['many', toBase64(LONG), LONG], ['many that are none', '%'.repeat(200), undefined]])('base64: %s', (_, text, expected) => {
    const holder = element(`<a>${text}</a>`);
    for (let again = 0; again < 2; again++) expect(octetsOf(holder)).toEqual(expected);
    if (expected === undefined || expected.length === 0) expect(() => base64Of(holder)).toThrow('base64');
    else expect(base64Of(holder)).toEqual(expected);
  });
  test('many octets are decoded once', () => {
    const holder = element(`<a>${toBase64(LONG)}</a>`);
    expect(octetsOf(holder)).toBe(octetsOf(holder));
  });

  test('certificates are told apart by their whole text', () => {
    const certificate = makeCertificate(), text = toBase64(certificate), other = makeCertificate({ serial: der.integer(7) });
    const read = (content: string) => certificateOf(element(`<a>${content}</a>`))?.der;
    // The last characters, those of the signature, are the same.
    expect([read(text), read(toBase64(other)), read(text)]).toEqual([certificate, other, certificate]);
    expect([read('AQI='), read('%'), read('')]).toEqual([undefined, undefined, undefined]);
    expect(read(`${text.slice(0, 10)}\n${text.slice(10)}`)).toEqual(certificate);
  });
});
