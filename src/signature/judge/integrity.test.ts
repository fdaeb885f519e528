import { describe, expect, test } from 'vitest';
import { toBase64, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { C14N, childElements, descendants, readXml, type XmlDocument } from '#xml';
import { certificateOf } from '../../../test/builders/certificate-parts.ts';
import { der } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { isSignatureElement, readSignature } from '../xades/read.ts';
import { gatherFacts, type FactsInput } from './integrity.ts';
import type { SignatureRules } from './rules.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#', XADES = 'http://uri.etsi.org/01903/v1.3.2#', SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256', SHA1 = `${DS}sha1`;
const ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', RSA_SHA1 = `${DS}rsa-sha1`, ENVELOPED = `${DS}enveloped-signature`, BASE64 = `${DS}base64`;
const OTHERS: SignatureRules = { canonicalizations: new Set(Object.values(C14N)), wholeDocument: true, enveloped: true, inclusivePrefixes: true, referencesMax: 4, xades: false, otherObjects: true };
const OURS: SignatureRules = { canonicalizations: new Set([C14N.exclusive]), wholeDocument: false, enveloped: false, inclusivePrefixes: false, referencesMax: 4, xades: true, otherObjects: false };

const SIGNER = certificateOf(), STRANGER = certificateOf({ serial: der.integer(6) });
/** A modulus of 1024 bits. */
const WEAK = certificateOf({ spki: der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()), der.bitString(der.sequence(der.unsignedInteger(new Uint8Array(128).fill(0xff)), der.integer(65_537)))) });
const sha256 = (octets: Uint8Array) => toBase64(nodePrimitives.digest('sha256', octets));

/** Written as exclusive C14N writes them, so that their own octets are what is digested. */
const DATA = '<b Id="b">nội dung</b>';
const named = (certificate: Uint8Array, { method = SHA256, serial = '', more = '' } = {}) =>
  `<xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${method}"></ds:DigestMethod><ds:DigestValue xmlns:ds="${DS}">${sha256(certificate)}</ds:DigestValue></xades:CertDigest>${serial}</xades:Cert>${more}</xades:SigningCertificate>`;
const serialOf = (serial: number) => `<xades:IssuerSerial><ds:X509IssuerName xmlns:ds="${DS}">CN=A</ds:X509IssuerName><ds:X509SerialNumber xmlns:ds="${DS}">${serial}</ds:X509SerialNumber></xades:IssuerSerial>`;
const propertiesOf = (own: string, id = 'sp') => `<xades:SignedProperties xmlns:xades="${XADES}" Id="${id}"><xades:SignedSignatureProperties>${own}</xades:SignedSignatureProperties></xades:SignedProperties>`;
const PROPERTIES = propertiesOf(named(SIGNER));

interface Reference { readonly uri?: string; readonly of?: string; readonly transforms?: readonly string[]; readonly method?: string; readonly type?: string }
const reference = ({ uri = '#b', of = DATA, transforms = [C14N.exclusive], method = SHA256, type }: Reference = {}) =>
  `<ds:Reference${type === undefined ? '' : ` Type="${type}"`} URI="${uri}"><ds:Transforms>${transforms.map((one) => `<ds:Transform Algorithm="${one}"/>`).join('')}</ds:Transforms><ds:DigestMethod Algorithm="${method}"/><ds:DigestValue>${sha256(utf8(of))}</ds:DigestValue></ds:Reference>`;
const toProperties = (uri = '#sp', of = PROPERTIES) => reference({ uri, of, type: 'http://uri.etsi.org/01903#SignedProperties' });

interface Parts {
  readonly method?: string; readonly c14n?: string; readonly references?: readonly string[]; readonly keyInfo?: string; readonly properties?: string | null; readonly unsigned?: string; readonly objects?: string; readonly beside?: string; readonly inside?: string;
  readonly rules?: Partial<SignatureRules>; readonly known?: readonly Uint8Array[];
}
const x509 = (...certificates: readonly Uint8Array[]) => `<ds:KeyInfo><ds:X509Data>${certificates.map((one) => `<ds:X509Certificate>${toBase64(one)}</ds:X509Certificate>`).join('')}</ds:X509Data></ds:KeyInfo>`;
const written = (base: SignatureRules, { method = ECDSA, c14n = `<ds:CanonicalizationMethod Algorithm="${C14N.exclusive}"/>`, references = base.xades ? [reference(), toProperties()] : [reference()], keyInfo = x509(SIGNER), properties = base.xades ? PROPERTIES : null, unsigned = '', objects = '', beside = '', inside = '' }: Parts) => {
  const xades = properties === null ? '' : `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#s">${properties}${unsigned}</xades:QualifyingProperties></ds:Object>`;
  return `<a>${DATA}${beside}<c Id="c">${inside}<ds:Signature xmlns:ds="${DS}" Id="s"><ds:SignedInfo>${c14n}<ds:SignatureMethod Algorithm="${method}"/>${references.join('')}</ds:SignedInfo><ds:SignatureValue>AQI=</ds:SignatureValue>${keyInfo}${xades}${objects}</ds:Signature></c></a>`;
};

/** Real digests, and every value fits the keys that are believed. */
const believing = (isKey: (spki: Uint8Array) => boolean = () => true): Primitives => ({ digest: nodePrimitives.digest, verify: (_algorithm, spki) => isKey(spki), verifyAnySalt: () => false });
function factsOf(base: SignatureRules, parts: Parts, { primitives = believing(), ...more }: Partial<FactsInput> & { primitives?: Primitives } = {}) {
  const document = unwrap(readXml(utf8(written(base, parts))));
  const signature = unwrap(readSignature(descendants(document.root).find(isSignatureElement)!));
  return gatherFacts({ document, signature, where: '/s', rules: { ...base, ...parts.rules }, knownCertificates: parts.known ?? [], ...more }, primitives);
}
const codes = (...given: Parameters<typeof factsOf>) => factsOf(...given).findings.map(({ code, params }) => [code.replace('signature/', ''), ...Object.values(params ?? {})]);
type Row = readonly [title: string, parts: Parts, expected: readonly (readonly unknown[])[]];

describe('a signature of the strict profile', () => {
  test('intact: what it covers and who is named', () => {
    const facts = factsOf(OURS, {});
    expect(facts.findings).toEqual([]);
    expect(facts.covered.map((target) => target !== 'document' && target.name)).toEqual(['b']);
    expect(facts.certificate?.der).toEqual(SIGNER);
    expect([...facts.without]).toEqual([facts.signature.element]);
  });

  test.each<Row>([
    ['an algorithm nobody accepts', { method: RSA_SHA1 }, [['algorithm-refused', RSA_SHA1]]], ['another canonicalisation', { c14n: `<ds:CanonicalizationMethod Algorithm="${C14N.inclusive}"/>` }, [['reference-refused', C14N.inclusive]]],
    ['prefixes to keep', { c14n: `<ds:CanonicalizationMethod Algorithm="${C14N.exclusive}"><ec:InclusiveNamespaces xmlns:ec="${C14N.exclusive}" PrefixList="a"/></ds:CanonicalizationMethod>` }, [['reference-refused', C14N.exclusive]]],
    ['an object beside the properties', { objects: '<ds:Object>x</ds:Object>' }, [['unsigned-content', 'ds:Object']]],
    ['no properties (EN 319 132-1 §6.3)', { properties: null, references: [reference()] }, [['not-xades']]], ['properties that name no certificate', { properties: propertiesOf(''), references: [reference(), toProperties('#sp', propertiesOf(''))] }, [['not-xades']]],
    ['properties nobody refers to', { references: [reference()] }, [['not-xades']]], ['properties referred to twice', { references: [reference(), toProperties(), toProperties()] }, [['not-xades']]], ['a reference to something else as properties', { references: [reference(), toProperties('#b', DATA)] }, [['not-xades']]],
    ['two elements with the Id of the properties', { beside: '<d Id="sp"/>' }, [['not-xades'], ['reference-refused', '#sp']]],
    ['more references than the policy allows', { rules: { referencesMax: 1 } }, [['coverage', '/s']]],
    ['a reference to nothing', { references: [reference({ uri: '#x' }), toProperties()] }, [['reference-refused', '#x']]], ['a digest nobody accepts', { references: [reference({ method: SHA1 }), toProperties()] }, [['algorithm-refused', SHA1]]], ['a transform nobody accepts', { references: [reference({ transforms: [ENVELOPED] }), toProperties()] }, [['reference-refused', ENVELOPED]]],
    ['what stands around the signature', { references: [reference({ uri: '#c' }), toProperties()] }, [['reference-refused', '#c']]],
    ['other data than was digested', { references: [reference({ of: 'khác' }), toProperties()] }, [['hash', '#b']]], ['other properties than were digested', { references: [reference(), toProperties('#sp', 'khác')] }, [['hash', '#sp']]],
    ['a certificate named by a digest nobody accepts', { ...naming(named(SIGNER, { method: SHA1 })) }, [['algorithm-refused', SHA1]]], ['somebody else’s certificate beside it', { keyInfo: x509(STRANGER) }, [['certificate-differs']]], ['no certificate anywhere', { keyInfo: '' }, [['certificate-missing']]],
    ['another serial number', { ...naming(named(SIGNER, { serial: serialOf(6) })) }, [['certificate-differs']]], ['the serial number of the certificate', { ...naming(named(SIGNER, { serial: serialOf(5) })) }, []],
    ['a key too short', { ...naming(named(WEAK)), keyInfo: x509(WEAK) }, [['algorithm-refused', 'khoá RSA 1024 bit']]], ['a certificate that cannot be read', { ...naming(named(Uint8Array.of(1))), keyInfo: x509(Uint8Array.of(1)) }, [['chain', 'Chứng thư số bị hỏng hoặc không đúng chuẩn X.509.']]],
  ])('%s', (_, parts, expected) => expect(codes(OURS, parts)).toEqual(expected));

  test.each<[string, Parts]>([
    ['SHA3-256 (RFC 9231 §2.1.5)', { references: [reference({ method: 'http://www.w3.org/2007/05/xmldsig-more#sha3-256' }), toProperties()] }], ['RSA with SHA3-256 (§2.3.10)', { method: 'http://www.w3.org/2007/05/xmldsig-more#sha3-256-rsa-MGF1' }], ['ECDSA with SHA3-256 (§2.3.6)', { method: 'http://www.w3.org/2021/04/xmldsig-more#ecdsa-sha3-256' }],
    ['RSASSA-PSS with parameters of its own (§2.3.9)', { method: 'http://www.w3.org/2007/05/xmldsig-more#rsa-pss' }],
  ])('not of the list, and named: %s', (_, parts) => {
    const named = [...written(OURS, parts).matchAll(/Algorithm="([^"]*(?:sha3-256|rsa-pss)[^"]*)"/g)].map((match) => match[1]);
    expect(codes(OURS, parts)).toEqual([['algorithm-refused', ...named]]);
  });

  test.each<[string, boolean, readonly (readonly string[])[]]>([
    ['RSASSA-PSS with a salt of another length than the digest (RFC 9231 §2.3.10)', true, [['algorithm-refused', 'rsa-pss-sha256 có muối không dài bằng giá trị băm']]], ['a value that fits with no salt', false, [['value']]],
  ])('%s', (_, anySalt, expected) => {
    const primitives: Primitives = { digest: nodePrimitives.digest, verify: () => false, verifyAnySalt: () => anySalt };
    expect(codes(OURS, { method: 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1' }, { primitives })).toEqual(expected);
  });

  test('the slot is told when there are too many references', () => expect(codes(OURS, { ...naming(`${named(SIGNER)}<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>GVCN</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>`), rules: { referencesMax: 1 } })).toEqual([['coverage', 'GVCN']]));
  test('a value that does not fit', () => expect(codes(OURS, {}, { primitives: believing(() => false) })).toEqual([['value']]));
  test('nothing is digested when the form is wrong', () => {
    const facts = factsOf(OURS, { method: RSA_SHA1 }, { primitives: { digest: () => { throw new Error('digested'); }, verify: () => true, verifyAnySalt: () => false } });
    expect(facts).toMatchObject({ certificate: undefined, covered: [], algorithm: undefined });
    expect(facts.references).toHaveLength(2);
  });
  test.each<[string, Parts]>([
    ['beside the signature', { keyInfo: x509(STRANGER, SIGNER) }], ['among the values', { keyInfo: '', unsigned: `<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CertificateValues><xades:EncapsulatedX509Certificate>${toBase64(SIGNER)}</xades:EncapsulatedX509Certificate></xades:CertificateValues></xades:UnsignedSignatureProperties></xades:UnsignedProperties>` }],
    ['among those the judge knows', { keyInfo: x509(STRANGER), known: [STRANGER, SIGNER] }],
  ])('the named certificate is found %s', (_, parts) => expect(factsOf(OURS, parts)).toMatchObject({ findings: [], certificate: { der: SIGNER } }));
  test('the first certificate named is the signer’s, the others are of its path', () => {
    const own = named(SIGNER).replace('</xades:SigningCertificate>', `${named(STRANGER).replace(/<\/?xades:SigningCertificate>/g, '')}</xades:SigningCertificate>`);
    expect(factsOf(OURS, { ...naming(own), keyInfo: x509(STRANGER, SIGNER) })).toMatchObject({ findings: [], certificate: { der: SIGNER } });
  });
});

/** Properties that name the signer so, and the reference to them. */
function naming(own: string): Pick<Parts, 'properties' | 'references'> {
  return { properties: propertiesOf(own), references: [reference(), toProperties('#sp', propertiesOf(own))] };
}

describe('a signature of other software', () => {
  const OBJECT = `<ds:Object xmlns:ds="${DS}" Id="o">AQI=</ds:Object>`, ENVELOPING = '<a><b Id="b">nội dung</b><c Id="c"></c></a>';
  test.each<Row>([
    ['plain XML Signature', {}, []], ['an object beside', { objects: '<ds:Object>x</ds:Object>' }, []], ['prefixes to keep', { c14n: `<ds:CanonicalizationMethod Algorithm="${C14N.exclusive}"><ec:InclusiveNamespaces xmlns:ec="${C14N.exclusive}" PrefixList="a"/></ds:CanonicalizationMethod>` }, []],
    ['the whole document without the signature', { references: [reference({ uri: '', of: ENVELOPING, transforms: [ENVELOPED, C14N.exclusive] })] }, []], ['the whole document with it', { references: [reference({ uri: '', of: ENVELOPING, transforms: [C14N.exclusive] })] }, [['hash', 'toàn bộ tài liệu']]],
    ['octets of an object', { objects: OBJECT, references: [reference({ uri: '#o', of: '\u0001\u0002', transforms: [BASE64] })] }, []], ['octets of anything else', { references: [reference({ transforms: [BASE64] })] }, [['reference-refused', BASE64]]], ['an object that is no base64', { objects: OBJECT.replace('AQI=', '%'), references: [reference({ uri: '#o', transforms: [BASE64] })] }, [['reference-refused', BASE64]]],
    ['no key', { keyInfo: '' }, [['certificate-missing']]], ['certificates that cannot be read', { keyInfo: x509(Uint8Array.of(1)) }, [['certificate-missing']]],
  ])('%s', (_, parts, expected) => expect(codes(OTHERS, parts)).toEqual(expected));

  const P256 = der.sequence(der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.840.10045.3.1.7')), der.bitString(Uint8Array.of(4, ...new Uint8Array(64).fill(7))));
  const KEY = `<ds:KeyValue><e:ECKeyValue xmlns:e="http://www.w3.org/2009/xmldsig11#"><e:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><e:PublicKey>${toBase64(Uint8Array.of(4, ...new Uint8Array(64).fill(7)))}</e:PublicKey></e:ECKeyValue></ds:KeyValue>`;
  const isBare = (spki: Uint8Array) => toBase64(spki) === toBase64(P256);
  const whose = certificateOf({ serial: der.integer(9), spki: P256 });
  test.each<[string, string, (spki: Uint8Array) => boolean, Uint8Array | undefined, readonly (readonly string[])[]]>([
    ['of several certificates the one whose key fits', x509(SIGNER, whose), isBare, whose, []], ['a bare key, which proves nobody', `<ds:KeyInfo>${KEY}</ds:KeyInfo>`, isBare, undefined, []], ['a bare key beside a certificate that does not fit', x509(SIGNER).replace('</ds:KeyInfo>', `${KEY}</ds:KeyInfo>`), isBare, undefined, []],
    ['none fits: the first is told', x509(SIGNER, whose), () => false, SIGNER, [['value']]],
  ])('%s', (_, keyInfo, isKey, expected, found) => {
    expect(codes(OTHERS, { keyInfo }, { primitives: believing(isKey) })).toEqual(found);
    expect(factsOf(OTHERS, { keyInfo }, { primitives: believing(isKey) }).certificate?.der).toEqual(expected);
  });

  test('a key far too long is not even tried', () => {
    const long = certificateOf({ spki: der.sequence(der.sequence(der.oid('1.2.3')), der.bitString(new Uint8Array(2_048))) });
    expect(codes(OTHERS, { keyInfo: x509(long) })).toEqual([['algorithm-refused', 'loại khoá']]);
  });
});

describe('digests of one document', () => {
  const documentOf = (text: string): XmlDocument => unwrap(readXml(utf8(text)));
  /** How often anything is digested when the same signature is judged twice with one memory. */
  function count(parts: Parts): number {
    let digested = 0;
    const primitives: Primitives = { digest: (algorithm, data) => { digested++; return nodePrimitives.digest(algorithm, data); }, verify: () => true, verifyAnySalt: () => false };
    const document = documentOf(written(OTHERS, parts)), digests = new Map();
    const signature = unwrap(readSignature(childElements(childElements(document.root)[1]!)[0]!));
    for (let again = 0; again < 2; again++) expect(gatherFacts({ document, signature, where: '/s', rules: OTHERS, knownCertificates: [], digests }, primitives).findings).toEqual([]);
    return digested;
  }
  const ENVELOPING = '<a><b Id="b">nội dung</b><c Id="c"></c></a>';
  test.each<[string, readonly string[], number]>([
    ['one target, read alike', [reference()], 1], ['one target, read in two ways', [reference(), reference({ transforms: [C14N.inclusive] })], 2], ['what leaves out the signature itself is its own', [reference({ uri: '', of: ENVELOPING, transforms: [ENVELOPED, C14N.exclusive] })], 2],
  ])('%s', (_, references, expected) => expect(count({ references })).toBe(expected));

  test('what all of them may cost is bounded', () => {
    const octets = utf8(DATA).length, refused = [['reference-refused', '#b: quá nhiều dữ liệu phải băm']];
    const twice: Parts = { references: [reference(), reference({ transforms: [C14N.inclusive] })] };
    expect(codes(OTHERS, twice, { budget: { octets } })).toEqual([]);
    expect(codes(OTHERS, twice, { budget: { octets: octets - 1 } })).toEqual(refused);
  });
});
