import { X509Certificate } from 'node:crypto';
import { concatBytes, fromBase64, Instant, unwrap } from '#kernel';
import { parseCertificate, parseCrl, parseOcspResponse, parseTimestampToken, validatePath } from '#signature';
import { nodePrimitives } from '#signature/node';
import { makeActor, signerExtensions } from '../../test/actors/authority.ts';
import { makeOcspResponse } from '../../test/actors/ocsp.ts';
import { toPem } from '../../test/actors/openssl.ts';
import { JUDGED_AT, openHostileRoom, textOf } from '../../test/hostile/room.ts';
import { mutateBytes, wordsOf } from './bytes.ts';
import { ask, isThere } from './oracles.ts';
import type { Random } from './random.ts';
import { bisect, type Accepted, type Outcome, type Target } from './target.ts';
import { mutateTlv } from './tlv.ts';

const WORDS = [
  ...wordsOf('20240601000000Z', '240601000000Z', 'Đỗ'),
  ...[
    '0500',
    '3000',
    '0201',
    '020100',
    '0101ff',
    '010100',
    '3080',
    '0000',
    '30820100',
    '0603551d0f',
    'a003020102',
    '308400000000',
    '02210000',
    '7fff',
    '1f81',
  ].map((hex) => new Uint8Array(Buffer.from(hex, 'hex'))),
];

/** Genuine structures: certificates of both key kinds, lists, tokens, responses. */
async function corpus() {
  const room = await openHostileRoom();
  const { anchors, intermediates, crls } = room.options.trust;
  const tokens = [...textOf(room.packet).matchAll(/<xades:EncapsulatedTimeStamp>([^<]*)/g)].map(([, text]) => unwrap(fromBase64(text!)));
  await room.stop();
  const issuer = await makeActor({ subject: 'C=VN, CN=Cấp' });
  const about = await makeActor({ subject: 'C=VN, CN=Cô Hoa', issuer, extensions: signerExtensions });
  const ocsps = [
    makeOcspResponse({ about, issuer, signer: issuer }),
    makeOcspResponse({
      about,
      issuer,
      signer: issuer,
      embedded: [about],
      byKey: true,
      hash: 'sha256',
      status: { revokedAt: '2024-05-01', reason: 1 },
    }),
  ];
  return {
    trust: room.options.trust,
    certificates: [...anchors, ...intermediates, room.pki.credential('GV0017').certificate, about.der],
    all: [...anchors, ...intermediates, room.pki.credential('GV0017').certificate, about.der, ...crls, ...tokens, ...ocsps],
  };
}

/** Readers of DER and the path from a certificate, against OpenSSL (of Node and `openssl`). */
export async function derTarget(): Promise<Target> {
  const { trust, certificates, all } = await corpus();
  const genuine = new Set(certificates.map((der) => Buffer.from(der).toString('base64')));
  const hasOracle = isThere('openssl');
  const pathOf = (certificate: Uint8Array) =>
    validatePath({ certificate, ...trust, at: Instant.of(JUDGED_AT), purpose: 'documentSigning' }, nodePrimitives).verdict;
  return {
    name: 'der',
    batch: 2000,
    generate(random: Random) {
      const one = random.pick(all);
      return random.once(3) ? mutateBytes(one, random, WORDS, random.pick(all)) : mutateTlv(one, random, random.pick(all));
    },
    run(input): Outcome {
      const certificate = parseCertificate(input);
      const crl = parseCrl(input);
      const token = parseTimestampToken(input);
      const ocsp = parseOcspResponse(input);
      if (certificate.ok) {
        const different = differenceOf(input);
        if (different !== undefined) return { wrong: different };
        if (pathOf(input) === 'PASSED' && !genuine.has(Buffer.from(input).toString('base64')))
          return { wrong: 'an altered certificate has a path' };
      }
      const kind = certificate.ok ? 'certificate' : crl.ok ? 'crl' : token.ok || ocsp.ok ? 'other' : undefined;
      return kind === undefined ? {} : { accepted: { input, facts: { kind } } };
    },
    ask: (items) => (hasOracle ? bisect(items, reasonAgainst) : items.map(() => undefined)),
    close: () => Promise.resolve(),
  };
}

/** What OpenSSL reads otherwise in a certificate that we read. */
function differenceOf(input: Uint8Array): string | undefined {
  const ours = unwrap(parseCertificate(input));
  let theirs: X509Certificate;
  try {
    theirs = new X509Certificate(Buffer.from(input));
  } catch (fault) {
    return `openssl cannot read the certificate: ${String(fault)}`;
  }
  const serial = ours.serialHex.replace(/^0+(?=.)/, '').toUpperCase();
  if (ours.serial[0]! < 0x80 && theirs.serialNumber.replace(/^0+(?=.)/, '') !== serial)
    return `serial ${serial}, openssl ${theirs.serialNumber}`;
  for (const [at, text] of [
    [ours.notBefore, theirs.validFrom],
    [ours.notAfter, theirs.validTo],
  ] as const) {
    const when = Date.parse(
      text.replace(/^(\w+ +\d+ [\d:]+ )(\d{1,3} GMT)$/, (_, head: string, year: string) => head + year.padStart(8, '0')),
    );
    if (Number.isFinite(when) && when !== at) return `validity ${new Date(at).toISOString()}, openssl ${text}`;
  }
  return undefined;
}

/** All of a batch at once: everything is ASN.1 to `openssl asn1parse`, certificates and lists also to its own readers. */
function reasonAgainst(items: readonly Accepted[]): string | undefined {
  const structure = ask('openssl', ['asn1parse', '-inform', 'DER', '-in', 'all.der', '-noout'], {
    'all.der': concatBytes(...items.map(({ input }) => input)),
  });
  if (structure.status !== 0) return `asn1parse: ${structure.err.slice(0, 200)}`;
  const pem = (kind: string, label: 'CERTIFICATE' | 'X509 CRL') =>
    items.filter(({ facts }) => facts['kind'] === kind).map(({ input }) => toPem(label, input));
  for (const [option, blocks] of [
    ['-certs', pem('certificate', 'CERTIFICATE')],
    ['-crls', pem('crl', 'X509 CRL')],
  ] as const) {
    if (blocks.length === 0) continue;
    const { status, out, err } = ask('openssl', ['storeutl', '-noout', option, 'all.pem'], { 'all.pem': blocks.join('') });
    if (status !== 0 || !out.toString().includes(`Total found: ${blocks.length}\n`))
      return `storeutl ${option}: ${out.toString().trim()} of ${blocks.length} ${err.slice(0, 200)}`;
  }
  return undefined;
}
