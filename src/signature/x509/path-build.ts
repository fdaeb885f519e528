import { equalBytes } from '#kernel';
import type { Primitives } from '../primitives.ts';
import type { Certificate } from './certificate.ts';
import { signedBy } from './signed-by.ts';
import type { Index } from './trust.ts';

/** Longest path that is followed, the signer's certificate and the anchor included. */
export const PATH_LENGTH_MAX = 10;
/** Signature checks one search may cost; enough for any honest bridge, little for a hostile maze. */
export const LINK_CHECKS_MAX = 128;
/** Paths to an anchor that are judged before the search gives up. */
export const PATHS_MAX = 16;

export type LinkFailure = 'issuer-signature-mismatch' | 'algorithm-refused' | 'weak-key';

export interface PathSearch {
  /** Each from the signer's certificate to an anchor; name and key chain from link to link. */
  readonly paths: readonly (readonly Certificate[])[];
  /** The first link that carried the right name and failed. */
  readonly failure: LinkFailure | undefined;
}

/**
 * Finds the paths from a certificate to the anchors (RFC 4158). A link counts only when the issuer's name matches **and** its key made
 * the signature, so an authority that merely bears another one's name is never part of a path.
 */
export function findPaths(
  certificate: Certificate,
  anchors: Index<Certificate>,
  pools: readonly Index<Certificate>[],
  primitives: Primitives,
): PathSearch {
  const paths: (readonly Certificate[])[] = [];
  let checks = 0;
  let failure: LinkFailure | undefined;
  const extend = (path: readonly Certificate[]): void => {
    const top = path[path.length - 1]!;
    if (anchors.named(top.subject.key).some((anchor) => isSameCertificate(anchor, top))) {
      paths.push(path);
      return;
    }
    if (path.length >= PATH_LENGTH_MAX) return;
    for (const issuer of candidates(top, anchors, pools)) {
      if (paths.length >= PATHS_MAX || checks >= LINK_CHECKS_MAX) return;
      if (path.some((earlier) => isSameHolder(earlier, issuer))) continue;
      checks++;
      const answer = signedBy(top, issuer.publicKey, primitives);
      if (answer === 'yes') extend([...path, issuer]);
      else if (answer !== 'no') failure ??= answer;
      else if (claimsKeyOf(top, issuer) !== false) failure ??= 'issuer-signature-mismatch';
    }
  };
  extend([certificate]);
  return { paths, failure };
}

/** Possible issuers by name: anchors first, and those whose key identifier the certificate names before the others. */
function candidates(certificate: Certificate, anchors: Index<Certificate>, pools: readonly Index<Certificate>[]): readonly Certificate[] {
  const key = certificate.issuer.key;
  const found = new Set([...anchors.named(key), ...pools.flatMap((pool) => pool.named(key))]);
  const rank = (issuer: Certificate) => (claimsKeyOf(certificate, issuer) === false ? 1 : 0);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** Whether the authority key identifier points at the issuer's key; undefined when either of them does not say. */
function claimsKeyOf(certificate: Certificate, issuer: Certificate): boolean | undefined {
  const wanted = certificate.authorityKeyIdentifier?.keyIdentifier;
  const held = issuer.subjectKeyIdentifier;
  return wanted === undefined || held === undefined ? undefined : equalBytes(wanted, held);
}

/** By content, never by identity: the same certificate may have been read twice. */
export const isSameCertificate = (a: Certificate, b: Certificate): boolean => a === b || equalBytes(a.der, b.der);

/** The same name and key twice in a path is a loop, whatever else differs (RFC 4158 §2.4.1). */
const isSameHolder = (a: Certificate, b: Certificate): boolean =>
  a === b || (a.subject.key === b.subject.key && equalBytes(a.publicKey.spki, b.publicKey.spki));
