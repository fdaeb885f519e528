import 'reflect-metadata';
import { BasicConstraintsExtension, CRLDistributionPointsExtension, ExtendedKeyUsageExtension, Extension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Instant, toHex, unwrap, utf8 } from '#kernel';
import { nodePrimitives } from '#signature/node';
import { authorityExtensions, instant, makeActor, makeCrl, signerExtensions, timestampExtensions, X509CrlReason, type Actor, type CertificateOrder } from '../../../test/actors/authority.ts';
import { hasOpenssl, opensslVerify } from '../../../test/actors/openssl.ts';
import { der } from '../der/index.ts';
import { parseCertificate, validatePath, type PathInput, type PathReason, type Purpose } from './index.ts';
import { LINK_CHECKS_MAX, PATH_LENGTH_MAX } from './path-build.ts';

const AT = instant('2024-06-01');
const C = 'C=VN, O=Cơ quan';
const serialOf = (actor: Actor): string => unwrap(parseCertificate(actor.der)).serialHex;

let root: Actor, issuing: Actor, signer: Actor;
let rootCrl: Uint8Array, issuingCrl: Uint8Array;

beforeAll(async () => {
  root = await makeActor({ subject: `${C}, CN=Gốc`, extensions: authorityExtensions(), from: '2020-01-01', to: '2045-01-01' });
  issuing = await makeActor({ subject: `${C}, CN=Cấp`, issuer: root, extensions: authorityExtensions(0) });
  signer = await makeActor({ subject: `${C}, CN=Cô Hoa`, issuer: issuing, extensions: signerExtensions });
  rootCrl = await makeCrl(root);
  issuingCrl = await makeCrl(issuing);
});

interface Case {
  certificate?: Actor; intermediates?: readonly Actor[]; anchors?: readonly Actor[]; crls?: readonly Uint8Array[];
  at?: Instant; validationTime?: Instant; purpose?: Purpose; args?: readonly string[];
}

const toInput = (given: Case): PathInput => ({
  certificate: (given.certificate ?? signer).der, anchors: (given.anchors ?? [root]).map((actor) => actor.der),
  intermediates: (given.intermediates ?? [issuing]).map((actor) => actor.der), crls: given.crls ?? [rootCrl, issuingCrl],
  at: given.at ?? AT, ...(given.validationTime !== undefined && { validationTime: given.validationTime }), purpose: given.purpose ?? 'documentSigning',
});
const judge = (given: Case) => validatePath(toInput(given), nodePrimitives);

const ask = (order: Partial<CertificateOrder>) => makeActor({ subject: `${C}, CN=Cô Hoa`, issuer: issuing, extensions: signerExtensions, ...order });
const under = (order: Partial<CertificateOrder>) => makeActor({ subject: `${C}, CN=Cấp`, issuer: root, extensions: authorityExtensions(0), ...order });
/** A path root → authority → signer, with the lists both need. */
async function path(authority: Actor, order: Partial<CertificateOrder> = {}): Promise<Case> {
  return { certificate: await ask({ issuer: authority, ...order }), intermediates: [authority], crls: [rootCrl, await makeCrl(authority)] };
}
const nameConstraints = (permitted: readonly Uint8Array[], excluded: readonly Uint8Array[] = []): Extension => {
  const trees = (tag: number, names: readonly Uint8Array[]) => (names.length === 0 ? [] : [der.explicit(tag, ...names.map((name) => der.sequence(name)))]);
  return new Extension('2.5.29.30', true, Uint8Array.from(der.sequence(...trees(0, permitted), ...trees(1, excluded))));
};
const dns = (text: string) => der.implicit(2, utf8(text));
const email = (text: string) => der.implicit(1, utf8(text));
const directory = (actor: Actor) => der.explicit(4, unwrap(parseCertificate(actor.der)).subject.der);
const unknownExtension = (critical: boolean) => new Extension('1.3.6.1.4.1.99999.7', critical, Uint8Array.from(der.nullValue()));

/** Each row: what is special, how it is built, the reason (or `ok`), and whether openssl says the same. */
type Row = readonly [title: string, build: () => Promise<Case> | Case, expected: PathReason | 'ok', openssl: 'same' | 'differs' | 'not asked'];

const rows: readonly Row[] = [
  ['the sound path', () => ({}), 'ok', 'same'],
  ['the first second of validity', () => ({ at: instant('2023-01-01T00:00:00Z'), crls: [] }), 'revocation-unknown', 'same'],
  ['one second before validity', async () => ({ certificate: await ask({ from: '2024-06-01T00:00:01Z' }) }), 'not-yet-valid', 'same'],
  ['the last second of validity', async () => ({ certificate: await ask({ to: '2024-06-01T00:00:00Z' }) }), 'ok', 'differs'],
  ['one second after validity', async () => ({ certificate: await ask({ to: '2024-05-31T23:59:59Z' }) }), 'expired', 'same'],
  ['an authority that has expired', async () => path(await under({ to: '2024-05-01' })), 'authority-out-of-dates', 'same'],
  ['an authority not valid yet', async () => path(await under({ from: '2024-07-01' })), 'authority-out-of-dates', 'same'],
  ['an anchor that has expired', async () => {
    const old = await makeActor({ subject: `${C}, CN=Gốc cũ`, extensions: authorityExtensions(), from: '2020-01-01', to: '2024-01-01' });
    return { certificate: await ask({ issuer: old }), anchors: [old], crls: [await makeCrl(old)] };
  }, 'authority-out-of-dates', 'same'],

  ['no authority certificate', () => ({ intermediates: [] }), 'no-chain', 'same'],
  ['no anchor', () => ({ anchors: [] }), 'no-chain', 'same'],
  ['the root given only as an intermediate', () => ({ anchors: [], intermediates: [issuing, root] }), 'no-chain', 'not asked'],
  ['the issuing authority as anchor', () => ({ anchors: [issuing], crls: [issuingCrl] }), 'ok', 'differs'],
  ['the signer as anchor, no revocation data', () => ({ anchors: [signer], crls: [] }), 'ok', 'not asked'],
  ['a signer given as anchor that signed another certificate', async () => ({ certificate: await ask({ issuer: signer }), anchors: [signer] }), 'not-an-authority', 'same'],
  ['an authority with the same name and another key', async () => ({ certificate: await ask({ issuer: await under({}) }) }), 'no-chain', 'same'],
  ['the same, claiming the real key identifier nowhere', async () => ({ certificate: await ask({ issuer: await under({ keyIdentifiers: false }), keyIdentifiers: false }) }), 'issuer-signature-mismatch', 'same'],
  ['a whole look-alike hierarchy offered as intermediates', async () => {
    const fake = await makeActor({ subject: root.subject, extensions: authorityExtensions() });
    const fakeIssuing = await under({ issuer: fake });
    return { certificate: await ask({ issuer: fakeIssuing }), intermediates: [issuing, fakeIssuing, fake] };
  }, 'no-chain', 'same'],
  ['the right key under another name', async () => ({ certificate: await ask({ issuerName: `${C}, CN=Khác` }) }), 'no-chain', 'same'],
  ['a self-signed signer', async () => ({ certificate: await makeActor({ subject: `${C}, CN=Tự ký`, extensions: signerExtensions }) }), 'no-chain', 'same'],
  ['two authorities of one name, the wrong one first', async () => ({ intermediates: [await under({}), issuing] }), 'ok', 'same'],
  ['names that differ in case and spaces only', async () => ({ certificate: await ask({ issuerName: 'C=VN, O=CƠ  QUAN, CN=CẤP' }) }), 'ok', 'differs'],

  ['an authority without basic constraints', async () => path(await under({ extensions: [new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)] })), 'not-an-authority', 'same'],
  ['an authority that is none (cA false)', async () => path(await under({ extensions: [new BasicConstraintsExtension(false, undefined, true)] })), 'not-an-authority', 'same'],
  ['an authority that may not sign certificates', async () => path(await under({ extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true)] })), 'not-an-authority', 'same'],
  ['an authority that may not sign lists', async () => path(await under({ extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true)] })), 'revocation-unknown', 'same'],
  ['one authority more than pathLen allows', async () => {
    const below = await under({ subject: `${C}, CN=Dưới`, issuer: issuing });
    const given = await path(below);
    return { ...given, intermediates: [below, issuing], crls: [...given.crls!, issuingCrl] };
  }, 'path-too-long', 'same'],
  ['an anchor whose own pathLen forbids the authority', async () => {
    const narrow = await makeActor({ subject: `${C}, CN=Gốc hẹp`, extensions: authorityExtensions(0) });
    const authority = await under({ issuer: narrow });
    return { ...await path(authority), anchors: [narrow], crls: [await makeCrl(narrow), await makeCrl(authority)] };
  }, 'path-too-long', 'same'],
  ['a self-issued authority (new key, same name) does not count', async () => {
    const renewed = await makeActor({ subject: issuing.subject, issuer: issuing, extensions: authorityExtensions(0) });
    return { ...await path(renewed), intermediates: [renewed, issuing], crls: [rootCrl, issuingCrl, await makeCrl(renewed)] };
  }, 'ok', 'same'],

  ['a signer for key exchange only', async () => ({ certificate: await ask({ extensions: [new KeyUsagesExtension(KeyUsageFlags.keyEncipherment, true)] }) }), 'key-usage', 'not asked'],
  ['a signer without key usage', async () => ({ certificate: await ask({ extensions: [] }) }), 'ok', 'same'],
  ['a web server', async () => ({ certificate: await ask({ extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])] }) }), 'key-purpose', 'not asked'],
  ['a web server that may also sign e-mail', async () => ({ certificate: await ask({ extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.4'])] }) }), 'ok', 'not asked'],
  ['a time-stamping certificate used for documents', async () => ({ certificate: await ask({ extensions: timestampExtensions }) }), 'key-purpose', 'not asked'],
  ['an OCSP responder used for documents', async () => ({ certificate: await ask({ extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.9'])] }) }), 'key-purpose', 'not asked'],
  ['a signer used for time stamps', () => ({ purpose: 'timestamping' as const }), 'key-purpose', 'not asked'],
  ['time stamping, not critical', async () => ({ purpose: 'timestamping' as const, certificate: await ask({ extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.8'], false)] }) }), 'key-purpose', 'not asked'],
  ['time stamping beside another purpose', async () => ({ purpose: 'timestamping' as const, certificate: await ask({ extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.4'], true)] }) }), 'key-purpose', 'not asked'],
  ['time stamping as it must be', async () => ({ purpose: 'timestamping' as const, certificate: await ask({ extensions: timestampExtensions }) }), 'ok', 'not asked'],
  ['an authority for web servers only', async () => path(await under({ extensions: [...authorityExtensions(0), new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])] })), 'key-purpose', 'not asked'],

  ['an unknown critical extension of the signer', async () => ({ certificate: await ask({ extensions: [...signerExtensions, unknownExtension(true)] }) }), 'unknown-critical-extension', 'same'],
  ['an unknown extension that is not critical', async () => ({ certificate: await ask({ extensions: [...signerExtensions, unknownExtension(false)] }) }), 'ok', 'same'],
  ['an unknown critical extension of the authority', async () => path(await under({ extensions: [...authorityExtensions(0), unknownExtension(true)] })), 'unknown-critical-extension', 'same'],

  ['an explicit policy is required and none is proven', async () => path(await under({ extensions: [...authorityExtensions(0), new Extension('2.5.29.36', true, Uint8Array.from(der.sequence(der.implicit(0, Uint8Array.of(0)))))] })), 'policy-required', 'not asked'],

  ['a name below the permitted one', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([directory(await makeActor({ subject: C }))])] })), 'ok', 'same'],
  ['a name outside the permitted one', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([directory(await makeActor({ subject: 'C=VN, O=Khác' }))])] })), 'name-not-permitted', 'same'],
  ['a name below an excluded one', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([], [directory(await makeActor({ subject: C }))])] })), 'name-not-permitted', 'same'],
  ['an e-mail address inside the permitted host', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([email('truong.vn')])] }), { extensions: [...signerExtensions, new SubjectAlternativeNameExtension([{ type: 'email', value: 'hoa@truong.vn' }])] }), 'ok', 'same'],
  ['an e-mail address of a sub-host of the permitted host', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([email('truong.vn')])] }), { extensions: [...signerExtensions, new SubjectAlternativeNameExtension([{ type: 'email', value: 'hoa@a.truong.vn' }])] }), 'name-not-permitted', 'same'],
  ['a host name that only ends like the permitted one', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([dns('truong.vn')])] }), { extensions: [...signerExtensions, new SubjectAlternativeNameExtension([{ type: 'dns', value: 'giatruong.vn' }])] }), 'name-not-permitted', 'same'],
  ['constraints on a form of name the certificate does not have', async () => path(await under({ extensions: [...authorityExtensions(0), nameConstraints([dns('truong.vn')])] })), 'ok', 'same'],

  ['no revocation list at all', () => ({ crls: [] }), 'revocation-unknown', 'same'],
  ['no list for the authority', () => ({ crls: [issuingCrl] }), 'revocation-unknown', 'same'],
  ['no list for the signer', () => ({ crls: [rootCrl] }), 'revocation-unknown', 'same'],
  ['a stale list', async () => ({ crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-05-01', nextUpdate: '2024-05-31T23:59:59Z' })] }), 'revocation-stale', 'same'],
  ['a list from the future', async () => ({ crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-06-02' })] }), 'revocation-unknown', 'same'],
  ['a later list, seen by a later judge', async () => ({ crls: [await makeCrl(root, { thisUpdate: '2024-08-26' }), await makeCrl(issuing, { thisUpdate: '2024-08-26', nextUpdate: '2024-09-30' })], validationTime: instant('2026-11-24') }), 'ok', 'not asked'],
  ['a later list that may have dropped an expired certificate', async () => ({
    certificate: await ask({ to: '2024-08-01' }), validationTime: instant('2026-11-24'), crls: [await makeCrl(root, { thisUpdate: '2024-08-26' }), await makeCrl(issuing, { thisUpdate: '2024-08-26' })],
  }), 'revocation-stale', 'not asked'],
  ['a list by an authority of the same name and another key', async () => ({ crls: [rootCrl, await makeCrl(await under({}))] }), 'revocation-unknown', 'same'],
  ['a list whose issuer only bears the name', async () => ({ crls: [rootCrl, await makeCrl(signer, { issuerName: issuing.subject })] }), 'revocation-unknown', 'same'],
  ['a list by a second certificate of the authority for lists alone', async () => {
    const lister = await under({ extensions: [new KeyUsagesExtension(KeyUsageFlags.cRLSign, true)] });
    return { intermediates: [issuing, lister], crls: [rootCrl, await makeCrl(lister)] };
  }, 'ok', 'same'],
  ['a list with an unknown critical extension', async () => ({ crls: [rootCrl, await makeCrl(issuing, { extensions: [unknownExtension(true)] })] }), 'revocation-unknown', 'same'],
  ['a delta list alone', async () => ({ crls: [rootCrl, await makeCrl(issuing, { extensions: [new Extension('2.5.29.27', true, Uint8Array.from(der.integer(1)))] })] }), 'revocation-unknown', 'not asked'],
  ['a list for authorities only', async () => ({ crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(der.implicit(2, Uint8Array.of(0xff)))] })] }), 'revocation-unknown', 'same'],
  ['a list for signers only', async () => ({ crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(der.implicit(1, Uint8Array.of(0xff)))] })] }), 'ok', 'same'],
  ['a list of some reasons only', async () => ({ crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(der.implicit(3, Uint8Array.of(6, 0x40)))] })] }), 'revocation-unknown', 'same'],
  ['two lists that share the reasons', async () => ({
    crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(der.implicit(3, Uint8Array.of(6, 0x40)))] }), await makeCrl(issuing, { extensions: [issuingPoint(der.implicit(3, Uint8Array.of(7, 0x3f, 0x80)))] })],
  }), 'ok', 'same'],
  ['a list of another distribution point', async () => ({
    certificate: await ask({ extensions: [...signerExtensions, new CRLDistributionPointsExtension(['http://a.invalid/1.crl'])] }),
    crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(fullName('http://a.invalid/2.crl'))] })],
  }), 'revocation-unknown', 'same'],
  ['a list of the certificate’s own distribution point', async () => ({
    certificate: await ask({ extensions: [...signerExtensions, new CRLDistributionPointsExtension(['http://a.invalid/1.crl'])] }),
    crls: [rootCrl, await makeCrl(issuing, { extensions: [issuingPoint(fullName('http://a.invalid/1.crl'))] })],
  }), 'ok', 'same'],

  ['revoked before', async () => ({ crls: [rootCrl, await makeCrl(issuing, { revoked: [{ who: serialOf(signer), at: '2024-05-10' }] })] }), 'revoked', 'same'],
  ['revoked at that very second', async () => ({ crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-06-01', revoked: [{ who: serialOf(signer), at: '2024-06-01' }] })] }), 'revoked', 'same'],
  ['revoked one second later', async () => ({ validationTime: instant('2024-06-10'), crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-06-05', revoked: [{ who: serialOf(signer), at: '2024-06-01T00:00:01Z', reason: X509CrlReason.keyCompromise }] })] }), 'ok', 'not asked'],
  ['somebody else revoked', async () => ({ crls: [rootCrl, await makeCrl(issuing, { revoked: [{ who: '4a01', at: '2024-05-10' }] })] }), 'ok', 'same'],
  ['revoked on a stale list, missing from none', async () => ({ crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-05-01', nextUpdate: '2024-05-31', revoked: [{ who: serialOf(signer), at: '2024-04-01' }] })] }), 'revoked', 'same'],
  ['on hold', async () => ({ crls: [rootCrl, await makeCrl(issuing, { revoked: [{ who: serialOf(signer), at: '2024-05-10', reason: X509CrlReason.certificateHold }] })] }), 'on-hold', 'same'],
  ['was on hold, released on the newer list', async () => ({
    crls: [rootCrl, await makeCrl(issuing, { thisUpdate: '2024-05-10', revoked: [{ who: serialOf(signer), at: '2024-05-09', reason: X509CrlReason.certificateHold }] }), issuingCrl],
  }), 'ok', 'not asked'],
  ['the authority revoked', async () => ({ crls: [issuingCrl, await makeCrl(root, { revoked: [{ who: serialOf(issuing), at: '2024-05-10' }] })] }), 'authority-revoked', 'same'],

  ['an RSA key of 1024 bits', async () => {
    const weak = await weakRsa();
    return { certificate: weak };
  }, 'weak-key', 'not asked'],
  ['a certificate signed with SHA-1', async () => ({ certificate: await ask({ hash: 'SHA-1' }) }), 'algorithm-refused', 'not asked'],
  ['a certificate signed with SHA-384', async () => ({ certificate: await ask({ hash: 'SHA-384' }) }), 'ok', 'same'],
];

const issuingPoint = (...members: readonly Uint8Array[]) => new Extension('2.5.29.28', true, Uint8Array.from(der.sequence(...members)));
const fullName = (url: string) => der.explicit(0, der.explicit(0, der.implicit(6, utf8(url))));
async function weakRsa(): Promise<Actor> {
  const { generateKeyPairSync } = await import('node:crypto');
  const pkcs8 = new Uint8Array(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'der' }));
  return ask({ sameKeyAs: { ...signer, pkcs8 } });
}

/** What more certificates, later lists or a proof of time may heal (EN 319 102-1 §5.2.6.4); everything else is definite. */
const OPEN: ReadonlySet<PathReason> = new Set(['no-chain', 'policy-required', 'on-hold', 'revocation-unknown', 'revocation-stale']);

describe('RFC 5280 path validation', () => {
  test.each(rows)('%s', async (_, build, expected, oracle) => {
    const given = await build();
    const judgement = judge(given);
    expect(judgement.reason ?? 'ok').toBe(expected);
    expect(judgement.verdict).toBe(expected === 'ok' ? 'PASSED' : OPEN.has(expected) ? 'INDETERMINATE' : 'FAILED');
    expect(judgement.sentence === undefined).toBe(expected === 'ok');
    if (!hasOpenssl || oracle === 'not asked') return;
    const { accepted, output } = opensslVerify({ ...toInput(given), ...(given.args && { args: given.args }) });
    expect(accepted === (expected === 'ok'), output).toBe(oracle === 'same');
  });

  test('the chain goes from the signer to the anchor, with an answer for each below it', () => {
    const { chain, revocation } = judge({});
    expect(chain.map((certificate) => toHex(certificate.der))).toEqual([signer, issuing, root].map((actor) => toHex(actor.der)));
    expect(revocation.map(({ kind }) => kind)).toEqual(['good', 'good']);
  });

  test('a revocation after the moment stays on record', async () => {
    const crl = await makeCrl(issuing, { thisUpdate: '2024-06-05', revoked: [{ who: serialOf(signer), at: '2024-06-03', reason: X509CrlReason.keyCompromise }] });
    const { verdict, revocation } = judge({ crls: [rootCrl, crl], validationTime: instant('2024-06-10') });
    expect(verdict).toBe('PASSED');
    expect(revocation[0]).toMatchObject({ kind: 'revoked-later', revokedAt: instant('2024-06-03'), reason: 'keyCompromise' });
  });

  test('the same question gives the same answer, in any order of the material', async () => {
    const other = await under({});
    const first = judge({ intermediates: [issuing, other], crls: [rootCrl, issuingCrl] });
    const second = judge({ intermediates: [other, issuing], crls: [issuingCrl, rootCrl] });
    expect(second.chain).toEqual(first.chain);
    expect(second.verdict).toBe(first.verdict);
  });

  test('garbage among the material is ignored, a garbage certificate is refused', () => {
    expect(validatePath({ ...toInput({}), intermediates: [Uint8Array.of(1, 2, 3), issuing.der], crls: [new Uint8Array(0), rootCrl, issuingCrl] }, nodePrimitives).verdict).toBe('PASSED');
    expect(validatePath({ ...toInput({}), certificate: Uint8Array.of(0x30, 0x80) }, nodePrimitives).reason).toBe('certificate-malformed');
  });

  test('reading thousands of other certificates in between changes nothing', () => {
    const given = toInput({ anchors: [signer], crls: [] });
    expect(validatePath(given, nodePrimitives).verdict).toBe('PASSED');
    for (let i = 0; i < 5000; i++) {
      const other = signer.der.slice();
      other[other.length - 1] = i & 0xff;
      other[other.length - 2] = i >> 8;
      parseCertificate(other);
    }
    expect(validatePath(given, nodePrimitives).verdict).toBe('PASSED');
    expect(judge({}).verdict).toBe('PASSED');
  });

  test('an authority’s certificate renewed by itself under the same key is no link of the path (RFC 4158 §2.4.1)', async () => {
    const itself = await makeActor({ subject: issuing.subject, issuer: issuing, sameKeyAs: issuing, extensions: authorityExtensions(0) });
    const { chain } = judge({ intermediates: [itself, issuing] });
    expect(chain.map((certificate) => toHex(certificate.der))).toEqual([signer, issuing, root].map((actor) => toHex(actor.der)));
  });

  test('look-alikes with other keys do not hide the authority whose key is named', async () => {
    const fakes = await Promise.all(Array.from({ length: LINK_CHECKS_MAX }, () => under({})));
    expect(judge({ intermediates: [...fakes, issuing] }).verdict).toBe('PASSED');
  });

  test('a search costs no more checks than its bound: behind so many that claim the name nobody looks', async () => {
    const nameless = await Promise.all(Array.from({ length: LINK_CHECKS_MAX }, () => under({ keyIdentifiers: false })));
    expect(judge({ intermediates: [...nameless.slice(2), issuing] }).verdict).toBe('PASSED');
    expect(judge({ intermediates: [...nameless, issuing] }).reason).toBe('issuer-signature-mismatch');
  });

  test('a path is followed as far as its bound, the signer and the anchor included', async () => {
    const line = [root];
    while (line.length < PATH_LENGTH_MAX) line.push(await makeActor({ subject: `${C}, CN=Tầng ${line.length}`, issuer: line.at(-1)!, extensions: authorityExtensions() }));
    const crls = await Promise.all(line.map((actor) => makeCrl(actor)));
    const end = async (issuer: Actor) => judge({ certificate: await ask({ issuer }), intermediates: line.slice(1), crls }).reason ?? 'ok';
    expect([await end(line[PATH_LENGTH_MAX - 2]!), await end(line[PATH_LENGTH_MAX - 1]!)]).toEqual(['ok', 'no-chain']);
  });

  test('a maze of cross-certificates ends', async () => {
    const names = Array.from({ length: 6 }, (_, i) => `${C}, CN=Mê cung ${i}`);
    const authorities = await Promise.all(names.map((subject) => makeActor({ subject, extensions: authorityExtensions() })));
    const crossed = await Promise.all(authorities.flatMap((issuer) => authorities.filter((subject) => subject !== issuer)
      .map((subject) => makeActor({ subject: subject.subject, issuer, sameKeyAs: subject, extensions: authorityExtensions() }))));
    const leaf = await ask({ issuer: authorities[0]! });
    const started = performance.now();
    expect(judge({ certificate: leaf, intermediates: crossed }).reason).toBe('no-chain');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('every flipped octet of a signed certificate breaks it', () => {
    for (let i = 0; i < signer.der.length; i++) {
      const forged = signer.der.slice();
      forged[i]! ^= 1;
      expect(validatePath({ ...toInput({}), certificate: forged }, nodePrimitives).verdict, `octet ${i}`).not.toBe('PASSED');
    }
  });

  test('every flipped octet of a revocation list breaks it', () => {
    for (let i = 0; i < issuingCrl.length; i++) {
      const forged = issuingCrl.slice();
      forged[i]! ^= 1;
      expect(judge({ crls: [rootCrl, forged] }).verdict, `octet ${i}`).not.toBe('PASSED');
    }
  });
});
