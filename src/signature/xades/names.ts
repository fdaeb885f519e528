import type { DigestAlgorithm, SignatureAlgorithm } from '../algorithms.ts';

/** Namespaces of XML Signature 1.1 and of ETSI EN 319 132-1. */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
/** Additions of XML Signature 1.1. */
export const DS_11 = 'http://www.w3.org/2009/xmldsig11#';
export const XADES_141 = 'http://uri.etsi.org/01903/v1.4.1#';

export const TYPE = {
  signedProperties: 'http://uri.etsi.org/01903#SignedProperties',
  countersigned: 'http://uri.etsi.org/01903#CountersignedSignature',
} as const;

export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** RFC 9231 names of the closed list of algorithms. What has no row here is refused. */
export const SIGNATURE_URI: Readonly<Record<SignatureAlgorithm, string>> = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-sha384': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  'rsa-sha512': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'rsa-pss-sha256': 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
  'rsa-pss-sha384': 'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1',
  'rsa-pss-sha512': 'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'ecdsa-sha384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  'ecdsa-sha512': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
};

export const DIGEST_URI: Readonly<Record<DigestAlgorithm, string>> = {
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

const inverse = <T extends string>(table: Readonly<Record<T, string>>): ReadonlyMap<string, T> =>
  new Map((Object.entries(table) as [T, string][]).map(([name, uri]) => [uri, name]));
const SIGNATURE_OF = inverse(SIGNATURE_URI);
const DIGEST_OF = inverse(DIGEST_URI);

export const signatureAlgorithmOf = (uri: string): SignatureAlgorithm | undefined => SIGNATURE_OF.get(uri);
export const digestAlgorithmOf = (uri: string): DigestAlgorithm | undefined => DIGEST_OF.get(uri);
