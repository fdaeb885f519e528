import { toBase64 } from '#kernel';
import type { DigestAlgorithm, PublicKey, SignatureAlgorithm } from '#signature';
import { der } from '#signature';

export const HASH_OID: Readonly<Record<DigestAlgorithm, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** How an algorithm is asked for (§11.10): `signAlgo`, and its parameters where the identifier leaves them open. */
export interface SignAlgo {
  readonly algorithm: SignatureAlgorithm;
  readonly digest: DigestAlgorithm;
  readonly signAlgo: string;
  readonly signAlgoParams?: string;
}

/** RSASSA-PSS-params of RFC 8017 A.2.3: SHA-256, MGF1 with SHA-256, salt as long as the digest. */
const sha256 = der.sequence(der.oid(HASH_OID.sha256), der.nullValue());
const PSS_PARAMS = toBase64(
  der.sequence(
    der.explicit(0, sha256),
    der.explicit(1, der.sequence(der.oid('1.2.840.113549.1.1.8'), sha256)),
    der.explicit(2, der.integer(32)),
  ),
);

const ecdsa = (digest: DigestAlgorithm, signAlgo: string): SignAlgo => ({ algorithm: `ecdsa-${digest}`, digest, signAlgo });
/** Best first: Thông tư 15/2025/TT-BKHCN names PSS; services in Việt Nam mostly offer PKCS#1 v1.5, under either name. */
const RSA: readonly SignAlgo[] = [
  { algorithm: 'rsa-pss-sha256', digest: 'sha256', signAlgo: '1.2.840.113549.1.1.10', signAlgoParams: PSS_PARAMS },
  { algorithm: 'rsa-sha256', digest: 'sha256', signAlgo: '1.2.840.113549.1.1.11' },
  { algorithm: 'rsa-sha256', digest: 'sha256', signAlgo: '1.2.840.113549.1.1.1' },
];
const EC = {
  'P-256': ecdsa('sha256', '1.2.840.10045.4.3.2'),
  'P-384': ecdsa('sha384', '1.2.840.10045.4.3.3'),
  'P-521': ecdsa('sha512', '1.2.840.10045.4.3.4'),
} as const;

/** The algorithm to sign with: one the key can do, and the credential offers (`key/algo`, §11.5). */
export function chooseAlgorithm(key: PublicKey, offered: readonly string[]): SignAlgo | undefined {
  if (key.kind === 'other') return undefined;
  const fitting = key.kind === 'ec' ? [EC[key.curve]] : RSA;
  return fitting.find(({ signAlgo }) => offered.includes(signAlgo));
}
