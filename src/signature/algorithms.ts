/**
 * The closed list of signature algorithms (Thông tư 15/2025/TT-BKHCN, phụ lục: RSA from 2048 bits, ECDSA from 256 bits, SHA-2). Everything else is refused by
 * name; so is SHA-3, which the regulation lists and no signing device of the exchange makes. A PSS salt is as long as the digest (RFC 9231 §2.3.10), not of
 * the lengths that RFC 8017 §9.1 leaves open. ECDSA signatures are r ‖ s of fixed length.
 */
export const SIGNATURE_ALGORITHMS = [
  'rsa-sha256',
  'rsa-sha384',
  'rsa-sha512',
  'rsa-pss-sha256',
  'rsa-pss-sha384',
  'rsa-pss-sha512',
  'ecdsa-sha256',
  'ecdsa-sha384',
  'ecdsa-sha512',
] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** The digest an algorithm hashes the data with. */
export function digestOfAlgorithm(algorithm: SignatureAlgorithm): DigestAlgorithm {
  return algorithm.endsWith('256') ? 'sha256' : algorithm.endsWith('384') ? 'sha384' : 'sha512';
}
