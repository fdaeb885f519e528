import { describe, expect, test } from 'vitest';
import { unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { certificateOf, extension, name } from '../../../test/builders/certificate-parts.ts';
import { algorithm, attribute, implicitSet, ISSUER, signedDataOf, signerInfoOf, type SignedDataParts, type SignerParts } from '../../../test/builders/signed-data.ts';
import { contentOf, decodeDer, der, guardDer } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { DIGEST_OID } from '../x509/algorithm-identifier.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { sha1 } from '../x509/sha1.ts';
import { cmsFailure } from './signature.ts';
import { isNamedBy, readSignedData, singleAttribute } from './signed-data.ts';
import { identifies, readSigningCertificate } from './signing-certificate.ts';

const DATA = '1.2.840.113549.1.7.1', SIGNED_DATA = '1.2.840.113549.1.7.2', CONTENT_TYPE = '1.2.840.113549.1.9.3', MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SHA256 = '2.16.840.1.101.3.4.2.1', SHA384 = '2.16.840.1.101.3.4.2.2', SHA1 = '1.3.14.3.2.26';
const CONTENT = utf8('nội dung'), VALUE = Uint8Array.of(7, 8), NAMED = der.sequence(ISSUER, der.integer(5)), KEY_ID = Uint8Array.of(0xaa, 0xbb);
const certificate = (parts: Parameters<typeof certificateOf>[0] = {}): Certificate => unwrap(parseCertificate(certificateOf({ issuer: ISSUER, ...parts })));

const sha256 = (bytes: Uint8Array) => nodePrimitives.digest('sha256', bytes);
const ATTRIBUTES = [attribute(CONTENT_TYPE, der.oid(DATA)), attribute(MESSAGE_DIGEST, der.octetString(sha256(CONTENT)))];
const signerOf = (parts: SignerParts = {}) => signerInfoOf({ attributes: ATTRIBUTES, ...parts });
type Parts = SignedDataParts;
const encode = (parts: Parts) => signedDataOf({ content: [der.explicit(0, der.octetString(CONTENT))], signers: der.setOfSorted(signerOf()), ...parts });
const read = (parts: Parts) => decodeDer(encode(parts), readSignedData);
const signerRead = (parts: SignerParts) => unwrap(read({ signers: der.setOfSorted(signerOf(parts)) })).signers[0]!;

describe('SignedData is read as RFC 5652 §5 writes it', () => {
  test.each<[string, Parts, object]>([
    ['its parts', {}, { contentType: DATA, content: CONTENT, certificates: [], crls: [], signers: [{ signer: { kind: 'issuerAndSerial', serial: Uint8Array.of(5) }, signature: VALUE }] }],
    ['without content: the signature is detached', { content: [] }, { content: undefined }],
    ['nobody signed', { signers: der.setOfSorted() }, { signers: [] }],
    ['certificates, attribute certificates passed over', { certificates: [certificateOf(), implicitSet(1, der.nullValue()), implicitSet(3, der.nullValue())] }, { certificates: [certificateOf()] }],
    ['lists, other formats passed over', { crls: [der.sequence(der.integer(1)), implicitSet(1, der.nullValue())] }, { crls: [der.sequence(der.integer(1))] }],
    ['two signers', { signers: der.setOfSorted(signerOf(), signerOf({ attributes: null })) }, { signers: { length: 2 } }],
  ])('%s', (_, parts, expected) => expect(unwrap(read(parts))).toMatchObject(expected));

  test.each<[string, Parts]>([
    ['another kind of message', { type: '1.2.840.113549.1.7.3' }], ['the message under another tag', { wrapper: 1 }], ['two messages', { beside: [der.nullValue()] }], ['something behind it', { behind: [der.nullValue()] }], ['something behind the signers', { inside: [der.nullValue()] }],
    ['two contents', { content: [der.explicit(0, der.octetString(CONTENT)), der.nullValue()] }], ['content of two values', { content: [der.explicit(0, der.octetString(CONTENT), der.nullValue())] }], ['content that is no octet string', { content: [der.explicit(0, der.utf8String('x'))] }],
    ['signers in a sequence', { signers: der.sequence(signerOf()) }], ['an attribute twice', { signers: der.setOfSorted(signerOf({ attributes: [...ATTRIBUTES, ATTRIBUTES[0]!] })) }], ['values that are no set', { signers: der.setOfSorted(signerOf({ attributes: [der.sequence(der.oid(DATA), der.sequence())] })) }],
    ['an attribute of three parts', { signers: der.setOfSorted(signerOf({ attributes: [der.sequence(der.oid(DATA), der.setOfSorted(), der.nullValue())] })) }], ['a signer with something behind', { signers: der.setOfSorted(signerOf({ tail: der.nullValue() })) }],
    ['a key identifier in parts', { signers: der.setOfSorted(signerOf({ sid: implicitSet(0, der.octetString(KEY_ID)) })) }], ['issuer and serial number and more', { signers: der.setOfSorted(signerOf({ sid: der.sequence(ISSUER, der.integer(5), der.nullValue()) })) }],
  ])('refused: %s', (_, parts) => expect(read(parts)).toMatchObject({ ok: false, error: { code: 'der/malformed' } }));

  test('256 attributes of a signer and no more', () => {
    const isRead = (count: number) => read({ signers: der.setOfSorted(signerOf({ unsigned: Array.from({ length: count }, (_, i) => attribute(`1.2.3.${i}`, der.nullValue())) })) }).ok;
    expect([isRead(256), isRead(257)]).toEqual([true, false]);
  });
  test('a signer named by key identifier, with attributes nobody signed', () => {
    const signer = signerRead({ sid: der.implicit(0, KEY_ID), unsigned: [attribute('1.2.3', der.integer(1), der.integer(2))] });
    expect(signer.signer).toEqual({ kind: 'keyIdentifier', keyIdentifier: KEY_ID });
    expect(signer.unsignedAttributes.get('1.2.3')!.map(contentOf)).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
    expect(singleAttribute(signer.unsignedAttributes, '1.2.3')).toBeUndefined();
  });

  test('signed is the SET of the attributes in DER (§5.4), whatever their order', () => {
    const sorted = der.setOfSorted(...ATTRIBUTES);
    const orders = [ATTRIBUTES, [...ATTRIBUTES].reverse()].map((attributes) => signerRead({ attributes }).signedAttributesDer);
    expect(orders).toEqual([sorted, sorted]);
    expect(signerRead({ attributes: null })).toMatchObject({ signedAttributesDer: undefined, signedAttributes: new Map(), unsignedAttributes: new Map() });
  });
});

test.each<[string, Certificate, Uint8Array, boolean]>([
  ['issuer and serial number', certificate(), NAMED, true], ['another serial number', certificate({ serial: der.integer(6) }), NAMED, false], ['another issuer', certificate({ issuer: name() }), NAMED, false],
  ['its key identifier', certificate({ extensions: [extension('2.5.29.14', der.octetString(KEY_ID), false)] }), der.implicit(0, KEY_ID), true], ['another key identifier', certificate({ extensions: [extension('2.5.29.14', der.octetString(VALUE), false)] }), der.implicit(0, KEY_ID), false], ['a certificate without one', certificate(), der.implicit(0, KEY_ID), false],
])('a signer is named by %s', (_, held, sid, expected) => expect(isNamedBy(held, signerRead({ sid }).signer)).toBe(expected));

describe('what a signature over attributes must fulfil (RFC 5652 §5.4, §5.6, §11)', () => {
  const RSA = certificate({ spki: der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()), der.bitString(der.sequence(der.unsignedInteger(new Uint8Array(256).fill(0xff)), der.integer(65_537)))) });
  const WEAK = certificate({ spki: der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), der.nullValue()), der.bitString(der.sequence(der.unsignedInteger(new Uint8Array(128).fill(0xff)), der.integer(65_537)))) });
  const believing = (answer: boolean): Primitives => ({ digest: nodePrimitives.digest, verify: () => answer, verifyAnySalt: () => false });
  const failure = (parts: SignerParts, { by = RSA, answer = true } = {}) => guardDer(() => cmsFailure(signerRead(parts), DATA, CONTENT, by, believing(answer)));
  test.each<[string, SignerParts, Parameters<typeof failure>[1], string | undefined]>([
    ['all of it', {}, {}, undefined], ['the scheme by its own name', { algorithm: '1.2.840.113549.1.1.11' }, {}, undefined],
    ['no attributes', { attributes: null }, {}, 'attributes-missing'], ['no content type', { attributes: ATTRIBUTES.slice(1) }, {}, 'attributes-missing'], ['no message digest', { attributes: ATTRIBUTES.slice(0, 1) }, {}, 'attributes-missing'],
    ['the type of something else', { attributes: [attribute(CONTENT_TYPE, der.oid(SIGNED_DATA)), ATTRIBUTES[1]!] }, {}, 'attributes-missing'], ['two types', { attributes: [attribute(CONTENT_TYPE, der.oid(DATA), der.oid(SIGNED_DATA)), ATTRIBUTES[1]!] }, {}, 'attributes-missing'],
    ['the digest of something else', { attributes: [ATTRIBUTES[0]!, attribute(MESSAGE_DIGEST, der.octetString(sha256(VALUE)))] }, {}, 'content-changed'],
    ['SHA-1', { digest: SHA1 }, {}, 'algorithm-refused'], ['SHA-1 and a scheme of SHA-1', { digest: SHA1, algorithm: '1.2.840.113549.1.1.5' }, {}, 'algorithm-refused'], ['a scheme of another digest', { algorithm: '1.2.840.113549.1.1.12' }, {}, 'algorithm-refused'],
    ['a value that does not fit', {}, { answer: false }, 'signature-wrong'], ['a key too short', {}, { by: WEAK }, 'weak-key'], ['a key of another kind', {}, { by: certificate() }, 'signature-wrong'],
  ])('%s', (_, parts, given, expected) => expect(failure(parts, given)).toEqual({ ok: true, value: expected }));
  test('a digest that is no octet string is not well formed', () => expect(failure({ attributes: [ATTRIBUTES[0]!, attribute(MESSAGE_DIGEST, der.integer(1))] })).toMatchObject({ ok: false }));
});

describe('the certificate a signer binds itself to (RFC 2634 §5.4.1, RFC 5035 §4)', () => {
  const held = certificate(), directory = der.explicit(4, ISSUER);
  const digested = (algorithmName: 'sha256' | 'sha384') => der.octetString(nodePrimitives.digest(algorithmName, held.der));
  const issuerSerial = (serial = 5, names = [directory]) => der.sequence(der.sequence(...names), der.integer(serial));
  const value = (identifiers: readonly Uint8Array[], ...more: readonly Uint8Array[]) => der.sequence(der.sequence(...identifiers), ...more);
  const means = (encoded: Uint8Array, version: 1 | 2) => decodeDer(encoded, (node) => identifies(readSigningCertificate(node, version), held, nodePrimitives));
  const OTHER = der.sequence(der.octetString(sha256(VALUE)));

  test.each<[string, Uint8Array, 1 | 2, boolean]>([
    ['version 1 is SHA-1', value([der.sequence(der.octetString(sha1(held.der)))]), 1, true], ['version 1 of another', value([OTHER]), 1, false],
    ['version 2 is SHA-256 unless it says otherwise', value([der.sequence(digested('sha256'))]), 2, true], ['SHA-256 said', value([der.sequence(algorithm(SHA256), digested('sha256'))]), 2, true], ['SHA-384 said', value([der.sequence(algorithm(SHA384), digested('sha384'))]), 2, true],
    ['SHA-384 said, SHA-256 meant', value([der.sequence(algorithm(SHA384), digested('sha256'))]), 2, false], ['SHA-1 in version 2', value([der.sequence(algorithm(SHA1), der.octetString(sha1(held.der)))]), 2, false], ['of another', value([OTHER]), 2, false],
    ['issuer and serial number too', value([der.sequence(digested('sha256'), issuerSerial())]), 2, true], ['with another serial number', value([der.sequence(digested('sha256'), issuerSerial(6))]), 2, false],
    ['with another issuer', value([der.sequence(digested('sha256'), issuerSerial(5, [der.explicit(4, name())]))]), 2, false], ['with an issuer that is no directory name', value([der.sequence(digested('sha256'), issuerSerial(5, [der.implicit(1, utf8('a@b.vn'))]))]), 2, false],
    ['with policies behind', value([der.sequence(digested('sha256'))], der.sequence(der.sequence(der.oid('1.2.3')))), 2, true], ['the authority’s own certificate second', value([der.sequence(digested('sha256')), OTHER]), 2, true], ['second only', value([OTHER, der.sequence(digested('sha256'))]), 2, false],
  ])('%s', (_, encoded, version, expected) => expect(means(encoded, version)).toEqual({ ok: true, value: expected }));

  test('SHA-1 only names a certificate: it is no digest of the primitives', () => {
    const ofList: Primitives = { ...nodePrimitives, digest: (name, data) => (Object.hasOwn(DIGEST_OID, name) ? nodePrimitives.digest(name, data) : expect.fail(name)) };
    const encoded = value([der.sequence(der.octetString(sha1(held.der)))]);
    expect(decodeDer(encoded, (node) => identifies(readSigningCertificate(node, 1), held, ofList))).toEqual({ ok: true, value: true });
  });

  test.each<[string, Uint8Array, 1 | 2]>([
    ['no identifier', value([]), 2], ['something behind the policies', value([OTHER], der.sequence(), der.nullValue()), 2], ['an algorithm in version 1', value([der.sequence(algorithm(SHA1), der.octetString(sha1(held.der)))]), 1],
    ['something behind the identifier', value([der.sequence(digested('sha256'), issuerSerial(), der.nullValue())]), 2], ['a serial number and more', value([der.sequence(digested('sha256'), der.sequence(der.sequence(directory), der.integer(5), der.nullValue()))]), 2],
  ])('not well formed: %s', (_, encoded, version) => expect(means(encoded, version)).toMatchObject({ ok: false, error: { code: 'der/malformed' } }));
});
