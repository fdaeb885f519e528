import { describe, expect, test } from 'vitest';
import { toBase64, unwrap, utf8 } from '#kernel';
import { descendants, pathOf, readXml } from '#xml';
import { certificateOf } from '../../../test/builders/certificate-parts.ts';
import { readSignature } from '../xades/read.ts';
import { enclosedFindings } from './enclosed.ts';

/** A signature with everything its own value does not cover and that may stand in it all the same. */
const WHOLE = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:xades141="http://uri.etsi.org/01903/v1.4.1#" xmlns:dsig11="http://www.w3.org/2009/xmldsig11#" Id="s">
<ds:SignedInfo Id="si" Ghi="x"><ds:CanonicalizationMethod Algorithm="urn:c"/><ds:SignatureMethod Algorithm="urn:m"/><ds:Reference URI="#a"><ds:DigestMethod Algorithm="urn:d"/><ds:DigestValue>Aw==</ds:DigestValue></ds:Reference></ds:SignedInfo>
<ds:SignatureValue Id="v">AQI=</ds:SignatureValue>
<ds:KeyInfo Id="k">
<ds:X509Data><ds:X509Certificate>${toBase64(certificateOf())}</ds:X509Certificate><ds:X509IssuerSerial><ds:X509IssuerName>CN=A</ds:X509IssuerName><ds:X509SerialNumber>5</ds:X509SerialNumber></ds:X509IssuerSerial><ds:X509SubjectName>CN=A</ds:X509SubjectName><ds:X509SKI>AQ==</ds:X509SKI><ds:X509CRL>AQ==</ds:X509CRL></ds:X509Data>
<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQ==</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue><ds:KeyValue><dsig11:ECKeyValue Id="e"><dsig11:NamedCurve URI="urn:oid:1.2"> </dsig11:NamedCurve><dsig11:PublicKey>BA==</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue>
</ds:KeyInfo>
<ds:Object Id="o"><xades:QualifyingProperties Id="q" Target="#s"><xades:SignedProperties Id="sp" Ghi="x"><xades:SignedSignatureProperties/></xades:SignedProperties>
<xades:UnsignedProperties Id="u"><xades:UnsignedSignatureProperties Id="us">
<xades:SignatureTimeStamp Id="t"><ds:CanonicalizationMethod Algorithm="urn:c"/><xades:EncapsulatedTimeStamp Id="et" Encoding="urn:x">AQ==</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>
<xades:CertificateValues Id="cv"><xades:EncapsulatedX509Certificate Id="c" Encoding="urn:x">AQ==</xades:EncapsulatedX509Certificate></xades:CertificateValues>
<xades:RevocationValues Id="rv"><xades:CRLValues><xades:EncapsulatedCRLValue Id="l" Encoding="urn:x">AQ==</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue Id="p" Encoding="urn:x">AQ==</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>
<xades141:TimeStampValidationData Id="vd" URI="#t"><xades:CertificateValues/><xades:RevocationValues/></xades141:TimeStampValidationData>
<xades141:ArchiveTimeStamp Id="a"><ds:CanonicalizationMethod Algorithm="urn:c"/><xades:EncapsulatedTimeStamp>AQ==</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>
</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>`;

const findingsOf = (text: string) => enclosedFindings(unwrap(readSignature(unwrap(readXml(utf8(text))).root))).map(({ code, where, params }) => [code, where, params]);
const unsigned = (where: string, element: string) => [['signature/unsigned-content', where, { element }]];

/** Elements nobody signed, with the place behind their start tag. */
const { root } = unwrap(readXml(utf8(WHOLE)));
const ELEMENTS = descendants(root).filter((element) => !/SignedInfo|SignedProperties$|SignedSignatureProperties/.test(pathOf(element).replace(/Unsigned/g, ''))).map((element) => ({ element, path: pathOf(element), name: element.name }));
const OCTETS = utf8(WHOLE);
const text = (from: number, to?: number) => new TextDecoder().decode(OCTETS.subarray(from, to));
/** Something more in the start tag of an element. */
const withAttribute = ({ start }: (typeof ELEMENTS)[number]['element'], name: string, more: string) => `${text(0, start)}<${name}${more}${text(start + 1 + name.length)}`;
/** Something more behind the start tag of an element; one that is empty is opened. */
const withContent = ({ contentStart, end }: (typeof ELEMENTS)[number]['element'], name: string, more: string) => (contentStart < end ? `${text(0, contentStart)}${more}${text(contentStart)}` : `${text(0, end - 2)}>${more}</${name}>${text(end)}`);
const named = (names: RegExp) => ELEMENTS.filter(({ name }) => names.test(name));
/** What is read where it stands refuses the rest by itself. */
const HOLDERS = /:(KeyInfo|X509Data|X509IssuerSerial|UnsignedSignatureProperties|CertificateValues|RevocationValues|CRLValues|OCSPValues|TimeStampValidationData)$/;

describe('inside a signature stands what proves itself, and nothing else', () => {
  test('all of it', () => {
    expect(findingsOf(WHOLE)).toEqual([]);
    expect(ELEMENTS).toHaveLength(39);
  });
  test.each(ELEMENTS)('an attribute nobody knows on $path', ({ element, path, name }) => expect(findingsOf(withAttribute(element, name, ' Ghi="x"'))).toEqual(unsigned(path, '@Ghi')));
  test.each(ELEMENTS)('an attribute of another namespace on $path', ({ element, path, name }) => expect(findingsOf(withAttribute(element, name, ' xml:Id="x"'))).toEqual(unsigned(path, '@xml:Id')));
  test.each(named(HOLDERS))('words in $path', ({ element, path, name }) => expect(findingsOf(withContent(element, name, 'điểm 10'))).toEqual(unsigned(path, name)));
  test.each(named(HOLDERS))('an element nobody knows in $path', ({ element, path, name }) => expect(findingsOf(withContent(element, name, '<Ghi/>'))).toEqual(unsigned(`${path}/Ghi`, 'Ghi')));
  test.each(named(/:X509(SubjectName|IssuerName|SerialNumber)$/))('a name is read by nobody: other words in $path', ({ element, name }) => expect(findingsOf(withContent(element, name, 'khác'))).toEqual([]));

  test.each<[string, string, string, ReturnType<typeof unsigned>]>([
    ['an element where another one belongs', '<ds:X509SKI>AQ==</ds:X509SKI>', '<ds:Modulus>AQ==</ds:Modulus>', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:Modulus', 'ds:Modulus')],
    ['an element inside a name', 'CN=A</ds:X509SubjectName>', 'CN=A<b/></ds:X509SubjectName>', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:X509SubjectName', 'ds:X509SubjectName')],
    ['a certificate that is none', /(<ds:X509Certificate>)[^<]*/.exec(WHOLE)![0], '<ds:X509Certificate>AQ==', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:X509Certificate', 'ds:X509Certificate')],
    ['a list that is no base64', '<ds:X509CRL>AQ==', '<ds:X509CRL>lớp 5A', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:X509CRL', 'ds:X509CRL')],
    ['a key identifier that is no base64', '<ds:X509SKI>AQ==', '<ds:X509SKI>lớp 5A', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:X509SKI', 'ds:X509SKI')],
    ['words in a canonicalisation', '<ds:CanonicalizationMethod Algorithm="urn:c"/><xades:Enc', '<ds:CanonicalizationMethod Algorithm="urn:c">chữ</ds:CanonicalizationMethod><xades:Enc', unsigned('/ds:Signature/ds:Object/xades:QualifyingProperties/xades:UnsignedProperties/xades:UnsignedSignatureProperties/xades:SignatureTimeStamp/ds:CanonicalizationMethod', 'ds:CanonicalizationMethod')],
    ['an Id that is a message', 'Id="k"', 'Id="Điểm toán: 10"', unsigned('/ds:Signature/ds:KeyInfo', '@Id')], ['an Id too long to be a name', 'Id="k"', `Id="k${'x'.repeat(128)}"`, unsigned('/ds:Signature/ds:KeyInfo', '@Id')], ['an Id that begins with a digit', 'Id="k"', 'Id="1"', unsigned('/ds:Signature/ds:KeyInfo', '@Id')],
    ['the longest Id', 'Id="k"', `Id="k${'x'.repeat(127)}"`, []], ['an Id with dots', 'Id="k"', 'Id="_a.b-c"', []],
    ['a time-stamp that is a finding of its own', '<xades:CertificateValues Id="cv">', '<xades:SigAndRefsTimeStamp Ghi="x">chữ<b/></xades:SigAndRefsTimeStamp><xades:CertificateValues Id="cv">', []],
    ['two things: the first is told', '<ds:X509SKI>AQ==</ds:X509SKI><ds:X509CRL>', '<ds:X509SKI>%</ds:X509SKI><ds:X509CRL>%', unsigned('/ds:Signature/ds:KeyInfo/ds:X509Data/ds:X509SKI', 'ds:X509SKI')],
  ])('%s', (_, from, to, expected) => {
    const changed = WHOLE.replace(from, to);
    expect(changed).not.toBe(WHOLE);
    expect(findingsOf(changed)).toEqual(expected);
  });
});
