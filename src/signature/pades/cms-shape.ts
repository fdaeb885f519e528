import { equalBytes } from '#kernel';
import {
  bytesOf,
  childrenOf,
  decodeDer,
  explicitOf,
  fail,
  isContext,
  isUniversal,
  setOf,
  smallInteger,
  TAG,
  type DerNode,
} from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { digestOf, hasNoParameters, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { signedBy } from '../x509/signed-by.ts';

/**
 * The parts of SignedData that no signature covers and that readers pass over (RFC 5652 §5.1, §5.3): versions, the list of digests, what kinds of
 * certificates there are. Wrong ones harm nobody, but a value that was touched is not the value that was made. Call inside `decodeDer`.
 * @returns the issuer's name (DER) by which the last signer names its certificate, if it does
 */
export function checkShape(node: DerNode): Uint8Array | undefined {
  const parts = childrenOf(explicitOf(childrenOf(node)[1] ?? fail('signed data', node.start), 'signed data'));
  const [version, digests] = parts;
  const certificates = parts.find((part) => isContext(part, 0));
  const signers = parts[parts.length - 1];
  if (version === undefined || ![1, 3, 4, 5].includes(smallInteger(version))) fail('version of signed data', node.start);
  const named = setOf(digests, 'digest algorithms').map((item) => readAlgorithmIdentifier(item));
  let issuer: Uint8Array | undefined;
  const used = new Set<string>();
  const listed = new Set(named.map(({ oid }) => oid));
  for (const signer of setOf(signers, 'signer infos')) {
    const [signerVersion, identifier, digest] = childrenOf(signer);
    if (signerVersion === undefined || identifier === undefined || digest === undefined) fail('signer info', signer.start);
    if (smallInteger(signerVersion) !== (isContext(identifier, 0) ? 3 : 1)) fail('version of a signer', signer.start);
    issuer = isContext(identifier, 0)
      ? undefined
      : bytesOf(childrenOf(identifier)[0] ?? fail('issuer and serial number', identifier.start));
    const { oid } = readAlgorithmIdentifier(digest);
    if (!listed.has(oid)) fail('digest algorithms', signer.start);
    used.add(oid);
  }
  // One that is refused is said to be so where it is used; elsewhere it has no meaning. Parameters have none anywhere (RFC 5754 §2).
  if (named.some((algorithm) => !hasNoParameters(algorithm) || (digestOf(algorithm) === undefined && !used.has(algorithm.oid))))
    fail('digest algorithms', node.start);
  for (const member of certificates === undefined ? [] : childrenOf(certificates)) {
    if (!isUniversal(member, TAG.sequence)) fail('a certificate of another format', member.start);
  }
  return issuer;
}

/** Whether the unsigned parts of a token are as its authority (where known) would have made them. */
export function hasShape(contents: Uint8Array, signer: Certificate | undefined): boolean {
  const issuer = decodeDer(contents, checkShape);
  return issuer.ok && (signer === undefined || namesIssuer(issuer.value, signer));
}

/** Octet for octet: names that only compare as equal were written by somebody else. */
export const namesIssuer = (issuer: Uint8Array | undefined, certificate: Certificate): boolean =>
  issuer === undefined || equalBytes(issuer, certificate.issuer.der);

/**
 * Whether a signature carries a certificate that was touched: unreadable, or not signed by the authority it names though that is at hand. A path would
 * simply go round it.
 */
export function hasTouchedCertificate(carried: readonly Uint8Array[], known: readonly Uint8Array[], primitives: Primitives): boolean {
  const read = carried.map(parseCertificate);
  if (read.some(({ ok }) => !ok)) return true;
  const mine = read.flatMap((one) => (one.ok ? [one.value] : []));
  const all = [...mine, ...known.map(parseCertificate).flatMap((one) => (one.ok ? [one.value] : []))];
  let checks = 0;
  return mine.some((certificate) => {
    const byKey = all.filter((other) => holdsKeyOf(other, certificate));
    const byName = all.filter((other) => other.subject.key === certificate.issuer.key && !byKey.includes(other));
    const issuers = [...byKey, ...byName];
    return (
      issuers.length > 0 &&
      !issuers.some((issuer) => ++checks <= CHECKS_MAX && signedBy(certificate, issuer.publicKey, primitives) === 'yes')
    );
  });
}

/** Whoever puts in hundreds of authorities of one name wants every certificate held against every key; no honest path needs nearly as many checks. */
const CHECKS_MAX = 256;

function holdsKeyOf({ subjectKeyIdentifier }: Certificate, { authorityKeyIdentifier }: Certificate): boolean {
  const wanted = authorityKeyIdentifier?.keyIdentifier;
  return wanted !== undefined && subjectKeyIdentifier !== undefined && equalBytes(wanted, subjectKeyIdentifier);
}
