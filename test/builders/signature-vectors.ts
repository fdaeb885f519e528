import { constants, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { utf8 } from '#kernel';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from '#signature';

/** One question to `Primitives.verify` and the only right answer. */
export interface SignatureVector {
  readonly name: string;
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
  readonly valid: boolean;
}

const DATA = utf8('học bạ số');
const CURVES = { sha256: 'P-256', sha384: 'P-384', sha512: 'P-521' } as const;
const ODD = ['rsa-sha256', 'rsa-pss-sha256', 'rsa-pss-sha512'] as const;

function signedBy({ privateKey, publicKey }: KeyPairKeyObjectResult, algorithm: SignatureAlgorithm): Pick<SignatureVector, 'algorithm' | 'spki' | 'data' | 'signature' | 'valid'> {
  const padding = algorithm.startsWith('rsa-pss') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : algorithm.startsWith('ecdsa') ? { dsaEncoding: 'ieee-p1363' as const } : {};
  return { algorithm, spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), data: DATA, signature: new Uint8Array(sign(algorithm.slice(-6), DATA, { key: privateKey, ...padding })), valid: true };
}

/** Signatures made by OpenSSL with fresh keys: good ones of every algorithm, each then with other data, cut, changed in an octet, and under every other algorithm. */
export function signatureVectors(): readonly SignatureVector[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }), odd = generateKeyPairSync('rsa', { modulusLength: 2049 });
  const keyOf = (algorithm: SignatureAlgorithm) => (algorithm.startsWith('ecdsa') ? generateKeyPairSync('ec', { namedCurve: CURVES[algorithm.slice(-6) as keyof typeof CURVES] }) : rsa);
  let zeroFirst = signedBy(rsa, 'rsa-pss-sha256');
  while (zeroFirst.signature[0] !== 0) zeroFirst = signedBy(rsa, 'rsa-pss-sha256');
  return [
    ...SIGNATURE_ALGORITHMS.flatMap((algorithm): SignatureVector[] => {
      const good = signedBy(keyOf(algorithm), algorithm), { signature } = good, bad = { ...good, valid: false };
      return [
        { ...good, name: `${algorithm}: as it was made` },
        { ...bad, name: `${algorithm}: other data`, data: utf8('khác') },
        { ...bad, name: `${algorithm}: without its first octet`, signature: signature.subarray(1) },
        { ...bad, name: `${algorithm}: all zeros`, signature: new Uint8Array(signature.length) },
        { ...bad, name: `${algorithm}: all ones`, signature: new Uint8Array(signature.length).fill(0xff) },
        { ...bad, name: `${algorithm}: a key that is none`, spki: Uint8Array.of(1, 2, 3) },
        ...[0, 1, signature.length >> 1, signature.length - 1].map((at) => ({ ...bad, name: `${algorithm}: octet ${at} changed`, signature: signature.map((octet, i) => (i === at ? octet ^ 1 : octet)) })),
        ...SIGNATURE_ALGORITHMS.filter((other) => other !== algorithm).map((other) => ({ ...bad, name: `${algorithm} said to be ${other}`, algorithm: other })),
      ];
    }),
    ...ODD.map((algorithm) => ({ ...signedBy(odd, algorithm), name: `${algorithm}: a modulus of 2049 bits` })),
    { ...zeroFirst, name: 'a PSS signature that begins with a zero octet' },
    { ...zeroFirst, name: 'the same without that octet', signature: zeroFirst.signature.subarray(1), valid: false },
  ];
}
