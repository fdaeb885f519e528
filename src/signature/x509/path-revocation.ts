import type { Instant } from '#kernel';
import type { Primitives } from '../primitives.ts';
import type { Crl } from '../revocation/crl.ts';
import { listIssuersOf } from '../revocation/crl-scope.ts';
import type { OcspResponse } from '../revocation/ocsp.ts';
import { isAbout, isResponder } from '../revocation/ocsp-match.ts';
import { revocationStatus, type RevocationStatus } from '../revocation/status.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import type { ControlTime } from './control-time.ts';
import { EXTENSION } from './oids.ts';
import type { PathJudgement } from './path.ts';
import { isSameCertificate } from './path-build.ts';
import { weaknessOf } from './public-key.ts';
import { purposeFailure, type Purpose } from './purpose.ts';
import { signedBy } from './signed-by.ts';
import type { Index } from './trust.ts';

/** Everything a path is judged with. */
export interface PathContext {
  readonly anchors: Index<Certificate>;
  readonly pools: readonly Index<Certificate>[];
  readonly crlPools: readonly Index<Crl>[];
  readonly ocspPools: readonly Index<OcspResponse>[];
  readonly at: ControlTime;
  readonly validationTime: Instant;
  readonly purpose: Purpose;
  readonly policies: readonly string[] | undefined;
  readonly primitives: Primitives;
  /** Signers of evidence whose own standing is being judged; asking about one of them again would never end. */
  readonly pending: ReadonlySet<Certificate>;
  readonly judge: (certificate: Certificate, context: PathContext) => PathJudgement;
}

/** The revocation status of one certificate of a path, by the evidence that proves to be authentic. */
export function askRevocation(chain: readonly Certificate[], i: number, context: PathContext): RevocationStatus {
  const certificate = chain[i]!;
  const lists = listIssuersOf(certificate).flatMap((key) => context.crlPools.flatMap((pool) => pool.named(key)));
  const crls = [...new Set(lists)].filter((crl) => isAuthenticList(crl, chain, i + 1, context));
  const ocsps = context.ocspPools
    .flatMap((pool) => pool.all)
    .flatMap((response) => {
      const answers = response.answers.filter((candidate) => isAbout(candidate, certificate, chain[i + 1]!, context.primitives));
      return answers.length > 0 && isAuthenticResponse(response, chain, i + 1, context)
        ? answers.map((answer) => ({ response, answer }))
        : [];
    });
  return revocationStatus({ certificate, crls, ocsps, at: context.at, validationTime: context.validationTime });
}

/**
 * RFC 5280 §6.3.3 (f), (g): a list counts when the certificate's issuer signed it, or another certificate of that name which may sign
 * lists and itself has an accepted path to the same anchor.
 */
function isAuthenticList(crl: Crl, chain: readonly Certificate[], issuerAt: number, context: PathContext): boolean {
  const { primitives, anchors, pools, pending } = context;
  const mayHaveSigned = (signer: Certificate): boolean =>
    purposeFailure(signer, 'crlSigning') === undefined && signedBy(crl, signer.publicKey, primitives) === 'yes';
  const issuer = chain[issuerAt]!;
  const anchor = chain[chain.length - 1]!;
  if (issuer.subject.key === crl.issuer.key && mayHaveSigned(issuer)) return true;
  const others = [...anchors.named(crl.issuer.key), ...pools.flatMap((pool) => pool.named(crl.issuer.key))];
  return others.some((signer) => {
    if (signer === issuer || pending.has(signer) || !mayHaveSigned(signer)) return false;
    const own = context.judge(signer, { ...context, purpose: 'crlSigning', policies: undefined, pending: new Set([...pending, signer]) });
    return own.verdict === 'PASSED' && isSameCertificate(own.chain[own.chain.length - 1]!, anchor);
  });
}

/**
 * RFC 6960 §4.2.2.2: a response counts when the certificate's issuer signed it, or a responder whom that very issuer certified for it, valid
 * when the response was produced, and either marked as needing no revocation check or not revoked.
 */
function isAuthenticResponse(response: OcspResponse, chain: readonly Certificate[], issuerAt: number, context: PathContext): boolean {
  const { primitives, pending } = context;
  if (response.hasUnknownCritical || response.producedAt > context.validationTime) return false;
  const issuer = chain[issuerAt]!;
  const hasSigned = (signer: Certificate): boolean =>
    isResponder(response.responder, signer) && signedBy(response, signer.publicKey, primitives) === 'yes';
  if (hasSigned(issuer)) return true;
  const offered = response.certificates.map(parseCertificate).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  const known = context.pools.flatMap((pool) => pool.all);
  return [...offered, ...known].some((signer) => {
    if (pending.has(signer) || !isDelegate(signer, issuer, response.producedAt, primitives) || !hasSigned(signer)) return false;
    if (signer.extensions.has(EXTENSION.ocspNoCheck)) return true;
    const status = askRevocation([signer, ...chain.slice(issuerAt)], 0, { ...context, pending: new Set([...pending, signer]) });
    return status.kind === 'good' || status.kind === 'revoked-later';
  });
}

function isDelegate(signer: Certificate, issuer: Certificate, at: Instant, primitives: Primitives): boolean {
  return (
    signer.issuer.key === issuer.subject.key &&
    signedBy(signer, issuer.publicKey, primitives) === 'yes' &&
    weaknessOf(signer.publicKey) === undefined &&
    signer.unknownCritical.length === 0 &&
    purposeFailure(signer, 'ocspSigning') === undefined &&
    signer.notBefore <= at &&
    at <= signer.notAfter
  );
}
