import { type KeyObject, X509Certificate } from 'node:crypto';
import { assert, unwrap } from '#kernel';
import { parseCertificate, type PathCache, type PathInput, type TrustMaterial, validatePath, validatePathOnce } from '#signature';
import { nodePrimitives } from '#signature/node';
import { requestOcsp } from '#signature/remote';
import { startRevocationResponder } from '../../src/apps/demo/pki/index.ts';
import type { Bench } from './bench.ts';
import { interleaved, onFresh, rounded, SHARES } from './measure.ts';
import { openAuthorities } from './signed-class.ts';

/** New certificates in each round: what is judged once per certificate must not be known from the round before. */
const PER_ROUND = 100;

/** Certificates of people nobody has seen yet, as often as there are rounds. */
async function freshCertificates(say: (text: string) => void) {
  const authorities = await openAuthorities();
  const { pki, tsa } = authorities;
  await tsa.stop();
  say(`Đang cấp ${SHARES * PER_ROUND} chứng thư…`);
  const certificates: Uint8Array[] = [];
  for (let i = 0; i < SHARES * PER_ROUND; i++)
    certificates.push(
      (await pki.issue({ id: `người ${i}`, kind: 'person', name: `Nguyễn Thị ${i}`, organisation: 'Trường', key: 'ec-p256' })).certificate,
    );
  return { ...authorities, certificates };
}

/** The signature on each certificate (RSA-2048), checked by OpenSSL with a prepared key: what no judge can do without. */
function bare(certificates: readonly Uint8Array[], issuer: Uint8Array): () => Promise<number> {
  const key: KeyObject = new X509Certificate(issuer).publicKey;
  return onFresh(
    certificates.map((der) => new X509Certificate(der)),
    (certificate) => assert(certificate.verify(key), 'a sound signature verifies'),
  );
}

const input = (certificate: Uint8Array, trust: TrustMaterial, at: PathInput['at']): PathInput => ({
  certificate,
  ...trust,
  at,
  purpose: 'documentSigning',
});
const passed = ({ verdict, reason }: { readonly verdict: string; readonly reason?: string }): void =>
  assert(verdict === 'PASSED', `a sound path is accepted (${reason ?? 'no reason'})`);

/** Paths of three certificates with their lists: of a certificate seen for the first time, and of one that is known; against the signature on it alone. */
export const path: Bench = async (say) => {
  const { pki, certificates, judgedAt } = await freshCertificates(say);
  const trust = await pki.trust(judgedAt);
  const cache: PathCache = new Map();
  const known = certificates[0]!;
  say('Đang đo…');
  const cost = await interleaved({
    bare: bare(certificates, pki.issuing),
    first: onFresh(certificates, (certificate) => passed(validatePath(input(certificate, trust, judgedAt), nodePrimitives))),
    known: onFresh(certificates, () => passed(validatePathOnce(input(known, trust, judgedAt), nodePrimitives, cache))),
  });
  return {
    bareUs: rounded(cost.bare),
    firstUs: rounded(cost.first),
    knownUs: rounded(cost.known),
    pathsPerSecond: rounded(1e6 / cost.first),
    knownPathsPerSecond: rounded(1e6 / cost.known),
    ratioToBare: rounded(cost.bare / cost.first),
  };
};

/** The same paths with an answer of OCSP about each certificate instead of the list of its authority, against the two signatures on certificate and answer. */
export const ocsp: Bench = async (say) => {
  const { pki, certificates, judgedAt } = await freshCertificates(say);
  const { anchors, intermediates } = await pki.trust(judgedAt);
  const crls = (await pki.makeCrls(judgedAt)).filter(({ name }) => name !== 'issuing').map(({ der }) => der);
  const responder = await startRevocationResponder(pki, () => judgedAt);
  const issuer = unwrap(parseCertificate(pki.issuing));
  say(`Đang hỏi ${certificates.length} trả lời OCSP…`);
  const asked: { readonly certificate: Uint8Array; readonly answer: Uint8Array }[] = [];
  for (const certificate of certificates)
    asked.push({
      certificate,
      answer: unwrap(
        await requestOcsp(`${responder.url}/issuing`, unwrap(parseCertificate(certificate)), issuer, {
          now: judgedAt,
          primitives: nodePrimitives,
        }),
      ),
    });
  await responder.stop();
  say('Đang đo…');
  const cost = await interleaved({
    bare: bare(certificates, pki.issuing),
    ocsp: onFresh(asked, ({ certificate, answer }) =>
      passed(validatePath(input(certificate, { anchors, intermediates, crls, ocsps: [answer] }, judgedAt), nodePrimitives)),
    ),
  });
  return {
    bareUs: rounded(cost.bare),
    ocspUs: rounded(cost.ocsp),
    answersPerSecond: rounded(1e6 / cost.ocsp),
    ratioToBare: rounded((2 * cost.bare) / cost.ocsp),
  };
};
