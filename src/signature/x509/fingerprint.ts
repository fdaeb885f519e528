import { toBase64 } from '#kernel';
import type { DigestAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { parseCertificate, type Certificate } from './certificate.ts';

const known = new WeakMap<Primitives, WeakMap<Certificate, Map<DigestAlgorithm, Uint8Array>>>();

/** Digest of a certificate (DER), computed once while the certificate is remembered, however many documents carry it. */
export function certificateDigest(der: Uint8Array, algorithm: DigestAlgorithm, primitives: Primitives): Uint8Array {
  const parsed = parseCertificate(der);
  if (!parsed.ok) return primitives.digest(algorithm, der);
  const certificates = known.get(primitives) ?? new WeakMap<Certificate, Map<DigestAlgorithm, Uint8Array>>();
  known.set(primitives, certificates);
  const digests = certificates.get(parsed.value) ?? new Map<DigestAlgorithm, Uint8Array>();
  certificates.set(parsed.value, digests);
  const digest = digests.get(algorithm) ?? primitives.digest(algorithm, der);
  digests.set(algorithm, digest);
  return digest;
}

const names = new WeakMap<Uint8Array, string>();

/** A short name for a certificate, the same for the same bytes and for no others. */
export function fingerprint(der: Uint8Array, primitives: Primitives): string {
  const digest = certificateDigest(der, 'sha256', primitives);
  const name = names.get(digest) ?? toBase64(digest);
  names.set(digest, name);
  return name;
}
