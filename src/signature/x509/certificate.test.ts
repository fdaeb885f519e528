import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Instant, toHex, unwrap, utf8 } from '#kernel';
import { authorityExtensions, makeActor, makeCrl, type Actor } from '../../../test/actors/authority.ts';
import { certificateOf, extension, KEY_USAGE, name, type CertificateParts, type NamePart } from '../../../test/builders/certificate-parts.ts';
import { hasOpenssl, openssl } from '../../../test/actors/openssl.ts';
import { der } from '../der/index.ts';
import { parseCrl } from '../revocation/index.ts';
import { displayName, isTestCertificate, parseCertificate, TEST_LABEL, toRfc4514, valuesOf } from './index.ts';

let actor: Actor, crl: Uint8Array;
beforeAll(async () => {
  actor = await makeActor({ subject: 'C=VN, O=Sở Giáo dục, CN=Cô Hoa', extensions: authorityExtensions(1) });
  crl = await makeCrl(actor, { revoked: [{ who: '4a01', at: '2024-05-10', reason: 1 }] });
});

const read = (parts: CertificateParts) => parseCertificate(certificateOf({ spki: unwrap(parseCertificate(actor.der)).publicKey.spki, ...parts }));
const accepted = (parts: CertificateParts) => unwrap(read(parts));

describe('certificates that are not well formed', () => {
  test('the untouched one is read', () => expect(read({}).ok).toBe(true));
  test.each<readonly [string, CertificateParts]>([
    ['version 4', { version: 3 }],
    ['version 1 with extensions', { version: null }],
    ['version 1 with a unique identifier', { version: null, extensions: null, ids: der.implicit(1, Uint8Array.of(0, 1)) }],
    ['a unique identifier that is no bit string', { ids: der.implicit(1, Uint8Array.of(9)) }],
    ['parameters of the key that are no DER', { spki: der.sequence(der.sequence(der.oid('1.2.3'), der.encode(1, Uint8Array.of(1, 2))), der.bitString(Uint8Array.of(1))) }],
    ['another algorithm inside than outside', { inner: der.sequence(der.oid('1.2.840.10045.4.3.3')) }],
    ['the same algorithm with other parameters', { inner: der.sequence(der.oid('1.2.840.10045.4.3.2'), der.nullValue()) }],
    ['a serial number of 41 octets', { serial: der.encode(2, new Uint8Array(41).fill(1)) }],
    ['no validity', { validity: der.sequence() }],
    ['a validity of three times', { validity: der.sequence(...Array.from({ length: 3 }, () => der.encode(0x17, utf8('230101000000Z')))) }],
    ['a member after the extensions', { tail: der.integer(1) }],
    ['empty extensions', { extensions: [] }],
    ['an extension twice', { extensions: [KEY_USAGE, KEY_USAGE] }],
    ['critical false written out', { extensions: [der.sequence(der.oid('2.5.29.15'), der.boolean(false), der.octetString(Uint8Array.of(3, 2, 7, 0x80)))] }],
    ['a malformed key usage', { extensions: [extension('2.5.29.15', Uint8Array.of(3, 2, 7, 0x81))] }],
    ['octets after the key usage', { extensions: [extension('2.5.29.15', Uint8Array.of(3, 2, 7, 0x80, 0))] }],
    ['an empty list of purposes', { extensions: [extension('2.5.29.37', der.sequence())] }],
    ['a negative path length', { extensions: [extension('2.5.29.19', der.sequence(der.boolean(true), Uint8Array.of(2, 1, 0xff)))] }],
    ['name constraints that constrain nothing', { extensions: [extension('2.5.29.30', der.sequence())] }],
    ['name constraints with a minimum', { extensions: [extension('2.5.29.30', der.sequence(der.explicit(0, der.sequence(der.implicit(2, utf8('a.vn')), der.implicit(0, Uint8Array.of(1))))))] }],
    ['an alternative name of an unknown kind', { extensions: [extension('2.5.29.17', der.sequence(der.implicit(9, utf8('x'))))] }],
    ['an empty relative name', { subject: der.sequence(der.setOfSorted()) }],
    ['a name attribute of three values', { subject: der.sequence(der.setOfSorted(der.sequence(der.oid('2.5.4.3'), der.utf8String('a'), der.utf8String('b')))) }],
    ['a bit string key with unused bits', { spki: der.sequence(der.sequence(der.oid('1.2.840.10045.2.1')), der.encode(3, Uint8Array.of(1, 4))) }],
  ])('%s', (_, parts) => {
    expect(read(parts)).toMatchObject({ ok: false, error: { code: 'der/malformed' } });
  });

  test('more than 64 KiB', () => {
    expect(parseCertificate(new Uint8Array(65 * 1024))).toMatchObject({ ok: false, error: { code: 'der/too-large' } });
  });

  test('a 1 MiB list of garbage numbers is refused quickly', () => {
    const started = performance.now();
    expect(parseCrl(der.sequence(new Uint8Array(1 << 20).fill(0x30))).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('hostile octets never throw', () => {
  test.each<readonly [string, () => Uint8Array, (bytes: Uint8Array) => { ok: boolean }]>([
    ['certificate', () => actor.der, parseCertificate], ['list', () => crl, parseCrl],
  ])('%s, cut, flipped, spliced', (_, sound, parse) => {
    const bytes = sound();
    for (let length = 0; length < bytes.length; length++) expect(parse(bytes.slice(0, length)).ok).toBe(false);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }), (changes) => {
      const forged = bytes.slice();
      for (const [at, value] of changes) forged[at] = value;
      parse(forged);
    }), { numRuns: 1500 });
    fc.assert(fc.property(fc.nat({ max: bytes.length }), fc.nat({ max: bytes.length }), (from, to) => {
      parse(Uint8Array.from([...bytes.slice(0, from), ...bytes.slice(to)]));
    }), { numRuns: 500 });
  });
});

test('an RSA key with parameters is none that can be used', () => {
  const rsa = (parameters: Uint8Array) => accepted({ spki: der.sequence(der.sequence(der.oid('1.2.840.113549.1.1.1'), parameters), der.bitString(der.sequence(der.integer(5), der.integer(3)))) }).publicKey.kind;
  expect([rsa(der.nullValue()), rsa(der.integer(1))]).toEqual(['rsa', 'other']);
});

describe('names', () => {
  const subject = (...parts: readonly NamePart[]) => accepted({ subject: name(...parts) }).subject;
  const printable = (text: string) => der.encode(0x13, utf8(text));
  const bmp = (text: string) => der.encode(0x1e, Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0) >> 8, character.charCodeAt(0) & 255])));

  test('string type, case, spaces and Unicode composition do not tell names apart', () => {
    const key = subject(['2.5.4.3', der.utf8String('Hoà Bình')]).key;
    expect(subject(['2.5.4.3', der.utf8String('  HOÀ   bình ')]).key).toBe(key);
    expect(subject(['2.5.4.3', der.utf8String('Hoà Bình'.normalize('NFD'))]).key).toBe(key);
    expect(subject(['2.5.4.3', bmp('Hoà Bình')]).key).toBe(key);
    expect(subject(['2.5.4.3', printable('ABC')]).key).toBe(subject(['2.5.4.3', der.utf8String('abc')]).key);
  });
  test('marks, attribute types, order and number do', () => {
    const keys = [
      subject(['2.5.4.3', der.utf8String('Hoà')]), subject(['2.5.4.3', der.utf8String('Hoa')]), subject(['2.5.4.10', der.utf8String('Hoà')]),
      subject(['2.5.4.3', der.utf8String('a')], ['2.5.4.10', der.utf8String('b')]), subject(['2.5.4.10', der.utf8String('b')], ['2.5.4.3', der.utf8String('a')]),
      subject(['2.5.4.3', der.utf8String('a')], ['2.5.4.3', der.utf8String('b')]), subject(['2.5.4.3', der.utf8String('a","b')]), subject(),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
  test('as people read them', () => {
    const dn = subject(['2.5.4.6', printable('VN')], ['2.5.4.10', der.utf8String('Trường A, xã B')], ['2.5.4.3', der.utf8String('Cô "Hoa"+1')]);
    expect(displayName(dn)).toBe('Cô "Hoa"+1');
    expect(toRfc4514(dn)).toBe('CN=Cô \\"Hoa\\"\\+1,O=Trường A\\, xã B,C=VN');
    expect(valuesOf(dn, '2.5.4.10')).toEqual(['Trường A, xã B']);
    expect(displayName(subject(['2.5.4.10', der.utf8String('Chỉ tổ chức')]))).toBe('Chỉ tổ chức');
    expect(displayName(subject())).toBe('');
  });
  test('a value that is no text is kept as hexadecimal', () => {
    expect(subject(['2.5.4.45', der.bitString(Uint8Array.of(1))]).relativeNames[0]![0]!.text).toBe('#03020001');
  });
  test.each([['a number', der.integer(5)], ['a context tag', der.implicit(1, Uint8Array.of(65))], ['a boolean', der.boolean(true)], ['bits that are none', der.encode(0x03, Uint8Array.of(9))]])('a value that is %s is refused', (_, value) => {
    expect(read({ subject: name(['2.5.4.3', value]) }).ok).toBe(false);
  });
});

test('the trial label is found in the unit or the name, of subject or issuer', () => {
  expect(isTestCertificate(accepted({ subject: name(['2.5.4.11', der.utf8String(TEST_LABEL)]) }))).toBe(true);
  expect(isTestCertificate(accepted({ subject: name(['2.5.4.3', der.utf8String(`Cô Hoa (${TEST_LABEL})`)]) }))).toBe(true);
  expect(isTestCertificate(accepted({}))).toBe(false);
});

test('a list: dates, entries, reasons', () => {
  const list = unwrap(parseCrl(crl));
  expect(Instant.toIso(list.thisUpdate)).toBe('2024-05-20T07:00:00+07:00');
  expect(list.entries.get('4a01')).toMatchObject([{ reason: 'keyCompromise', revokedAt: Date.parse('2024-05-10T00:00:00Z') }]);
  expect(list.unknownCritical).toEqual([]);
});

test('the bytes read are a copy: what the caller does to its buffer afterwards changes nothing', () => {
  const buffer = actor.der.slice();
  buffer[buffer.length - 1]! ^= 0x55;
  const certificate = unwrap(parseCertificate(buffer));
  const before = toHex(certificate.tbs);
  buffer.fill(0);
  expect(toHex(certificate.tbs)).toBe(before);
});

describe.runIf(hasOpenssl)('a certificate with everything, made by openssl', () => {
  const CONFIG = `[req]\ndistinguished_name=dn\nprompt=no\nx509_extensions=ext\nutf8=yes\n[dn]\nC=VN\nO=Học bạ\nCN=Đủ mọi thứ\n[ext]
basicConstraints=critical,CA:TRUE,pathlen:3\nkeyUsage=critical,keyCertSign,cRLSign\nextendedKeyUsage=emailProtection,1.2.3.4\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=issuer:always
subjectAltName=email:a@b.vn,DNS:b.vn,URI:http://b.vn/x,IP:10.0.0.1,RID:1.2.3,dirName:dir,otherName:1.2.3.4;UTF8:xin chào\nissuerAltName=email:c@b.vn
certificatePolicies=1.2.3.4,1.2.3.5\npolicyMappings=1.2.3.4:1.2.3.6\npolicyConstraints=requireExplicitPolicy:2,inhibitPolicyMapping:1\ninhibitAnyPolicy=4
nameConstraints=critical,permitted;email:b.vn,excluded;IP:10.1.0.0/255.255.0.0\ncrlDistributionPoints=p1,p2\nauthorityInfoAccess=OCSP;URI:http://o.vn/,caIssuers;URI:http://o.vn/ca
[dir]\nCN=Khác\n[p1]\nfullname=URI:http://b.vn/1.crl,URI:ldap://b.vn/1\n[p2]\nrelativename=rel\nreasons=keyCompromise,CACompromise\nCRLissuer=dirName:dir\n[rel]\nOU=phan\n`;

  test('every extension is read', () => {
    const { bytes, output } = openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k.pem', '-config', 'c.cnf', '-days', '30', '-outform', 'DER', '-out', 'c.der'], { 'c.cnf': CONFIG }, 'c.der');
    const parsed = parseCertificate(bytes);
    expect(parsed.ok, output).toBe(true);
    const certificate = unwrap(parsed);
    expect(toRfc4514(certificate.subject)).toBe('CN=Đủ mọi thứ,O=Học bạ,C=VN');
    expect(certificate.basicConstraints).toEqual({ ca: true, pathLength: 3 });
    expect([...certificate.keyUsage!]).toEqual([5, 6]);
    expect(certificate.keyPurposes).toEqual(['1.3.6.1.5.5.7.3.4', '1.2.3.4']);
    expect(certificate.subjectAltNames.map(({ kind }) => kind)).toEqual(['email', 'dns', 'uri', 'ip', 'registeredId', 'directory', 'other']);
    expect(certificate.policies).toEqual(['1.2.3.4', '1.2.3.5']);
    expect(certificate.policyMappings).toEqual([{ issuer: '1.2.3.4', subject: '1.2.3.6' }]);
    expect(certificate.policyConstraints).toEqual({ requireExplicitPolicy: 2, inhibitPolicyMapping: 1 });
    expect(certificate.inhibitAnyPolicy).toBe(4);
    expect(certificate.nameConstraints).toMatchObject({ permitted: [{ kind: 'email', text: 'b.vn' }], excluded: [{ kind: 'ip', bytes: Uint8Array.of(10, 1, 0, 0, 255, 255, 0, 0) }] });
    expect(certificate.crlDistributionPoints).toMatchObject([
      { name: { fullName: [{ text: 'http://b.vn/1.crl' }, { text: 'ldap://b.vn/1' }] } },
      { name: { relativeName: [{ oid: '2.5.4.11', text: 'phan' }] }, reasons: new Set([1, 2]), crlIssuer: [{ kind: 'directory' }] },
    ]);
    expect(certificate.authorityInfoAccess.map(({ location }) => location)).toEqual([{ kind: 'uri', text: 'http://o.vn/' }, { kind: 'uri', text: 'http://o.vn/ca' }]);
    expect(certificate.subjectKeyIdentifier).toHaveLength(20);
    expect(certificate.authorityKeyIdentifier).toMatchObject({ issuer: [{ kind: 'directory', name: { key: certificate.subject.key } }], serial: certificate.serial });
    expect(certificate.unknownCritical).toEqual([]);
  });
});

test('an unknown critical extension is told', async () => {
  const odd = await makeActor({ subject: 'CN=x', extensions: [new Extension('1.2.3.4.5', true, Uint8Array.of(5, 0))] });
  expect(unwrap(parseCertificate(odd.der)).unknownCritical).toEqual(['1.2.3.4.5']);
});
