import { createPrivateKey, hash, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { concatBytes, Instant, unwrap } from '#kernel';
import type { TrustMaterial } from '#signature';
import { softSigner } from '#signature/signers';
import { type Actor, authorityExtensions, makeActor, makeCrl, signerExtensions, timestampExtensions } from '../../../test/actors/authority.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import { makePdf } from '../../../test/actors/pdf.ts';
import { PADES_ENTRIES, signOddly, verdictOf } from '../../../test/actors/pdf-signer.ts';
import { attribute, signedDataOf, signerInfoOf } from '../../../test/builders/signed-data.ts';
import { bytesOf, childrenOf, decodeDer, der, TAG, type DerNode } from '../der/index.ts';
import { parseCertificate } from '../x509/index.ts';

/** openssl signs at the hour of the machine, so this hierarchy is one of today. */
const NOW = Instant.of(Date.now()), day = (offset: number): string => new Date(NOW + offset * 86_400_000).toISOString().slice(0, 10);
let root: Actor, rsa: Actor, ec: Actor, stamper: Actor, trust: TrustMaterial;
beforeAll(async () => {
  const until = { to: day(3_000) };
  root = await makeActor({ subject: 'CN=Gốc', extensions: authorityExtensions(), ...until });
  [rsa, ec, stamper] = await Promise.all([
    makeActor({ subject: 'CN=Cô Hoa', key: 'rsa-2048', issuer: root, extensions: signerExtensions, ...until }), makeActor({ subject: 'CN=Thầy Bình', issuer: root, extensions: signerExtensions, ...until }),
    makeActor({ subject: 'CN=Dấu thời gian', key: 'rsa-2048', issuer: root, extensions: timestampExtensions, ...until }),
  ]);
  trust = { anchors: [root.der], intermediates: [], crls: [await makeCrl(root, { thisUpdate: day(-1), nextUpdate: day(20) })], ocsps: [] };
});

const filesOf = (actor: Actor, data: Uint8Array) => ({ d: data, 'c.pem': toPem('CERTIFICATE', actor.der), 'k.pem': toPem('PRIVATE KEY', actor.pkcs8), 'root.pem': toPem('CERTIFICATE', root.der), 'other.pem': toPem('CERTIFICATE', ec.der), 'other.key': toPem('PRIVATE KEY', ec.pkcs8) });
const PSS = ['-keyopt', 'rsa_padding_mode:pss'], SALT = (length: string) => [...PSS, '-keyopt', `rsa_pss_saltlen:${length}`];

/** Found and said by us; whether `openssl cms -verify` accepts it. */
type Row = readonly [name: string, who: () => Actor, args: readonly string[], verdict: string, code: string | undefined, openssl: boolean];
const OK = 'TOTAL-PASSED', FAILED = 'TOTAL-FAILED', REFUSED = 'signature/algorithm-refused';

const ROWS: readonly Row[] = [
  ['SHA-256', () => rsa, [], OK, undefined, true],
  ['SHA-384', () => rsa, ['-md', 'sha384'], OK, undefined, true],
  ['SHA-512', () => rsa, ['-md', 'sha512'], OK, undefined, true],
  ['its certificate bound', () => rsa, ['-cades'], OK, undefined, true],
  ['its certificate bound by SHA-512', () => rsa, ['-cades', '-md', 'sha512'], OK, undefined, true],
  ['the signer named by key identifier', () => rsa, ['-keyid'], OK, undefined, true],
  ['ECDSA with SHA-256', () => ec, [], OK, undefined, true],
  ['ECDSA with SHA-512', () => ec, ['-md', 'sha512'], OK, undefined, true],
  ['PSS, salt as long as the digest', () => rsa, SALT('digest'), OK, undefined, true],
  ['PSS, the longest salt', () => rsa, SALT('max'), FAILED, REFUSED, true],
  ['PSS, a salt of twenty octets', () => rsa, SALT('20'), FAILED, REFUSED, true],
  ['PSS, another digest for the mask', () => rsa, [...SALT('digest'), '-keyopt', 'rsa_mgf1_md:sha512'], FAILED, REFUSED, true],
  ['SHA-1', () => rsa, ['-md', 'sha1'], FAILED, REFUSED, true],
  ['SHA-224', () => rsa, ['-md', 'sha224'], FAILED, REFUSED, true],
  ['SHA3-256', () => rsa, ['-md', 'sha3-256'], FAILED, REFUSED, true],
  ['no certificate in it', () => rsa, ['-nocerts'], 'INDETERMINATE', 'signature/certificate-missing', true],
  ['two signers', () => rsa, ['-signer', 'other.pem', '-inkey', 'other.key'], FAILED, 'signature/malformed', true],
  ['no signed attributes', () => rsa, ['-noattr'], FAILED, 'signature/malformed', true],
  ['the content inside', () => rsa, ['-nodetach'], FAILED, 'signature/malformed', true],
  ['content of another type', () => rsa, ['-econtent_type', '1.2.3.4'], FAILED, 'signature/malformed', true],
  ['signed by a time-stamping authority', () => stamper, [], FAILED, 'signature/chain', true],
];

describe.runIf(hasOpenssl)('CMS of openssl in a PDF', () => {
  test.each(ROWS)('%s', async (_, who, args, verdict, code, accepted) => {
    const actor = who();
    let cms = new Uint8Array(), data = cms;
    const bytes = await signOddly(makePdf(), softSigner(actor.pkcs8, [actor.der]), {
      entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached').replace(/\/M\([^)]*\)/, ''),
      contents: (toSign) => {
        data = Uint8Array.from(toSign);
        cms = Uint8Array.from(openssl(['cms', '-sign', '-binary', '-in', 'd', '-signer', 'c.pem', '-inkey', 'k.pem', '-outform', 'DER', '-md', 'sha256', ...args], filesOf(actor, data)).bytes);
        return cms;
      },
    });
    const found = verdictOf({ trust }, bytes, Instant.of(Date.now() + 1_000));
    expect(found, found.details).toMatchObject({ verdict, codes: code === undefined ? [] : [code] });
    const theirs = openssl(['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'o.der', '-content', 'd', '-CAfile', 'root.pem', '-certfile', 'c.pem', '-purpose', 'any', '-out', 'out'], { ...filesOf(actor, data), 'o.der': cms });
    expect(theirs.output.includes('Verification successful'), theirs.output).toBe(accepted);
  });

  /** The outer layers of indefinite length, as Bouncy Castle writes them. */
  const indefinite = (node: DerNode): Uint8Array => concatBytes(node.source.subarray(node.start, node.start + 1), Uint8Array.of(0x80), ...childrenOf(node).map(bytesOf), new Uint8Array(2));
  const loosened = (cms: Uint8Array): Uint8Array => unwrap(decodeDer(cms, (node) => {
    const [type, wrapped] = childrenOf(node), [data] = childrenOf(wrapped!), parts = childrenOf(data!).map((part) => (part.tag === 0 || part.tag === TAG.sequence ? indefinite(part) : bytesOf(part)));
    const open = (tag: number, ...inside: readonly Uint8Array[]) => concatBytes(Uint8Array.of(tag, 0x80), ...inside, new Uint8Array(2));
    return open(0x30, bytesOf(type!), open(0xa0, open(0x30, ...parts)));
  }));
  test.each<[string, string, (cms: Uint8Array) => Uint8Array, readonly string[]]>([
    ['as it is', 'adbe.pkcs7.detached', (cms) => cms, []],
    ['under the older kind', 'adbe.pkcs7.detached', loosened, []],
    ['under the kind that wants DER (EN 319 142-1 §6.2.1)', 'ETSI.CAdES.detached', loosened, ['signature/malformed']],
    ['something behind it', 'adbe.pkcs7.detached', (cms) => concatBytes(loosened(cms), Uint8Array.of(1)), ['signature/malformed']],
    ['without end', 'adbe.pkcs7.detached', () => Uint8Array.of(0x30, 0x80, ...Array.from({ length: 4_000 }, () => [0x30, 0x80]).flat()), ['signature/malformed']],
    ['of 5,000 members', 'adbe.pkcs7.detached', () => Uint8Array.of(0x30, 0x80, ...Array.from({ length: 3_000 }, () => [5, 0]).flat(), 0, 0), ['signature/malformed']],
  ])('lengths that are not said: %s', async (_, subFilter, change, codes) => {
    let data = new Uint8Array(), cms = data;
    const bytes = await signOddly(makePdf(), softSigner(rsa.pkcs8, [rsa.der]), {
      entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', subFilter).replace(/\/M\([^)]*\)/, ''),
      contents: (toSign) => {
        data = Uint8Array.from(toSign);
        cms = Uint8Array.from(change(openssl(['cms', '-sign', '-binary', '-cades', '-in', 'd', '-signer', 'c.pem', '-inkey', 'k.pem', '-outform', 'DER'], filesOf(rsa, data)).bytes));
        return cms;
      },
    });
    expect(verdictOf({ trust }, bytes, Instant.of(Date.now() + 1_000)).codes).toEqual(codes);
    if (change === loosened) expect(openssl(['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'o.der', '-content', 'd', '-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out'], { ...filesOf(rsa, data), 'o.der': cms }).output).toContain('Verification successful');
  });

  test('revocation data of Adobe’s attribute are all there is (ISO 32000-2 §12.8.3.3.2)', async () => {
    const certificate = unwrap(parseCertificate(rsa.der)), [crl] = trust.crls, key = createPrivateKey({ key: Buffer.from(rsa.pkcs8), format: 'der', type: 'pkcs8' });
    const signed = (...more: readonly Uint8Array[]) => signOddly(makePdf(), softSigner(rsa.pkcs8, [rsa.der]), {
      entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached').replace(/\/M\([^)]*\)/, ''),
      contents: (toSign) => {
        const attributes = [attribute('1.2.840.113549.1.9.3', der.oid('1.2.840.113549.1.7.1')), attribute('1.2.840.113549.1.9.4', der.octetString(hash('sha256', toSign, 'buffer'))), ...more];
        const value = sign('sha256', der.setOfSorted(...attributes), key);
        return signedDataOf({ certificates: [rsa.der], signers: der.setOfSorted(signerInfoOf({ sid: der.sequence(certificate.issuer.der, der.encode(2, certificate.serial)), attributes, value })) });
      },
    });
    const codes = async (...more: readonly Uint8Array[]) => verdictOf({ trust: { ...trust, crls: [] } }, await signed(...more), Instant.of(Date.now() + 1_000)).codes;
    expect([await codes(), await codes(attribute('1.2.840.113583.1.1.8', der.sequence(der.explicit(0, der.sequence(crl!)))))]).toEqual([['signature/revocation-unavailable'], []]);
  });

  test('one octet of the content, and openssl agrees', async () => {
    const bytes = await signOddly(makePdf(), softSigner(rsa.pkcs8, [rsa.der]), {
      entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached'),
      contents: (toSign) => openssl(['cms', '-sign', '-binary', '-in', 'd', '-signer', 'c.pem', '-inkey', 'k.pem', '-outform', 'DER'], filesOf(rsa, toSign.map((octet, i) => (i === 20 ? octet ^ 1 : octet)))).bytes,
    });
    expect(verdictOf({ trust }, bytes, Instant.of(Date.now() + 1_000)).codes).toContain('signature/hash');
  });
});
