import type { AlgorithmIdentifier } from './algorithm-identifier.ts';

/** Algorithms outside the closed list that documents carry, as people know them (RFC 8017 §A.2, RFC 5758 §3, RFC 8692 §2, RFC 8410 §3, NIST CSOR). */
const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'MD5',
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.5': 'SHA-512/224',
  '2.16.840.1.101.3.4.2.6': 'SHA-512/256',
  '2.16.840.1.101.3.4.2.7': 'SHA3-224',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
  '2.16.840.1.101.3.4.2.9': 'SHA3-384',
  '2.16.840.1.101.3.4.2.10': 'SHA3-512',
  '1.2.840.113549.1.1.4': 'RSA với MD5',
  '1.2.840.113549.1.1.5': 'RSA với SHA-1',
  '1.2.840.113549.1.1.14': 'RSA với SHA-224',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS với tham số ngoài danh mục (muối phải dài bằng giá trị băm, mặt nạ dùng cùng hàm băm)',
  '2.16.840.1.101.3.4.3.13': 'RSA với SHA3-224',
  '2.16.840.1.101.3.4.3.14': 'RSA với SHA3-256',
  '2.16.840.1.101.3.4.3.15': 'RSA với SHA3-384',
  '2.16.840.1.101.3.4.3.16': 'RSA với SHA3-512',
  '1.2.840.10045.4.1': 'ECDSA với SHA-1',
  '1.2.840.10045.4.3.1': 'ECDSA với SHA-224',
  '2.16.840.1.101.3.4.3.9': 'ECDSA với SHA3-224',
  '2.16.840.1.101.3.4.3.10': 'ECDSA với SHA3-256',
  '2.16.840.1.101.3.4.3.11': 'ECDSA với SHA3-384',
  '2.16.840.1.101.3.4.3.12': 'ECDSA với SHA3-512',
  '1.2.840.10040.4.3': 'DSA với SHA-1',
  '2.16.840.1.101.3.4.3.2': 'DSA với SHA-256',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
};

/** A refused algorithm as a sentence names it: its name, its object identifier when nobody here knows it. */
export const refusedName = ({ oid }: AlgorithmIdentifier): string => NAMES[oid] ?? oid;
