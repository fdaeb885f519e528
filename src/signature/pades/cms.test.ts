import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, type Actor } from '../../../test/actors/authority.ts';
import { certificateOf, extension, name } from '../../../test/builders/certificate-parts.ts';
import { algorithm, attribute, implicitSet, ISSUER, signedDataOf, signerInfoOf, type SignedDataParts, type SignerParts } from '../../../test/builders/signed-data.ts';
import { der } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { cmsFacts } from './cms.ts';
import { hasShape, hasTouchedCertificate } from './cms-shape.ts';

const CONTENT = utf8('nội dung'), sha256 = (bytes: Uint8Array) => nodePrimitives.digest('sha256', bytes);
const SHA256 = '2.16.840.1.101.3.4.2.1', SHA1 = '1.3.14.3.2.26', ECDSA = '1.2.840.10045.4.3.2', RSA = '1.2.840.113549.1.1.1';
const rsaKey = (bits: number) => der.sequence(der.sequence(der.oid(RSA), der.nullValue()), der.bitString(der.sequence(der.unsignedInteger(new Uint8Array(bits / 8).fill(0xff)), der.integer(65_537))));
const KEY_ID = Uint8Array.of(0xaa), WITH_KEY_ID = extension('2.5.29.14', der.octetString(KEY_ID), false);
const SIGNER = certificateOf({ issuer: ISSUER, spki: rsaKey(2048), extensions: [WITH_KEY_ID] }), SAME_NAME = certificateOf({ issuer: ISSUER, spki: rsaKey(3072) }), WEAK = certificateOf({ issuer: ISSUER, spki: rsaKey(1024) }), STRANGER = certificateOf();

const CONTENT_TYPE = attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1')), DIGEST = attribute('1.2.840.113549.1.9.4', der.octetString(sha256(CONTENT)));
const bound = (certificate = SIGNER) => attribute('1.2.840.113549.1.9.16.2.47', der.sequence(der.sequence(der.sequence(der.octetString(sha256(certificate))))));
const BASE = [CONTENT_TYPE, DIGEST, bound()];
const protection = (...members: readonly Uint8Array[]) => attribute('1.2.840.113549.1.9.52', der.sequence(...members));
const DIGEST_ALGORITHM = algorithm(SHA256), implicitly = (encoded: Uint8Array) => Uint8Array.of(0xa1, ...encoded.subarray(1));
const TOKENS = '1.2.840.113549.1.9.16.2.14';

/** Verifies whatever it is asked about. */
const BELIEVING: Primitives = { digest: nodePrimitives.digest, verify: () => true, verifyAnySalt: () => false };
interface Given { readonly signer?: SignerParts; readonly data?: SignedDataParts; readonly isPades?: boolean; readonly known?: readonly Uint8Array[]; readonly primitives?: Primitives; readonly content?: Uint8Array }
const facts = ({ signer = {}, data = {}, isPades = true, known = [], primitives = BELIEVING, content = CONTENT }: Given) => cmsFacts({
  contents: signedDataOf({ certificates: [SIGNER], signers: der.setOfSorted(signerInfoOf({ attributes: BASE, ...signer })), ...data }), content, where: 'Ô', isPades, knownCertificates: known,
}, primitives);
const codes = (given: Given) => facts(given).findings.map(({ code, where }) => {
  expect(where).toBe('Ô');
  return code.replace('signature/', '');
});

describe('a detached CMS signature (RFC 5652 §5, EN 319 142-1 §6.2.1)', () => {
  test('sound: who, by what, and what may be stamped', () => {
    expect(facts({})).toMatchObject({ findings: [], certificate: { der: SIGNER }, algorithm: 'rsa-sha256', bound: true, value: Uint8Array.of(7, 8), signingTime: undefined, tokens: [], certificates: [SIGNER], crls: [] });
  });
  test.each<[string, Given, readonly string[]]>([
    ['no signer', { data: { signers: der.setOfSorted() } }, ['malformed']], ['two signers', { data: { signers: der.setOfSorted(signerInfoOf({ attributes: BASE }), signerInfoOf({ attributes: [...BASE, attribute('1.2.3', der.nullValue())] })) } }, ['malformed']],
    ['content inside', { data: { content: [der.explicit(0, der.octetString(CONTENT))] } }, ['malformed']], ['content of another kind', { data: { contentType: '1.2.3' } }, ['malformed']], ['no CMS', { data: { type: '1.2.3' } }, ['malformed']],
    ['no signed attributes', { signer: { attributes: null }, isPades: false }, ['malformed']], ['no message digest', { signer: { attributes: [CONTENT_TYPE, bound()] } }, ['malformed']], ['other content', { content: utf8('khác') }, ['hash']], ['a value that does not fit', { primitives: { ...BELIEVING, verify: () => false } }, ['value']],
    ['no certificate named, where the baseline wants it', { signer: { attributes: [CONTENT_TYPE, DIGEST] } }, ['not-pades']], ['no certificate named, elsewhere', { signer: { attributes: [CONTENT_TYPE, DIGEST] }, isPades: false }, []],
    ['another certificate named', { signer: { attributes: [CONTENT_TYPE, DIGEST, bound(STRANGER)] } }, ['certificate-differs']], ['only somebody else’s certificate', { data: { certificates: [STRANGER] } }, ['certificate-differs']], ['no certificate at all', { data: { certificates: [] } }, ['certificate-missing']],
    ['a key too short', { data: { certificates: [WEAK] }, signer: { attributes: [CONTENT_TYPE, DIGEST, bound(WEAK)] } }, ['algorithm-refused', 'algorithm-refused']],
    ['SHA-1', { signer: { digest: SHA1 }, data: { digests: [algorithm(SHA1)] } }, ['algorithm-refused']], ['an algorithm nobody accepts', { signer: { algorithm: '1.2.840.113549.1.1.5' } }, ['algorithm-refused']], ['an algorithm of another digest', { signer: { algorithm: '1.2.840.113549.1.1.12' } }, ['algorithm-refused']],
    ['an unsigned attribute nobody knows might be a time-stamp', { signer: { unsigned: [attribute('1.2.3', der.nullValue())] } }, ['timestamp-not-judged']], ['a content time-stamp', { signer: { attributes: [...BASE, attribute('1.2.840.113549.1.9.16.2.20', der.nullValue())] } }, ['timestamp-not-judged']], ['a signed attribute nobody knows', { signer: { attributes: [...BASE, attribute('1.2.3', der.nullValue())] } }, []],
    ...['1.2.840.113549.1.9.16.2.21', '1.2.840.113549.1.9.16.2.22', '1.2.840.113549.1.9.16.2.23', '1.2.840.113549.1.9.16.2.24', '1.2.840.113583.1.1.8'].map((oid): [string, Given, readonly string[]] => [`evidence in attribute ${oid}`, { signer: { unsigned: [attribute(oid, der.nullValue())] } }, []]),
  ])('%s', (_, given, expected) => expect(codes(given)).toEqual(expected));

  test.each<[digest: string, algorithm: string, said: string]>([
    [SHA1, RSA, 'SHA-1'], ['2.16.840.1.101.3.4.2.8', RSA, 'SHA3-256'], ['2.16.840.1.101.3.4.2.8', '2.16.840.1.101.3.4.3.14', 'SHA3-256'], [SHA256, '2.16.840.1.101.3.4.3.14', 'RSA với SHA3-256'], [SHA256, '2.16.840.1.101.3.4.3.10', 'ECDSA với SHA3-256'], [SHA256, '1.2.840.113549.1.1.5', 'RSA với SHA-1'],
    ['2.16.840.1.101.3.4.2.8', '1.2.840.113549.1.1.11', 'SHA3-256'], [SHA256, '1.2.840.113549.1.1.12', 'thuật toán ký và thuật toán băm trong CMS dùng hai hàm băm khác nhau'], [SHA256, '1.2.3', '1.2.3'],
    [SHA256, '1.2.840.113549.1.1.10', 'RSASSA-PSS với tham số ngoài danh mục (muối phải dài bằng giá trị băm, mặt nạ dùng cùng hàm băm)'],
  ])('what is refused is named (Thông tư 15/2025/TT-BKHCN phụ lục; RFC 8017 §9.1): %s with %s', (digest, signature, said) => {
    const { findings } = facts({ signer: { digest, algorithm: signature }, data: { digests: [algorithm(digest)] } });
    expect(findings).toMatchObject([{ code: 'signature/algorithm-refused', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', params: { algorithm: said } }]);
  });

  test.each<[string, Given, Uint8Array]>([
    ['the certificate that was meant, of two by that name', { data: { certificates: [SAME_NAME, SIGNER] } }, SIGNER], ['one the judge knows', { data: { certificates: [] }, known: [SAME_NAME, SIGNER] }, SIGNER], ['by key identifier', { signer: { version: 3, sid: der.implicit(0, KEY_ID) } }, SIGNER], ['the first by that name when none was meant', { data: { certificates: [SAME_NAME, SIGNER] }, isPades: false, signer: { attributes: [CONTENT_TYPE, DIGEST] } }, SAME_NAME],
  ])('%s', (_, given, expected) => expect(facts(given)).toMatchObject({ findings: [], certificate: { der: expected } }));

  test('other content is said to be that of the PDF', () => expect(facts({ content: utf8('khác') }).findings).toMatchObject([{ code: 'signature/hash', params: { target: 'tệp PDF' } }]));
  test('a claimed time and tokens are told', () => {
    const found = facts({ signer: { attributes: [...BASE, attribute('1.2.840.113549.1.9.5', der.encode(0x17, utf8('240531090000Z')))], unsigned: [attribute(TOKENS, der.sequence(der.integer(1)), der.sequence(der.integer(2)))] } });
    expect(found).toMatchObject({ findings: [], signingTime: instant('2024-05-31T09:00:00Z'), tokens: [der.sequence(der.integer(1)), der.sequence(der.integer(2))] });
    expect(facts({ data: { crls: [der.sequence()] } }).crls).toEqual([der.sequence()]);
  });

  describe('revocation data the signer put in (ISO 32000-2 §12.8.3.3.2)', () => {
    const LIST = der.sequence(der.integer(1)), ANSWER = der.sequence(der.integer(2)), archival = (...values: readonly Uint8Array[]) => ({ signer: { attributes: [...BASE, attribute('1.2.840.113583.1.1.8', ...values)] } });
    test.each<[string, Given, readonly Uint8Array[], readonly Uint8Array[]]>([
      ['none', {}, [], []], ['lists and answers', archival(der.sequence(der.explicit(0, der.sequence(LIST, LIST)), der.explicit(1, der.sequence(ANSWER)))), [LIST, LIST], [ANSWER]],
      ['answers alone', archival(der.sequence(der.explicit(1, der.sequence(ANSWER)))), [], [ANSWER]], ['something more behind', archival(der.sequence(der.explicit(0, der.sequence(LIST)), der.explicit(2, der.sequence()))), [LIST], []],
      ['what is no sequence', archival(der.nullValue()), [], []], ['two values', archival(der.sequence(), der.sequence()), [], []],
    ])('%s', (_, given, crls, ocsps) => expect(facts(given)).toMatchObject({ findings: [], crls, ocsps }));
  });
  describe('algorithms that are signed too (RFC 6211)', () => {
    const SIGNATURE = implicitly(algorithm(RSA));
    test.each<[string, readonly Uint8Array[], readonly string[]]>([
      ['the same', [protection(DIGEST_ALGORITHM, SIGNATURE)], []], ['another digest', [protection(algorithm(SHA1), SIGNATURE)], ['algorithm-refused']], ['another signature algorithm', [protection(DIGEST_ALGORITHM, implicitly(algorithm(ECDSA)))], ['algorithm-refused']], ['a MAC instead', [protection(DIGEST_ALGORITHM, Uint8Array.of(0xa2, ...SIGNATURE.subarray(1)))], ['algorithm-refused']],
      ['no signature algorithm', [protection(DIGEST_ALGORITHM)], ['algorithm-refused']], ['nothing', [protection()], ['algorithm-refused']], ['something more', [protection(DIGEST_ALGORITHM, SIGNATURE, der.nullValue())], ['algorithm-refused']], ['a part of it', [protection(DIGEST_ALGORITHM, implicitSet(1, der.nullValue()))], ['algorithm-refused']],
      ['two of them', [attribute('1.2.840.113549.1.9.52', der.sequence(DIGEST_ALGORITHM, SIGNATURE), der.sequence())], ['algorithm-refused']],
    ])('%s', (_, attributes, expected) => expect(codes({ signer: { attributes: [...BASE, ...attributes] } })).toEqual(expected));
  });
});

describe('what no signature covers is as it was made (RFC 5652 §5.1, §5.3)', () => {
  const shape = (data: SignedDataParts, signer: SignerParts = {}) => hasShape(signedDataOf({ signers: der.setOfSorted(signerInfoOf(signer)), ...data }), undefined);
  test.each<[string, SignedDataParts, SignerParts, boolean]>([
    ['version 1', {}, {}, true], ['version 3', { version: 3 }, {}, true], ['version 4', { version: 4 }, {}, true], ['version 5', { version: 5 }, {}, true], ['version 2', { version: 2 }, {}, false], ['version 0', { version: 0 }, {}, false],
    ['a signer of version 3 by name', {}, { version: 3 }, false], ['a signer of version 3 by key', {}, { version: 3, sid: der.implicit(0, KEY_ID) }, true], ['a signer of version 1 by key', {}, { sid: der.implicit(0, KEY_ID) }, false],
    ['the signer’s digest is not in the list', { digests: [algorithm('2.16.840.1.101.3.4.2.2')] }, {}, false], ['it is one of two', { digests: [DIGEST_ALGORITHM, algorithm('2.16.840.1.101.3.4.2.2')] }, {}, true], ['an old digest in the list', { digests: [DIGEST_ALGORITHM, algorithm(SHA1)] }, {}, false], ['no list', { digests: [] }, {}, false],
    ['certificates', { certificates: [SIGNER] }, {}, true], ['an attribute certificate', { certificates: [SIGNER, implicitSet(2, der.nullValue())] }, {}, false],
  ])('%s', (_, data, signer, expected) => expect(shape(data, signer)).toBe(expected));
  test('the issuer is named octet for octet', () => {
    const named = (issuer: Uint8Array) => hasShape(signedDataOf({ signers: der.setOfSorted(signerInfoOf({ sid: der.sequence(issuer, der.integer(5)) })) }), facts({}).certificate);
    expect([named(ISSUER), named(name(['2.5.4.3', der.utf8String('CẤP')]))]).toEqual([true, false]);
    expect(hasShape(Uint8Array.of(1), undefined)).toBe(false);
  });

  let root: Actor, issuing: Actor, other: Actor, signer: Actor, forged: Actor;
  beforeAll(async () => {
    root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions() });
    issuing = await makeActor({ subject: 'CN=Cấp', issuer: root, extensions: authorityExtensions() });
    other = await makeActor({ subject: 'CN=Cấp', issuer: root, extensions: authorityExtensions() });
    signer = await makeActor({ subject: 'CN=Cô Hoa', issuer: issuing });
    forged = await makeActor({ subject: 'CN=Cô Hoa', issuer: { ...other, subject: 'CN=Cấp' }, issuerName: 'CN=Khác' });
  });
  test.each<[string, () => readonly (Actor | Uint8Array)[], () => readonly Actor[], boolean]>([
    ['the whole path beside it', () => [signer, issuing], () => [root], false], ['its authority is not at hand', () => [signer], () => [root], false], ['its authority is known', () => [signer], () => [issuing], false], ['one of two authorities by that name', () => [signer], () => [other, issuing], false],
    ['not by the authority it names', () => [signer], () => [other], true], ['not by the authority whose key it names', () => [forged], () => [other], false], ['unreadable', () => [signer, Uint8Array.of(0x30, 0)], () => [], true], ['none', () => [], () => [root], false],
  ])('certificates that were touched: %s', (_, carried, known, expected) => {
    const octets = (list: readonly (Actor | Uint8Array)[]) => list.map((one) => (one instanceof Uint8Array ? one : one.der));
    expect(hasTouchedCertificate(octets(carried()), octets(known()), nodePrimitives)).toBe(expected);
  });
  test('many of one name: the key identifier finds the authority at once, without it the search ends', async () => {
    const of = (keyIdentifiers: boolean) => Promise.all(Array.from({ length: 24 }, () => makeActor({ subject: 'CN=Cấp', issuer: issuing, keyIdentifiers })));
    const touched = async (keyIdentifiers: boolean) => hasTouchedCertificate([...(await of(keyIdentifiers)), issuing].map(({ der: octets }) => octets), [root.der], nodePrimitives);
    expect([await touched(true), await touched(false)]).toEqual([false, true]);
  });
  test('a certificate with one octet changed', () => {
    const touched = signer.der.slice();
    touched[touched.length - 1]! ^= 1;
    expect(hasTouchedCertificate([touched], [issuing.der], nodePrimitives)).toBe(true);
  });
});
