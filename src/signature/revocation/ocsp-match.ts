import { equalBytes } from '#kernel';
import type { Primitives } from '../primitives.ts';
import { digestOf } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { sha1 } from '../x509/sha1.ts';
import type { OcspAnswer, OcspCertificateId, ResponderId } from './ocsp.ts';

const SHA1 = '1.3.14.3.2.26';

/** Whether an answer is about this certificate of this issuer: serial number, and the digests of the issuer's name and key. */
export function isAbout({ id }: OcspAnswer, certificate: Certificate, issuer: Certificate, primitives: Primitives): boolean {
  if (!equalBytes(id.serial, certificate.serial)) return false;
  const hash = hashOf(id, primitives);
  return (
    hash !== undefined &&
    equalBytes(id.issuerNameHash, hash(certificate.issuer.der)) &&
    equalBytes(id.issuerKeyHash, hash(issuer.publicKey.raw))
  );
}

function hashOf({ hashAlgorithm }: OcspCertificateId, primitives: Primitives): ((bytes: Uint8Array) => Uint8Array) | undefined {
  if (hashAlgorithm.oid === SHA1) return sha1;
  const digest = digestOf(hashAlgorithm);
  return digest === undefined ? undefined : (bytes) => primitives.digest(digest, bytes);
}

/** Whether a responder calls itself by this certificate's name or key (RFC 6960 §4.2.2.3: the key's SHA-1). */
export function isResponder(responder: ResponderId, certificate: Certificate): boolean {
  return responder.kind === 'name'
    ? certificate.subject.key === responder.key
    : equalBytes(responder.hash, sha1(certificate.publicKey.raw));
}
