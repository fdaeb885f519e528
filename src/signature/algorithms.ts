/**
 * The closed list of signature algorithms. Everything else is refused by name (Thông tư 15/2025/TT-BKHCN, phụ lục: RSA from 2048 bits
 * with PKCS#1 or PSS, ECDSA from 256 bits, SHA-2). A PSS salt is as long as the digest. ECDSA signatures are r ‖ s of fixed length.
 */
export const SIGNATURE_ALGORITHMS = [
  'rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'rsa-pss-sha256', 'rsa-pss-sha384', 'rsa-pss-sha512', 'ecdsa-sha256', 'ecdsa-sha384', 'ecdsa-sha512',
] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512';
