import {
  bytesOf,
  checkAny,
  childrenOf,
  explicitOf,
  fail,
  isUniversal,
  Members,
  oidOf,
  smallInteger,
  TAG,
  type DerNode,
} from '../der/index.ts';

export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: DerNode | undefined;
  readonly der: Uint8Array;
}

export function readAlgorithmIdentifier(node: DerNode, implicit = false): AlgorithmIdentifier {
  const members = implicit ? new Members(childrenOf(node), 'algorithm identifier', node.end) : Members.of(node, 'algorithm identifier');
  const oid = oidOf(members.next());
  const parameters = members.peek() === undefined ? undefined : members.next();
  members.done();
  if (parameters !== undefined) checkAny(parameters);
  return { oid, parameters, der: bytesOf(node) };
}

export type DigestName = 'sha256' | 'sha384' | 'sha512';

export const DIGEST_OID: Readonly<Record<DigestName, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const DIGEST_OF: Readonly<Record<string, DigestName>> = Object.fromEntries(
  Object.entries(DIGEST_OID).map(([name, oid]) => [oid, name as DigestName]),
);

/** The digest algorithms we accept; SHA-1 and MD5 are not among them. Parameters are absent or NULL (RFC 5754 §2). */
export function digestOf(algorithm: AlgorithmIdentifier): DigestName | undefined {
  return hasNoParameters(algorithm) ? DIGEST_OF[algorithm.oid] : undefined;
}

/** Absent or NULL. */
export const hasNoParameters = ({ parameters }: AlgorithmIdentifier): boolean =>
  parameters === undefined || (isUniversal(parameters, TAG.nullValue) && parameters.contentStart === parameters.end);

/** A way of signing that certificates, CRLs and CMS may name. */
export interface SignatureScheme {
  readonly family: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa';
  readonly digest: DigestName;
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.11': { family: 'rsa-pkcs1', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { family: 'rsa-pkcs1', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { family: 'rsa-pkcs1', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { family: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { family: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { family: 'ecdsa', digest: 'sha512' },
};
const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const DIGEST_LENGTH: Readonly<Record<DigestName, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** The scheme an algorithm identifier names, or undefined when it is outside the closed list (SHA-1, MD5, DSA, PSS with unusual parameters). */
export function schemeOf(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  if (algorithm.oid === RSA_PSS) return pssScheme(algorithm.parameters);
  const scheme = SCHEMES[algorithm.oid];
  if (scheme === undefined) return undefined;
  if (scheme.family === 'ecdsa') return algorithm.parameters === undefined ? scheme : undefined;
  return hasNoParameters(algorithm) ? scheme : undefined;
}

/** RSASSA-PSS-params (RFC 4055 §3.1) with one digest for message and mask and a salt as long as the digest; the SHA-1 defaults are refused. */
function pssScheme(parameters: DerNode | undefined): SignatureScheme | undefined {
  if (parameters === undefined || !isUniversal(parameters, TAG.sequence)) return undefined;
  const members = Members.of(parameters, 'PSS parameters');
  const hash = members.optionalContext(0);
  const mask = members.optionalContext(1);
  const salt = members.optionalContext(2);
  const trailer = members.optionalContext(3);
  members.done();
  if (hash === undefined || mask === undefined || salt === undefined) return undefined;
  if (trailer !== undefined && smallInteger(explicitOf(trailer, 'trailer field')) !== 1) fail('PSS trailer field', trailer.start);
  const digest = digestOf(readAlgorithmIdentifier(explicitOf(hash, 'hash algorithm')));
  const maskAlgorithm = readAlgorithmIdentifier(explicitOf(mask, 'mask algorithm'));
  if (digest === undefined || maskAlgorithm.oid !== MGF1 || maskAlgorithm.parameters === undefined) return undefined;
  if (digestOf(readAlgorithmIdentifier(maskAlgorithm.parameters)) !== digest) return undefined;
  return smallInteger(explicitOf(salt, 'salt length')) === DIGEST_LENGTH[digest] ? { family: 'rsa-pss', digest } : undefined;
}
