import { describe, expect, test } from 'vitest';
import { Instant, toBase64, toHex, unwrap, utf8 } from '#kernel';
import { readXml } from '#xml';
import { decodeDer, der } from '../der/index.ts';
import { readName } from '../x509/name.ts';
import { isTimestampProperty, readProperties, TOKENS_MAX, VALUES_MAX } from './read-properties.ts';

/** QualifyingProperties with these properties of the signature, unsigned ones and of data objects. */
function read(signed: string, { unsigned = '', data = '', id = ' Id="sp"' } = {}) {
  const text = `<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" xmlns:xades141="http://uri.etsi.org/01903/v1.4.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
    <xades:SignedProperties${id}>${signed === '' ? '' : `<xades:SignedSignatureProperties>${signed}</xades:SignedSignatureProperties>`}${data}</xades:SignedProperties>${unsigned}
  </xades:QualifyingProperties>`;
  return readProperties(unwrap(readXml(utf8(text))).root);
}
const ofSignature = (content: string) => ({ unsigned: `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${content}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>` });

const DIGEST = '<xades:CertDigest><ds:DigestMethod Algorithm="urn:a"/><ds:DigestValue>AQI=</ds:DigestValue></xades:CertDigest>';
const v1 = (certs: string) => `<xades:SigningCertificate>${certs}</xades:SigningCertificate>`;
const v2 = (certs: string) => `<xades:SigningCertificateV2>${certs}</xades:SigningCertificateV2>`;
const serial = (number: string) => `<xades:IssuerSerial><ds:X509IssuerName>CN=A</ds:X509IssuerName><ds:X509SerialNumber>${number}</ds:X509SerialNumber></xades:IssuerSerial>`;
const TOKEN = '<xades:EncapsulatedTimeStamp>AQID</xades:EncapsulatedTimeStamp>';
const stamp = (content: string) => `<xades:SignatureTimeStamp>${content}</xades:SignatureTimeStamp>`;
const ISSUER = der.sequence(der.setOfSorted(der.sequence(der.oid('2.5.4.3'), der.utf8String('A'))));
const reference = { digestUri: 'urn:a', digest: Uint8Array.of(1, 2) };

describe('signed properties (EN 319 132-1 §5.2)', () => {
  test.each<[string, string, object]>([
    ['none', '', { signedPropertiesId: 'sp', signingTime: undefined, signingCertificates: [], claimedRoles: [], timestamps: [], others: [] }],
    ['a time with its zone', '<xades:SigningTime>2024-06-03T08:00:00+07:00</xades:SigningTime>', { signingTime: unwrap(Instant.parse('2024-06-03T01:00:00Z')) }],
    ['a time without a zone claims no moment', '<xades:SigningTime>2024-06-03T08:00:00</xades:SigningTime>', { signingTime: undefined }],
    ['a certificate, first form', v1(`<xades:Cert>${DIGEST}${serial(' 18 ')}</xades:Cert>`), { signingCertificates: [{ ...reference, serial: 18n }] }],
    ['a certificate, second form', v2(`<xades:Cert>${DIGEST}</xades:Cert>`), { signingCertificates: [{ ...reference, serial: undefined }] }],
    ['with issuer and serial number in DER (§5.2.2)', v2(`<xades:Cert>${DIGEST}<xades:IssuerSerialV2>${toBase64(der.sequence(der.sequence(der.explicit(4, ISSUER)), der.integer(300)))}</xades:IssuerSerialV2></xades:Cert>`), { signingCertificates: [{ ...reference, serial: 300n, issuerKey: unwrap(decodeDer(ISSUER, readName)).key }] }],
    ['with DER of something else', v2(`<xades:Cert>${DIGEST}<xades:IssuerSerialV2>MAA=</xades:IssuerSerialV2></xades:Cert>`), { signingCertificates: [{ ...reference, serial: undefined, issuerKey: undefined }] }],
    ['with what is no base64', v2(`<xades:Cert>${DIGEST}<xades:IssuerSerialV2>%%</xades:IssuerSerialV2></xades:Cert>`), { signingCertificates: [{ ...reference, serial: undefined, issuerKey: undefined }] }],
    ['several certificates', v2(`<xades:Cert>${DIGEST}</xades:Cert><xades:Cert>${DIGEST}</xades:Cert>`), { signingCertificates: [reference, reference] }],
    ['of another namespace: it counts for nothing', '<SigningCertificate xmlns="urn:x"/>', { signingCertificates: [] }],
    ['roles that are claimed', '<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>GVCN</xades:ClaimedRole><xades:ClaimedRole>B</xades:ClaimedRole></xades:ClaimedRoles><xades:CertifiedRolesV2><xades:CertifiedRole>C</xades:CertifiedRole></xades:CertifiedRolesV2></xades:SignerRoleV2>', { claimedRoles: ['GVCN', 'B'] }],
    ['roles of the first form', '<xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole>A</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole>', { claimedRoles: ['A'] }],
    ['a role in elements is none of ours', '<xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole><vai xmlns="urn:x">A</vai></xades:ClaimedRole><xades:ClaimedRole>B</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole>', { claimedRoles: ['', 'B'] }],
    ['roles claimed in another namespace', '<xades:SignerRole><ClaimedRoles xmlns="urn:x"><ClaimedRole>A</ClaimedRole></ClaimedRoles></xades:SignerRole>', { claimedRoles: [] }],
  ])('%s', (_, signed, expected) => expect(read(signed)).toMatchObject(expected));

  test.each<[string, string, string]>([
    ['a time that is none', '<xades:SigningTime>hôm nay</xades:SigningTime>', 'SigningTime'], ['a property twice', '<xades:SigningTime>2024-06-03T08:00:00Z</xades:SigningTime>'.repeat(2), 'hai lần'],
    ['both forms of the certificate', v1(`<xades:Cert>${DIGEST}</xades:Cert>`) + v2(`<xades:Cert>${DIGEST}</xades:Cert>`), 'cả hai dạng'], ['no certificate in it', v2(''), 'không nêu chứng thư số nào'],
    ['a serial number that is none', v1(`<xades:Cert>${DIGEST}${serial('0x12')}</xades:Cert>`), 'số sê-ri'], ['a serial number and something behind', v1(`<xades:Cert>${DIGEST}${serial('18').replace('</xades:IssuerSerial>', '<ds:X/></xades:IssuerSerial>')}</xades:Cert>`), 'thừa'], ['an endless serial number', v1(`<xades:Cert>${DIGEST}${serial('1'.repeat(61))}</xades:Cert>`), 'số sê-ri'],
    ['more certificates than anybody has', v2(`<xades:Cert>${DIGEST}</xades:Cert>`.repeat(VALUES_MAX + 1)), 'quá nhiều'], ['a digest without its method', v2('<xades:Cert><xades:CertDigest><ds:DigestValue>AQI=</ds:DigestValue></xades:CertDigest></xades:Cert>'), 'DigestMethod'],
    ['something more in a digest', v2(`<xades:Cert>${DIGEST.replace('</xades:CertDigest>', '<ds:X/></xades:CertDigest>')}</xades:Cert>`), 'thừa'], ['something more beside it', v2(`<xades:Cert>${DIGEST}<xades:X/></xades:Cert>`), 'thừa'],
  ])('refused: %s', (_, signed, words) => expect(() => read(signed)).toThrow(words));
  test('signed properties that cannot be pointed at', () => expect(() => read('', { id: '' })).toThrow('Id'));
  test('as many certificates as are allowed', () => expect(read(v2(`<xades:Cert>${DIGEST}</xades:Cert>`.repeat(VALUES_MAX))).signingCertificates).toHaveLength(VALUES_MAX));
});

describe('unsigned properties (§5.3 to §5.5)', () => {
  test.each<[string, string, object]>([
    ['a token: how its input is written is the default of XML-DSig', stamp(TOKEN), { timestamps: [{ canonicalization: { uri: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315', prefixes: [] }, tokens: [Uint8Array.of(1, 2, 3)] }], others: [] }],
    ['or as it says', stamp(`<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>${TOKEN}${TOKEN}`), { timestamps: [{ canonicalization: { uri: 'http://www.w3.org/2001/10/xml-exc-c14n#', prefixes: [] }, tokens: [{}, {}] }] }],
    ['two time-stamps', stamp(TOKEN) + stamp(TOKEN), { timestamps: [{}, {}] }],
    ['certificates; what is no base64 helps nobody', '<xades:CertificateValues><xades:EncapsulatedX509Certificate>AQ==</xades:EncapsulatedX509Certificate><xades:OtherCertificate/><xades:EncapsulatedX509Certificate>%%</xades:EncapsulatedX509Certificate></xades:CertificateValues>', { certificateValues: [Uint8Array.of(1)], others: [] }],
    ['lists and answers', '<xades:RevocationValues><xades:CRLValues><xades:EncapsulatedCRLValue>AQ==</xades:EncapsulatedCRLValue></xades:CRLValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>Ag==</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>', { crlValues: [Uint8Array.of(1)], ocspValues: [Uint8Array.of(2)], certificateValues: [], others: [] }],
    ['one nobody knows', '<xades:AttributeRevocationRefs/>', { others: [{ local: 'AttributeRevocationRefs' }] }],
    ['a time-stamp with something else in it is not judged, and not passed over', stamp(`${TOKEN}<xades:X/>`), { timestamps: [], others: [{ local: 'SignatureTimeStamp' }] }],
    ['an archive time-stamp', `<xades141:ArchiveTimeStamp>${TOKEN}</xades141:ArchiveTimeStamp>`, { timestamps: [], archiveTimestamps: [{ tokens: [Uint8Array.of(1, 2, 3)] }], others: [] }],
    ['a known name in another namespace', '<SignatureTimeStamp xmlns="urn:x"/>', { timestamps: [], others: [{ local: 'SignatureTimeStamp', ns: 'urn:x' }] }],
  ])('%s', (_, properties, expected) => expect(read('', ofSignature(properties))).toMatchObject(expected));

  test.each<[string, string, string]>([
    ['a time-stamp without a token', stamp(''), 'rỗng'], ['a way of writing with parameters', stamp(`<ds:CanonicalizationMethod Algorithm="urn:a"><x/></ds:CanonicalizationMethod>${TOKEN}`), 'tham số'],
    ['a token that is no base64', stamp('<xades:EncapsulatedTimeStamp>%</xades:EncapsulatedTimeStamp>'), 'base64'],
    ['more tokens than anybody has', stamp(TOKEN.repeat(TOKENS_MAX + 1)), 'quá nhiều'], ['more time-stamps than anybody has', stamp(TOKEN).repeat(TOKENS_MAX + 1), 'quá nhiều'],
    ['more lists than anybody has', `<xades:RevocationValues>${'<xades:EncapsulatedCRLValue>AQ==</xades:EncapsulatedCRLValue>'.repeat(VALUES_MAX + 1)}</xades:RevocationValues>`, 'quá nhiều'],
  ])('refused: %s', (_, properties, words) => expect(() => read('', ofSignature(properties))).toThrow(words));
  test('properties of data objects are told too', () => {
    const ofData = (content: string) => read('', { unsigned: `<xades:UnsignedProperties><xades:UnsignedDataObjectProperties>${content}</xades:UnsignedDataObjectProperties></xades:UnsignedProperties>` });
    expect(ofData('<xades:UnsignedDataObjectProperty/>').others.map(({ local }) => local)).toEqual(['UnsignedDataObjectProperty']);
    expect(ofData('').others).toEqual([]);
  });
  test('something that stands nowhere in the schema', () => expect(() => read('', { unsigned: '<xades:UnsignedProperties><xades:X/></xades:UnsignedProperties>' })).toThrow());
});

test('time-stamps over data are never passed over, nor those of later versions', () => {
  const { others } = read('', { data: '<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#a"/><xades:AllDataObjectsTimeStamp/></xades:SignedDataObjectProperties>' });
  expect(others.map(({ local }) => local)).toEqual(['AllDataObjectsTimeStamp']);
  expect(others.every(isTimestampProperty)).toBe(true);
  const named = (xml: string) => unwrap(readXml(utf8(xml))).root;
  expect([
    '<ArchiveTimeStamp xmlns="http://uri.etsi.org/01903/v1.4.1#"/>', '<SigAndRefsTimeStamp xmlns="http://uri.etsi.org/01903/v1.3.2#"/>', '<X xmlns="http://uri.etsi.org/01903/v1.3.2#"/>', '<TimeStampValidationData xmlns="http://uri.etsi.org/01903/v1.4.1#"/>', '<ArchiveTimeStamp xmlns="urn:x"/>',
    '<SigAndRefsTimeStampV2 xmlns="http://uri.etsi.org/01903/v1.4.1#"/>', '<RefsOnlyTimeStampV2 xmlns="http://uri.etsi.org/01903/v1.4.1#"/>',
  ].map((xml) => isTimestampProperty(named(xml)))).toEqual([true, true, false, false, false, true, true]);
  expect(toHex(read(v2(`<xades:Cert>${DIGEST}</xades:Cert>`)).signingCertificates[0]!.digest)).toBe('0102');
});
