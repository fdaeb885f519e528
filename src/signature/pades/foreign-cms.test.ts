import { beforeAll, describe, expect, test } from 'vitest';
import { Instant } from '#kernel';
import type { TrustMaterial } from '#signature';
import { softSigner } from '#signature/signers';
import { type Actor, authorityExtensions, makeActor, makeCrl, signerExtensions, timestampExtensions } from '../../../test/actors/authority.ts';
import { hasOpenssl, openssl, toPem } from '../../../test/actors/openssl.ts';
import { makePdf } from '../../../test/actors/pdf.ts';
import { PADES_ENTRIES, signOddly, verdictOf } from '../../../test/actors/pdf-signer.ts';

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

  test('one octet of the content, and openssl agrees', async () => {
    const bytes = await signOddly(makePdf(), softSigner(rsa.pkcs8, [rsa.der]), {
      entries: PADES_ENTRIES.replace('ETSI.CAdES.detached', 'adbe.pkcs7.detached'),
      contents: (toSign) => openssl(['cms', '-sign', '-binary', '-in', 'd', '-signer', 'c.pem', '-inkey', 'k.pem', '-outform', 'DER'], filesOf(rsa, toSign.map((octet, i) => (i === 20 ? octet ^ 1 : octet)))).bytes,
    });
    expect(verdictOf({ trust }, bytes, Instant.of(Date.now() + 1_000)).codes).toContain('signature/hash');
  });
});
