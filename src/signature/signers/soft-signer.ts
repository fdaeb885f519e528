import { constants, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { assert, err, ok, type Result } from '#kernel';
import type { SignatureAlgorithm } from '#signature';
import type { Signer, SignerFailure } from './port.ts';

const signAsync = promisify(sign);

/** How each algorithm is asked of the cryptographic library. */
const SCHEMES: Readonly<Record<SignatureAlgorithm, { readonly digest: string; readonly keyType: 'rsa' | 'ec'; readonly pss?: true }>> = {
  'rsa-sha256': { digest: 'sha256', keyType: 'rsa' },
  'rsa-sha384': { digest: 'sha384', keyType: 'rsa' },
  'rsa-sha512': { digest: 'sha512', keyType: 'rsa' },
  'rsa-pss-sha256': { digest: 'sha256', keyType: 'rsa', pss: true },
  'rsa-pss-sha384': { digest: 'sha384', keyType: 'rsa', pss: true },
  'rsa-pss-sha512': { digest: 'sha512', keyType: 'rsa', pss: true },
  'ecdsa-sha256': { digest: 'sha256', keyType: 'ec' },
  'ecdsa-sha384': { digest: 'sha384', keyType: 'ec' },
  'ecdsa-sha512': { digest: 'sha512', keyType: 'ec' },
};

const DEFAULTS: Readonly<Record<string, SignatureAlgorithm>> = {
  rsa: 'rsa-sha256',
  prime256v1: 'ecdsa-sha256',
  secp384r1: 'ecdsa-sha384',
  secp521r1: 'ecdsa-sha512',
};

/**
 * A signer whose key lies in memory, for demonstrations and tests: `testOnly` is always true and production refuses it.
 * @param pkcs8 unencrypted PKCS#8, DER or PEM
 * @param certificates DER, the signer's own first
 * @param algorithm the usual one for the key unless given (RSA: PKCS#1 v1.5 with SHA-256, as tokens and services in Việt Nam return)
 */
export function softSigner(pkcs8: Uint8Array | string, certificates: readonly Uint8Array[], algorithm?: SignatureAlgorithm): Signer {
  const key =
    typeof pkcs8 === 'string' ? createPrivateKey(pkcs8) : createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const chosen = algorithm ?? defaultAlgorithm(key);
  assert(SCHEMES[chosen].keyType === key.asymmetricKeyType, 'the algorithm fits the key');
  return {
    certificates,
    algorithm: chosen,
    testOnly: true,
    sign: (hashes) => Promise.all(hashes.map(({ data }) => signOne(key, chosen, data))),
  };
}

function defaultAlgorithm(key: KeyObject): SignatureAlgorithm {
  const algorithm = DEFAULTS[key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? ''];
  assert(algorithm !== undefined, 'a soft signer has an RSA key or one on a NIST curve');
  return algorithm;
}

async function signOne(key: KeyObject, algorithm: SignatureAlgorithm, data: Uint8Array): Promise<Result<Uint8Array, SignerFailure>> {
  const scheme = SCHEMES[algorithm];
  const options =
    scheme.keyType === 'ec'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : scheme.pss === true
        ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : { key };
  try {
    return ok(new Uint8Array(await signAsync(scheme.digest, data, options)));
  } catch (cause) {
    return err({ code: 'signer/unavailable', detail: String(cause) });
  }
}
