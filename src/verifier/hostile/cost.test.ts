import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { signatureOf, within } from '../../../test/hostile/forgeries.ts';
import { type HostileRoom, openHostileRoom, textOf } from '../../../test/hostile/room.ts';

let room: HostileRoom;
beforeAll(async () => { room = await openHostileRoom(); });
afterAll(() => room.stop());

const many = (count: number, part: (i: number) => string): string => Array.from({ length: count }, (_, i) => part(i)).join('');
const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315', EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#', DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const reference = (uri: string, transforms = `<ds:Transform Algorithm="${C14N}"/>`, digest = 'AAAA') => `<ds:Reference URI="${uri}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
const plain = (references: string, more = '') => `<ds:Signature ${DS}><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>${references}</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue>${more}</ds:Signature>`;
const seal = (text: string, change: (signature: string) => string): string => within(text, 'sig-phathanh', change);
const PREFIX_LIST = `<ds:Transform Algorithm="${EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}" PrefixList="${many(60_000, (i) => `p${i} `)}"/></ds:Transform>`;

const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116', XADES = 'http://uri.etsi.org/01903/v1.3.2#', SIGNED = 'Type="http://uri.etsi.org/01903#SignedProperties"';
const digestOf = (text: string): string => toBase64(nodePrimitives.digest('sha256', new TextEncoder().encode(text)));
/** Intact but for its value, which nobody needs a key for: references to empty elements, and properties that name some certificate. */
function nearlyIntact(i: number, ids: readonly string[]): string {
  const properties = (space: string) => `<x:SignedProperties${space} Id="p${i}"><x:SignedSignatureProperties><x:SigningCertificate><x:Cert><x:CertDigest><ds:DigestMethod ${DS} Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue ${DS}>AAAA</ds:DigestValue></x:CertDigest></x:Cert></x:SigningCertificate></x:SignedSignatureProperties></x:SignedProperties>`;
  const transform = `<ds:Transform Algorithm="${EXCLUSIVE}"/>`, own = reference(`#p${i}`, transform, digestOf(properties(` xmlns:x="${XADES}"`))).replace('URI', `${SIGNED} URI`);
  return plain(`${ids.map((id) => reference(`#${id}`, transform, digestOf(`<b Id="${id}"></b>`))).join('')}${own}`, `<ds:Object><x:QualifyingProperties xmlns:x="${XADES}" Target="#s${i}">${properties('')}</x:QualifyingProperties></ds:Object>`).replace('<ds:Signature ', `<ds:Signature Id="s${i}" `);
}
const DEEP = 58, PARTS = 63;

/** Small files that ask for much work. Each took seconds to minutes, or ended in an exception, before there was a bound. */
const BOMBS: readonly (readonly [name: string, document: (genuine: string) => string])[] = [
  ['64 signatures of 64 references to the whole of a megabyte', () => `<a><b Id="b">${'x'.repeat(1 << 20)}</b>${many(64, () => plain(many(64, () => reference('#b'))))}</a>`],
  ['a prefix list of 60,000 over 20,000 elements', () => `<a><b Id="b">${many(20_000, () => '<c/>')}</b>${plain(reference('#b', PREFIX_LIST))}</a>`],
  ['4,000 declarations in scope of 2,000 elements of 60 attributes', () => `${many(62, (i) => `<a${many(64, (k) => ` xmlns:p${i}-${k}="urn:${i}"`)}>`)}${many(2_000, () => `<b${many(60, (k) => ` p0-${k}:a${k}=""`)}/>`)}${many(62, () => '</a>')}`],
  ['namespace names of a megabyte, alike to the last character', () => `<a xmlns:x="urn:${'x'.repeat(1 << 20)}1" xmlns:y="urn:${'x'.repeat(1 << 20)}2">${many(200, () => '<b x:a="" y:a=""/>')}</a>`],
  ['canonical form a hundred times the document', () => `<a${many(60, (k) => ` xmlns:p${k}="urn:${'x'.repeat(500)}${k}"`)}><b Id="b">${many(12_000, () => `<c${many(60, (k) => ` p${k}:a=""`)}/>`)}</b>${plain(reference('#b', `<ds:Transform Algorithm="${EXCLUSIVE}"/>`))}</a>`],
  ['60,000 signatures inside KeyInfo', (t) => seal(t, (s) => s.replace('<ds:KeyInfo>', `<ds:KeyInfo>${many(60_000, () => '<ds:Signature/>')}`))],
  ['60,000 signed properties', (t) => seal(t, (s) => s.replace('<xades:SignedSignatureProperties>', `<xades:SignedSignatureProperties>${many(60_000, (i) => `<xades:P${i}/>`)}`))],
  ['the token 500 times', (t) => seal(t, (s) => s.replace(/<xades:SignatureTimeStamp>.*<\/xades:SignatureTimeStamp>/, (token) => token.repeat(500)))],
  ['the issuer 5,000 times', (t) => seal(t, (s) => s.replace(/<ds:X509Certificate>[^<]*<\/ds:X509Certificate>(?=<\/ds:X509Data>)/, (certificate) => certificate.repeat(5_000)))],
  ['1,000 references', (t) => seal(t, (s) => s.replace(/<ds:Reference .*?<\/ds:Reference>/, (one) => one.repeat(1_000)))],
  ['elements 100,000 deep', (t) => t.replace('<HO_TEN>', `<HO_TEN>${'<a>'.repeat(100_000)}`)],
  ['100,000 attributes', (t) => t.replace('<HO_TEN>', `<HO_TEN${many(100_000, (i) => ` a${i}=""`)}>`)],
  ['a number of a million digits', (t) => t.replace('<SO_PHIEN_BAN>1', `<SO_PHIEN_BAN>${'9'.repeat(1_000_000)}`)],
  ['a mark of a million digits', (t) => t.replace('<DIEM_KTDK>9', `<DIEM_KTDK>${'9'.repeat(1_000_000)}`)],
  ['a serial number of a million digits', (t) => seal(t, (s) => s.replace('</xades:CertDigest>', `</xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>x</ds:X509IssuerName><ds:X509SerialNumber>${'9'.repeat(1_000_000)}</ds:X509SerialNumber></xades:IssuerSerial>`))],
  ['a moment beyond all years', (t) => seal(t, (s) => s.replace(/(<xades:SigningTime>)[^<]*/, '$1+275761-01-01T00:00:00Z'))],
  ['an XPath expression of 400,000 letters', () => `<a>${plain(reference('', `<ds:Transform Algorithm="${XPATH}"><ds:XPath>${'a'.repeat(400_000)}</ds:XPath></ds:Transform>`))}</a>`],
  ['a bare key of a megabyte', (t) => `<a><b Id="b">${t.length}</b>${plain(reference('#b', undefined, toBase64(nodePrimitives.digest('sha256', new TextEncoder().encode(`<b Id="b">${t.length}</b>`)))), `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${'/'.repeat(1 << 20)}</ds:Modulus><ds:Exponent>${'/'.repeat(1 << 20)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`)}</a>`],
];
/** Of processor time, which does not pass while other work has the machine. Generous: a missing bound is much slower. */
const BOUND_MS = 8_000;
const processorMs = (): number => process.cpuUsage().user / 1_000;

test.each(BOMBS)('%s', (_, build) => {
  const document = build(textOf(room.packet));
  for (const change of [{}, { schema: 'none' }, { cryptoOnly: true }] as const) {
    const from = processorMs(), { verdict } = room.verify(document, change);
    expect(verdict).toBe('TOTAL-FAILED');
    expect(processorMs() - from).toBeLessThan(BOUND_MS);
  }
});

test('4,000 signed parts, each under 58 elements with an attribute', () => {
  const idOf = (i: number, k: number) => `e${i}-${k}`;
  const document = `<a>${many(64, (i) => many(PARTS, (k) => `${'<z q="1">'.repeat(DEEP)}<b Id="${idOf(i, k)}"/>${'</z>'.repeat(DEEP)}`))}${many(64, (i) => nearlyIntact(i, Array.from({ length: PARTS }, (_, k) => idOf(i, k))))}</a>`;
  const from = processorMs(), { subIndication, notes } = room.verify(document, { schema: 'none' });
  expect([subIndication, notes.length, notes.at(-1)]).toEqual(['NO_SIGNING_CERTIFICATE_FOUND', 65, `Còn ${64 * PARTS * DEEP - 64} phần tử khác có thuộc tính nằm ngoài phạm vi mọi chữ ký.`]);
  expect(processorMs() - from).toBeLessThan(BOUND_MS);
});

test('400,000 elements of somebody’s own among unsigned properties', () => {
  const own = `<x:UnsignedProperties><x:UnsignedSignatureProperties><v:g xmlns:v="urn:v">${many(400_000, () => '<v:q/>')}</v:g></x:UnsignedSignatureProperties></x:UnsignedProperties></x:QualifyingProperties>`;
  expect(room.verify(`<a><b Id="b"/>${nearlyIntact(1, ['b']).replace('</x:QualifyingProperties>', own)}</a>`, { schema: 'none' }).subIndication).toBe('NO_SIGNING_CERTIFICATE_FOUND');
});

test('the genuine packet has what the bombs multiply', () => expect(signatureOf(textOf(room.packet), 'sig-phathanh')).toMatch(/SignatureTimeStamp.*EncapsulatedTimeStamp/));
