import { equalBytes } from '#kernel';
import { octetStringOf, oidOf } from '../der/index.ts';
import type { Primitives } from '../primitives.ts';
import { digestOf, schemeOf, type SignatureScheme } from '../x509/algorithm-identifier.ts';
import type { Certificate } from '../x509/certificate.ts';
import { PUBLIC_KEY } from '../x509/oids.ts';
import { checkSignature, type SignedByResult } from '../x509/signed-by.ts';
import { CMS } from './oids.ts';
import { singleAttribute, type SignerInfo } from './signed-data.ts';

export type CmsFailure = 'attributes-missing' | 'algorithm-refused' | 'content-changed' | 'signature-wrong' | 'weak-key';

/**
 * Checks one signer's signature over content with signed attributes (RFC 5652 §5.4, §5.6): content type, message digest, then the signature
 * over the attributes. Call inside `guardDer`: a malformed attribute is a malformed structure. Undefined = it holds.
 */
export function cmsFailure(
  signer: SignerInfo,
  contentType: string,
  content: Uint8Array,
  certificate: Certificate,
  primitives: Primitives,
): CmsFailure | undefined {
  const typeNode = singleAttribute(signer.signedAttributes, CMS.contentType);
  const digestNode = singleAttribute(signer.signedAttributes, CMS.messageDigest);
  if (signer.signedAttributesDer === undefined || typeNode === undefined || digestNode === undefined) return 'attributes-missing';
  if (oidOf(typeNode) !== contentType) return 'attributes-missing';
  const digest = digestOf(signer.digestAlgorithm);
  const scheme = schemeOfSigner(signer);
  if (digest === undefined || scheme?.digest !== digest) return 'algorithm-refused';
  if (!equalBytes(primitives.digest(digest, content), octetStringOf(digestNode))) return 'content-changed';
  return ANSWERS[checkSignature(signer.signedAttributesDer, signer.signature, scheme, certificate.publicKey, primitives)];
}

const ANSWERS: Readonly<Record<SignedByResult, CmsFailure | undefined>> = {
  yes: undefined,
  no: 'signature-wrong',
  'algorithm-refused': 'algorithm-refused',
  'weak-key': 'weak-key',
};

/** How a signer signed. CMS may name the bare key type `rsaEncryption`, which means PKCS#1 v1.5 with the signer's digest (RFC 3370 §3.2). */
export function schemeOfSigner(signer: Pick<SignerInfo, 'signatureAlgorithm' | 'digestAlgorithm'>): SignatureScheme | undefined {
  if (signer.signatureAlgorithm.oid !== PUBLIC_KEY.rsa) return schemeOf(signer.signatureAlgorithm);
  const digest = digestOf(signer.digestAlgorithm);
  return digest === undefined ? undefined : { family: 'rsa-pkcs1', digest };
}
