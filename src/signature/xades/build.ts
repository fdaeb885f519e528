import { Instant, toBase64 } from '#kernel';
import { C14N, element, type XmlTree } from '#xml';
import { DIGEST_URI, DS, SIGNATURE_URI, TYPE, XADES } from './names.ts';
import type { SlotLike, SlotTarget } from './slot.ts';
import type { SignatureAlgorithm } from '../algorithms.ts';

/** What one signature says, before its value is known. All digests are SHA-256. */
export interface SignatureContent {
  readonly slot: SlotLike;
  readonly algorithm: SignatureAlgorithm;
  readonly signingTime: Instant;
  /** DER: the signer's own, then its issuing authority. */
  readonly certificates: readonly Uint8Array[];
  readonly certificateDigest: Uint8Array;
}

const digest = (value: Uint8Array): readonly XmlTree[] => [
  element('ds:DigestMethod', { Algorithm: DIGEST_URI.sha256 }),
  element('ds:DigestValue', {}, toBase64(value)),
];
const referenceId = (slot: SlotLike, index: number): string => `ref-${slot.signatureId}-${index + 1}`;
export const signatureValueId = (signatureId: string): string => `sv-${signatureId}`;
export const signedPropertiesId = (signatureId: string): string => `sp-${signatureId}`;

/** Each data object has a media type (EN 319 132-1 §5.2.4); a counter-signed signature value is not a data object. */
const mimeTypeOf = (target: SlotTarget): string | undefined =>
  target.mimeType ?? (target.type === undefined ? 'application/xml' : undefined);

/** Signed properties of level B-B (EN 319 132-1 §6). */
export function qualifyingProperties({ slot, signingTime, certificateDigest }: SignatureContent, token?: Uint8Array): XmlTree {
  const formats = slot.references.flatMap((target, i) => {
    const mimeType = mimeTypeOf(target);
    return mimeType === undefined
      ? []
      : [element('xades:DataObjectFormat', { ObjectReference: `#${referenceId(slot, i)}` }, element('xades:MimeType', {}, mimeType))];
  });
  return element(
    'xades:QualifyingProperties',
    { 'xmlns:xades': XADES, Target: `#${slot.signatureId}` },
    element(
      'xades:SignedProperties',
      { Id: signedPropertiesId(slot.signatureId) },
      element(
        'xades:SignedSignatureProperties',
        {},
        element('xades:SigningTime', {}, Instant.toIso(signingTime)),
        element('xades:SigningCertificateV2', {}, element('xades:Cert', {}, element('xades:CertDigest', {}, digest(certificateDigest)))),
        element('xades:SignerRoleV2', {}, element('xades:ClaimedRoles', {}, element('xades:ClaimedRole', {}, slot.claimedRole))),
      ),
      formats.length > 0 && element('xades:SignedDataObjectProperties', {}, formats),
    ),
    token !== undefined &&
      element(
        'xades:UnsignedProperties',
        {},
        element(
          'xades:UnsignedSignatureProperties',
          {},
          element(
            'xades:SignatureTimeStamp',
            {},
            element('ds:CanonicalizationMethod', { Algorithm: C14N.exclusive }),
            element('xades:EncapsulatedTimeStamp', {}, toBase64(token)),
          ),
        ),
      ),
  );
}

/** `digests` in the order of the slot's references, then the digest of the signed properties. */
export function signedInfo({ slot, algorithm }: SignatureContent, digests: readonly Uint8Array[]): XmlTree {
  const targets: readonly SlotTarget[] = [...slot.references, { id: signedPropertiesId(slot.signatureId), type: TYPE.signedProperties }];
  return element(
    'ds:SignedInfo',
    {},
    element('ds:CanonicalizationMethod', { Algorithm: C14N.exclusive }),
    element('ds:SignatureMethod', { Algorithm: SIGNATURE_URI[algorithm] }),
    targets.map(({ id, type }, i) =>
      element(
        'ds:Reference',
        { Id: referenceId(slot, i), ...(type !== undefined && { Type: type }), URI: `#${id}` },
        element('ds:Transforms', {}, element('ds:Transform', { Algorithm: C14N.exclusive })),
        digest(digests[i]!),
      ),
    ),
  );
}

export function signature(content: SignatureContent, info: XmlTree, value: string, properties: XmlTree): XmlTree {
  const { slot, certificates } = content;
  return element(
    'ds:Signature',
    { 'xmlns:ds': DS, Id: slot.signatureId },
    info,
    element('ds:SignatureValue', { Id: signatureValueId(slot.signatureId) }, value),
    element(
      'ds:KeyInfo',
      {},
      element(
        'ds:X509Data',
        {},
        certificates.map((certificate) => element('ds:X509Certificate', {}, toBase64(certificate))),
      ),
    ),
    element('ds:Object', {}, properties),
  );
}
