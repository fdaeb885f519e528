import { constants, createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { C14N, WSU_NAMESPACE } from '#xml';
import { hasXmlsec, xmlsecVerify } from '../../../test/actors/xmlsec.ts';
import { DS, ds, ENVELOPED, fill, foreignSigner, type ForeignOrder, type ForeignSigner, ID_ELEMENTS, MORE, signatureTemplate, v2, withValue } from '../../../test/builders/foreign-signature.ts';
import { JUDGED_AT, openSigningRoom, type SigningRoom } from '../../../test/builders/signed-record.ts';
import { verifyFile } from '../index.ts';

/** Documents of nobody here, each told about by three judges: the general policy, integrity alone, and xmlsec1 where it can tell. */
let room: SigningRoom, rsa: ForeignSigner, ec: ForeignSigner, other: ForeignSigner, rsaKey: KeyObject, ecKey: KeyObject;
beforeAll(async () => {
  room = await openSigningRoom();
  [rsa, ec, other] = [foreignSigner(room, '22'), foreignSigner(room, 'GV0017'), foreignSigner(room, 'GV0001')];
  [rsaKey, ecKey] = [rsa, ec].map(({ pkcs8 }) => createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })) as [KeyObject, KeyObject];
});
afterAll(() => room.stop());

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const BODY = '<phan>nội dung</phan>';
/** The signature inside the document, about the whole of it. */
const enveloped = (order: ForeignOrder = {}, body = BODY, root = '', signer = rsa): string => fill(`${HEAD}<van-ban${root}>${body}${signatureTemplate(signer, order)}</van-ban>`, signer);
/** The signature beside the part it is about. */
const beside = (root = '', uri = '#d', body = BODY): string => fill(`${HEAD}<HO_SO${root}><DU_LIEU Id="d">${body}</DU_LIEU>${signatureTemplate(rsa, { references: [ds.reference(`URI="${uri}"`, [C14N.exclusive])] })}</HO_SO>`, rsa);
const byMethod = (text: string, uri: string, parameters = ''): string => text.replace(/<ds:SignatureMethod [^>]*\/>/, `<ds:SignatureMethod Algorithm="${uri}">${parameters}</ds:SignatureMethod>`);
const pss = (saltLength: number) => (octets: Uint8Array) => sign('sha256', octets, { key: rsaKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
const raw = (octets: Uint8Array): Buffer => sign('sha256', octets, { key: ecKey, dsaEncoding: 'ieee-p1363' });
const keyInfo = (content: string): string => enveloped().replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, () => (content === '' ? '' : `<ds:KeyInfo>${content}</ds:KeyInfo>`));
const certificate = ({ certificate: octets }: ForeignSigner): string => `<ds:X509Certificate>${toBase64(octets)}</ds:X509Certificate>`;
const PSS_2007 = 'http://www.w3.org/2007/05/xmldsig-more#', PSS_SHA256 = `${PSS_2007}sha256-rsa-MGF1`;
const PSS_PARAMETERS = `<p:RSAPSSParams xmlns:p="${PSS_2007}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><p:SaltLength>32</p:SaltLength></p:RSAPSSParams>`;
const inUnsigned = (text: string, content: string): string => text.replace('</xades:QualifyingProperties>', `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${content}</xades:UnsignedSignatureProperties></xades:UnsignedProperties></xades:QualifyingProperties>`);
const utf16 = (text: string, mark: readonly number[]): Uint8Array => {
  const octets = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  return mark[0] === 0xfe ? octets.swap16() : octets;
};

/** A plain signature under a bare key of a few bits, or of exponent 1, which anybody can put under anything. */
function bareKey(key: { readonly n: string; readonly e: string }, make: (octets: Uint8Array) => Uint8Array): string {
  const base64 = (url: string) => Buffer.from(url, 'base64url').toString('base64');
  const info = `<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(key.n)}</ds:Modulus><ds:Exponent>${base64(key.e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>`;
  const plain = fill(`<van-ban>${BODY}<ds:Signature xmlns:ds="${DS}">${ds.info(C14N.exclusive, `${MORE}rsa-sha256`, ds.reference('URI=""', [ENVELOPED, C14N.exclusive]))}<ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature></van-ban>`, rsa);
  return withValue(plain.replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, () => info), make);
}
function smallKey(modulusLength: number, publicExponent = 0x10001): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  return bareKey(publicKey.export({ format: 'jwk' }) as { n: string; e: string }, (octets) => sign('sha256', octets, privateKey));
}
const unkeyed = (): string => bareKey({ n: createPublicKey(rsaKey).export({ format: 'jwk' }).n!, e: 'AQ' }, (octets) => {
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), hash('sha256', octets, 'buffer')]);
  return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(253 - info.length, 0xff), Buffer.from([0]), info]);
});

const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const otherHalf = (octets: Uint8Array): Buffer => {
  const value = raw(octets), s = N - BigInt(`0x${value.subarray(32).toString('hex')}`);
  return Buffer.concat([value.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
};

/** `-`: xmlsec1 knows no such algorithm. */
type Told = 'yes' | 'no' | '-';
type Row = readonly [name: string, make: () => string | Uint8Array, general: string, intact: string, xmlsec: Told];
const OK = 'TOTAL-PASSED', FORM = 'FORMAT_FAILURE', CRYPTO = 'CRYPTO_CONSTRAINTS_FAILURE', VALUE = 'SIG_CRYPTO_FAILURE', HASH = 'HASH_FAILURE', NAMED = 'SIG_CONSTRAINTS_FAILURE', NOBODY = 'NO_SIGNING_CERTIFICATE_FOUND';

const COVERAGE: readonly Row[] = [
  ['the whole document', enveloped, OK, OK, 'yes'],
  ['a part of it', beside, OK, OK, 'yes'],
  ['around the part a version and a schema location', () => beside(' phienBan="1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"'), OK, OK, 'yes'],
  ['a place for a signature to come', () => beside().replace('</HO_SO>', '<CHU_KY_2/></HO_SO>'), OK, OK, 'yes'],
  ['a forged part that has attributes alone', () => beside().replace('<DU_LIEU', '<DU_LIEU diem="10"/><DU_LIEU'), FORM, OK, 'yes'],
  ['the part inside a forged one that has attributes alone', () => beside().replace(/<DU_LIEU .*<\/DU_LIEU>/, '<DU_LIEU diem="10">$&</DU_LIEU>'), FORM, OK, 'yes'],
  ['a forged part with words', () => beside().replace('<DU_LIEU', '<DU_LIEU><phan>giả</phan></DU_LIEU><DU_LIEU'), FORM, OK, 'yes'],
  ['an object with attributes alone', () => beside().replace('</ds:Signature>', '<ds:Object><DU_LIEU diem="10"/></ds:Object></ds:Signature>'), FORM, OK, 'yes'],
  ['words beside the properties', () => beside().replace('<ds:Object>', '<ds:Object>Điểm 10'), FORM, FORM, 'yes'],
  ['a forged part in the key information', () => beside().replace('</ds:KeyInfo>', '<DU_LIEU><phan>giả</phan></DU_LIEU></ds:KeyInfo>'), FORM, OK, 'yes'],
  ['a forged part among unsigned properties', () => inUnsigned(beside(), '<DU_LIEU><phan>giả</phan></DU_LIEU>'), FORM, OK, 'yes'],
  ['a time-stamp over references, which is never passed over', () => inUnsigned(beside(), '<y:SigAndRefsTimeStampV2 xmlns:y="http://uri.etsi.org/01903/v1.4.1#"><xades:EncapsulatedTimeStamp>AAAA</xades:EncapsulatedTimeStamp></y:SigAndRefsTimeStampV2>'), NAMED, OK, 'yes'],
  ['a role in elements of their own', () => enveloped({ own: `${v2(rsa)}<xades:SignerRole><xades:ClaimedRoles><xades:ClaimedRole><vai xmlns="urn:vai">Kế toán</vai></xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRole>` }), OK, OK, 'yes'],
  ['something of their own among unsigned properties', () => inUnsigned(beside(), '<v:GhiChu xmlns:v="urn:vendor">phần mềm A</v:GhiChu>'), OK, OK, 'yes'],
  ['a forged part in the object of an enveloped signature', () => enveloped().replace('</ds:Signature>', '<ds:Object><phan>giả</phan></ds:Object></ds:Signature>'), FORM, OK, 'yes'],
  ['the part named by the Id of WS-Security', () => enveloped({ references: [ds.reference('URI="#d"', [C14N.exclusive])] }, `<s:DU_LIEU xmlns:s="urn:s" xmlns:w="${WSU_NAMESPACE}" w:Id="d">${BODY}</s:DU_LIEU>`), OK, OK, '-'],
  ['the Id again as ID', () => beside().replace('<DU_LIEU', '<X ID="d"/><DU_LIEU'), FORM, FORM, 'yes'],
  ['the Id again as id', () => beside().replace('<DU_LIEU', '<X id="d"/><DU_LIEU'), FORM, FORM, 'yes'],
  ['the Id again as xml:id', () => beside().replace('<DU_LIEU', '<X xml:id="d"/><DU_LIEU'), FORM, FORM, 'no'],
  ['a pointer to the Id', () => beside('', "#xpointer(id('d'))"), OK, OK, 'yes'],
  ['a pointer into the part', () => beside('', "#xpointer(id('d')/phan)"), FORM, FORM, 'yes'],
  ['the enveloped transform alone', () => enveloped({ references: [ds.reference('URI=""', [ENVELOPED])] }), OK, OK, 'yes'],
  ['no transform, so the signature would sign itself', () => enveloped().replace(/(<ds:Reference URI="">)<ds:Transforms>.*?<\/ds:Transforms>/s, '$1'), HASH, HASH, 'no'],
  ['canonicalised before the signature is taken out', () => enveloped().replace(/(<ds:Transform Algorithm="[^"]*enveloped-signature"\/>)(<ds:Transform [^>]*>)/, '$2$1'), FORM, FORM, 'no'],
];

const CRYPTOGRAPHY: readonly Row[] = [
  ['PSS, salt as long as the digest', () => withValue(byMethod(enveloped(), PSS_SHA256), pss(32)), OK, OK, '-'],
  ['PSS without salt', () => withValue(byMethod(enveloped(), PSS_SHA256), pss(0)), CRYPTO, CRYPTO, '-'],
  ['PSS, the longest salt', () => withValue(byMethod(enveloped(), PSS_SHA256), pss(222)), CRYPTO, CRYPTO, '-'],
  ['PSS with parameters of its own', () => withValue(byMethod(enveloped(), `${PSS_2007}rsa-pss`, PSS_PARAMETERS), pss(32)), CRYPTO, CRYPTO, '-'],
  ['PSS with SHA3-256 (RFC 9231 §2.3.10)', () => withValue(byMethod(enveloped(), `${PSS_2007}sha3-256-rsa-MGF1`), pss(32)), CRYPTO, CRYPTO, '-'],
  ['RSA with SHA-1', () => withValue(byMethod(enveloped(), `${DS}rsa-sha1`), (octets) => sign('sha1', octets, rsaKey)), CRYPTO, CRYPTO, 'yes'],
  ['RSA with MD5', () => withValue(byMethod(enveloped(), `${MORE}rsa-md5`), (octets) => sign('md5', octets, rsaKey)), CRYPTO, CRYPTO, 'yes'],
  ['a digest by SHA-1', () => enveloped({ references: [ds.reference('URI=""', [ENVELOPED, C14N.exclusive], `${DS}sha1`)] }), CRYPTO, CRYPTO, 'yes'],
  ['HMAC keyed by the public key', () => withValue(byMethod(enveloped(), `${MORE}hmac-sha256`), (octets) => createHmac('sha256', createPublicKey(rsaKey).export({ format: 'der', type: 'spki' })).update(octets).digest()), CRYPTO, CRYPTO, 'no'],
  ['HMAC cut to eight bits', () => withValue(byMethod(enveloped(), `${MORE}hmac-sha256`, '<ds:HMACOutputLength>8</ds:HMACOutputLength>'), () => Uint8Array.of(1)), CRYPTO, CRYPTO, 'no'],
  ['no algorithm at all', () => byMethod(enveloped(), ''), CRYPTO, CRYPTO, 'no'],
  ['an RSA value said to be of ECDSA', () => withValue(byMethod(enveloped(), `${MORE}ecdsa-sha256`), (octets) => sign('sha256', octets, rsaKey)), VALUE, VALUE, 'no'],
  ['a value with an octet more', () => withValue(enveloped(), (octets) => Buffer.concat([Buffer.alloc(1), sign('sha256', octets, rsaKey)])), VALUE, VALUE, 'no'],
  ['ECDSA', () => enveloped({ method: `${MORE}ecdsa-sha256` }, BODY, '', ec), OK, OK, 'yes'],
  ['ECDSA as DER', () => withValue(enveloped({ method: `${MORE}ecdsa-sha256` }, BODY, '', ec), (octets) => sign('sha256', octets, ecKey)), VALUE, VALUE, 'no'],
  ['ECDSA, r and s zero', () => withValue(enveloped({ method: `${MORE}ecdsa-sha256` }, BODY, '', ec), () => new Uint8Array(64)), VALUE, VALUE, 'no'],
  ['ECDSA, the other of the two values of s', () => withValue(enveloped({ method: `${MORE}ecdsa-sha256` }, BODY, '', ec), otherHalf), OK, OK, 'yes'],
  ['a key of 256 bits with SHA-512', () => withValue(byMethod(enveloped({ method: `${MORE}ecdsa-sha256` }, BODY, '', ec), `${MORE}ecdsa-sha512`), (octets) => sign('sha512', octets, { key: ecKey, dsaEncoding: 'ieee-p1363' })), OK, OK, 'yes'],
  ['Ed25519', () => withValue(byMethod(enveloped(), 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519'), (octets) => sign(null, octets, generateKeyPairSync('ed25519').privateKey)), CRYPTO, CRYPTO, '-'],
  ['a bare key of 512 bits', () => smallKey(512), NAMED, CRYPTO, 'yes'],
  ['a bare key of 1024 bits', () => smallKey(1024), NAMED, CRYPTO, 'yes'],
  ['a bare key of exponent 3', () => smallKey(2048, 3), NAMED, OK, 'yes'],
  ['a bare key of exponent 1', unkeyed, NAMED, CRYPTO, '-'],
];

const CERTIFICATES: readonly Row[] = [
  ['no key information', () => keyInfo(''), NOBODY, NOBODY, 'no'],
  ['the certificate of somebody else', () => keyInfo(`<ds:X509Data>${certificate(other)}</ds:X509Data>`), NAMED, VALUE, 'no'],
  ['somebody else’s before the signer’s', () => keyInfo(`<ds:X509Data>${certificate(other)}</ds:X509Data><ds:X509Data>${certificate(rsa)}</ds:X509Data>`), OK, OK, 'no'],
  ['the key alone, in DER', () => keyInfo(`<e:DEREncodedKeyValue xmlns:e="http://www.w3.org/2009/xmldsig11#">${createPublicKey(rsaKey).export({ format: 'der', type: 'spki' }).toString('base64')}</e:DEREncodedKeyValue>`), NOBODY, OK, '-'],
  ['a place to fetch it from', () => keyInfo('<ds:RetrievalMethod URI="http://a.example/c" Type="http://www.w3.org/2000/09/xmldsig#rawX509Certificate"/>'), NOBODY, NOBODY, 'no'],
  ['the certificate among unsigned properties', () => inUnsigned(keyInfo(''), `<xades:CertificateValues><xades:EncapsulatedX509Certificate>${toBase64(rsa.certificate)}</xades:EncapsulatedX509Certificate></xades:CertificateValues>`), OK, OK, 'no'],
  ['issuer and serial number of somebody else beside the right digest', () => enveloped({ own: v2(rsa, other.issuerSerial) }), NAMED, OK, 'yes'],
  ['issuer and serial number that cannot be read', () => enveloped({ own: v2(rsa, 'AAAA') }), OK, OK, 'yes'],
];

const SYNTAX: readonly Row[] = [
  ['an instruction in a text', () => enveloped({}, '<a>1<?x y?>0</a>'), OK, OK, 'yes'],
  ['a comment in a text', () => enveloped({}, '<a>1<!-- c -->0</a>'), FORM, OK, 'yes'],
  ['a comment in a text, signed with it', () => enveloped({ references: [ds.reference('URI="#xpointer(/)"', [ENVELOPED, C14N.exclusiveWithComments])] }, '<a>1<!-- c -->0</a>'), OK, OK, 'yes'],
  ['CDATA', () => enveloped({}, '<a><![CDATA[1 < 2]]></a>'), OK, OK, 'yes'],
  ['carriage returns by reference', () => enveloped({}, '<a>1&#13;2</a><b x="&#13;&#10;&#9;"/>'), OK, OK, 'yes'],
  ['line ends of three kinds', () => enveloped({}, '\n<a>1</a>\n\n').replace('\n<a>', '\r<a>').replace('</a>\n', '</a>\r\n'), OK, OK, 'yes'],
  ['a prefix nobody uses', () => enveloped({}, BODY, ' xmlns:u="urn:u"'), OK, OK, 'yes'],
  ['xml declared as what it is', () => enveloped({}, BODY, ' xmlns:xml="http://www.w3.org/XML/1998/namespace"'), OK, OK, 'yes'],
  ['xml declared as something else', () => enveloped().replace('<van-ban', '<van-ban xmlns:xml="urn:x"'), FORM, FORM, 'yes'],
  ['a byte order mark', () => `\ufeff${enveloped()}`, OK, OK, 'yes'],
  ['no declaration', () => enveloped().replace(/^<\?xml[^>]*>\s*/, ''), OK, OK, 'yes'],
  ['UTF-16, low octet first', () => utf16(enveloped().replace('"UTF-8"', '"UTF-16"'), [0xff]), OK, OK, 'yes'],
  ['UTF-16, high octet first, no declaration', () => utf16(enveloped().replace(/^<\?xml[^>]*>\s*/, ''), [0xfe]), OK, OK, 'yes'],
  ['UTF-16 that says it is UTF-8', () => utf16(enveloped(), [0xff]), FORM, FORM, 'yes'],
  ['UTF-16 cut in the middle of a letter', () => utf16(enveloped().replace('"UTF-8"', '"UTF-16"'), [0xff]).subarray(0, -1), FORM, FORM, 'yes'],
  ['UTF-8 that says it is UTF-16', () => enveloped().replace('"UTF-8"', '"UTF-16"'), FORM, FORM, 'no'],
  ['UTF-7', () => enveloped().replace('"UTF-8"', '"UTF-7"'), FORM, FORM, 'no'],
  ['a document type', () => enveloped().replace('<van-ban', '<!DOCTYPE van-ban><van-ban'), FORM, FORM, 'yes'],
  ['NUL at the end', () => `${enveloped()}\0`, FORM, FORM, 'yes'],
  ['an instruction behind the root', () => `${enveloped()}<?x y?>`, HASH, HASH, 'no'],
];

const judge = (bytes: Uint8Array, cryptoOnly: boolean) => verifyFile(bytes, { trust: room.trust, at: JUDGED_AT, schema: 'none', cryptoOnly }, nodePrimitives);

describe.runIf(hasXmlsec).each([['coverage', COVERAGE], ['cryptography', CRYPTOGRAPHY], ['certificates', CERTIFICATES], ['syntax', SYNTAX]] as const)('documents of others: %s', (_, rows) => {
  test.each(rows)('%s', (_, make, general, intact, xmlsec) => {
    const document = make(), bytes = typeof document === 'string' ? utf8(document) : document;
    const [whole, bare] = [judge(bytes, false), judge(bytes, true)];
    expect(whole.subIndication ?? whole.verdict).toBe(general);
    expect(bare.subIndication ?? bare.verdict).toBe(intact);
    for (const { message } of [...whole.errors, ...bare.errors]) expect(message).not.toMatch(/undefined| {2}| [.,:]/);
    expect(judge(bytes, false)).toEqual(whole);
    expect(verifyFile(bytes, { trust: room.trust, at: JUDGED_AT, schema: 'hbs-1', cryptoOnly: false }, nodePrimitives).verdict).toBe('TOTAL-FAILED');
    if (xmlsec !== '-') expect(xmlsecVerify({ document: bytes, anchors: room.trust.anchors, intermediates: room.trust.intermediates, at: JUDGED_AT, idElements: ID_ELEMENTS }).accepted).toBe(xmlsec === 'yes');
  });
});

test.runIf(hasXmlsec)('what nobody vouches for around the signed part is named', () => {
  const { verdict, notes } = judge(utf8(beside(' phienBan="1.0" Id="goc"')), false);
  expect([verdict, notes]).toEqual(['TOTAL-PASSED', ['Thuộc tính phienBan của /HO_SO nằm ngoài phạm vi mọi chữ ký: không dựa vào giá trị này.']]);
});
