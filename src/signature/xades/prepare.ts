import { assert, concatBytes, err, ok, toBase64, unwrap, utf8, type Instant, type Result } from '#kernel';
import { C14N, canonicalize, descendants, readXml, serialize, type XmlDocument, type XmlElement, type XmlTree } from '#xml';
import { digestOfAlgorithm, type SignatureAlgorithm } from '../algorithms.ts';
import type { Primitives } from '../primitives.ts';
import { qualifyingProperties, signature, signedInfo, type SignatureContent } from './build.ts';
import type { SignatureRefusal, SlotLike } from './slot.ts';

export interface XadesOptions {
  readonly algorithm: SignatureAlgorithm;
  /** DER: the signer's own certificate, then its issuing authority. */
  readonly certificates: readonly Uint8Array[];
  readonly signingTime: Instant;
}

/** A signature that lacks only its value. */
export interface PreparedSignature {
  /** The canonical octets of SignedInfo: what the key signs. */
  readonly toSign: Uint8Array;
  /** `toSign` hashed by the digest of the algorithm. */
  readonly digest: Uint8Array;
  /** The octets a signature time-stamp is about: the canonical ds:SignatureValue (EN 319 132-1 §5.3). */
  timestampInput(signatureValue: Uint8Array): Uint8Array;
  /** The signed document: the original octets with the signature put into the slot and nothing else touched. Level B-T with a token. */
  complete(signatureValue: Uint8Array, token?: Uint8Array): Uint8Array;
}

/**
 * Prepares a XAdES signature (EN 319 132-1, level B-B) into an empty slot of a document. Deterministic: what goes in decides every octet.
 * Everything the slot refers to must be there once, outside the slot itself.
 */
export function prepareXades(
  document: XmlDocument,
  slot: SlotLike,
  options: XadesOptions,
  primitives: Primitives,
): Result<PreparedSignature, SignatureRefusal> {
  const place = slot.slot(document);
  if (place === undefined) return err({ code: 'signature/slot-missing', params: { slot: slot.claimedRole }, where: slot.path });
  if (place.children.length > 0) return err({ code: 'signature/slot-occupied', params: { slot: slot.claimedRole }, where: slot.path });
  const [own] = options.certificates;
  assert(own !== undefined, 'a signer has a certificate');
  const digests: Uint8Array[] = [];
  for (const { id } of slot.references) {
    const target = document.elementById(id);
    if (target === undefined) return err({ code: 'signature/target-missing', params: { slot: slot.claimedRole, id }, where: slot.path });
    assert(!contains(target, place), 'a signature stands outside what it signs');
    digests.push(primitives.digest('sha256', canonicalize(document, target, { algorithm: C14N.exclusive })));
  }
  const content: SignatureContent = { ...options, slot, certificateDigest: primitives.digest('sha256', own) };
  const properties = qualifyingProperties(content);
  digests.push(
    primitives.digest(
      'sha256',
      canonicalPart(signature(content, signedInfo(content, [...digests, new Uint8Array()]), '', properties), 'SignedProperties'),
    ),
  );
  const info = signedInfo(content, digests);
  const toSign = canonicalPart(signature(content, info, '', properties), 'SignedInfo');
  return ok({
    toSign,
    digest: primitives.digest(digestOfAlgorithm(options.algorithm), toSign),
    timestampInput: (value) => canonicalPart(signature(content, info, toBase64(value), properties), 'SignatureValue'),
    complete: (value, token) =>
      splice(document.bytes, place, serialize(signature(content, info, toBase64(value), qualifyingProperties(content, token)))),
  });
}

/** Exclusive C14N of a part depends on nothing around it, so the signature is read alone and its part is written as every verifier will write it. */
function canonicalPart(tree: XmlTree, local: string): Uint8Array {
  const document = unwrap(readXml(utf8(serialize(tree))));
  for (const part of descendants(document.root))
    if (part.local === local) return canonicalize(document, part, { algorithm: C14N.exclusive });
  throw new Error(`a signature has a ${local}`);
}

export function contains(outer: XmlElement, inner: XmlElement): boolean {
  for (let at: XmlElement | null = inner; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** An empty-element tag `<X/>` is opened up; canonical form knows no difference. */
function splice(bytes: Uint8Array, place: XmlElement, text: string): Uint8Array {
  if (place.contentStart < place.end)
    return concatBytes(bytes.subarray(0, place.contentStart), utf8(text), bytes.subarray(place.contentStart));
  return concatBytes(bytes.subarray(0, place.end - 2), utf8(`>${text}</${place.name}>`), bytes.subarray(place.end));
}
