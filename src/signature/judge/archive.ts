import { concatBytes } from '#kernel';
import { CanonicalTooLong, canonicalize, childElements, type C14nUri, type XmlDocument, type XmlElement } from '#xml';
import { DS, XADES } from '../xades/names.ts';
import type { DigestBudget, SignatureFacts } from './integrity.ts';
import { octetsOf } from './references.ts';

/** References, and properties before a time-stamp; honest signatures have a few dozen. */
const PARTS_MAX = 4_096;

/**
 * The octets the archive time-stamp `element` is about (EN 319 132-1 §5.5.2.2): what the references digest, SignedInfo, SignatureValue, KeyInfo, the unsigned properties
 * before it, and the objects beside the properties. Undefined when that would cost too much.
 */
export function archiveImprint(
  element: XmlElement,
  algorithm: C14nUri,
  { signature, references }: SignatureFacts,
  document: XmlDocument,
  budget: DigestBudget,
): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  const add = (octets: Uint8Array): void => {
    budget.octets -= octets.length;
    if (budget.octets < 0 || parts.length >= PARTS_MAX) throw new CanonicalTooLong();
    parts.push(octets);
  };
  try {
    // Every reference was read before any time-stamp is judged, so it has octets.
    for (const item of references) add(octetsOf(item, document, signature.element, algorithm) ?? new Uint8Array());
    for (const part of covered(element, signature.element, new Set(references.map(({ target }) => target))))
      add(written(document, part, algorithm));
    return concatBytes(...parts);
  } catch (fault) {
    if (fault instanceof CanonicalTooLong) return undefined;
    throw fault;
  }
}

const written = (document: XmlDocument, element: XmlElement, algorithm: C14nUri): Uint8Array =>
  canonicalize(document, element, { algorithm });

/** The parts of a signature in the order in which the standard lists them. */
function covered(timestamp: XmlElement, signature: XmlElement, referenced: ReadonlySet<XmlElement | 'document'>): readonly XmlElement[] {
  const parts = childElements(signature).filter(({ ns }) => ns === DS);
  const own = (local: string) => parts.filter((part) => part.local === local);
  const siblings = childElements(timestamp.parent!);
  const before = siblings.slice(0, siblings.indexOf(timestamp));
  // The property of version 1.3.2 leaves out objects that are signed already (TS 101 903 V1.3.2 §7.7.1); that of 1.4.1 takes them all.
  const objects = own('Object').filter(
    (object) => !childElements(object).some(isProperties) && (timestamp.ns !== XADES || !referenced.has(object)),
  );
  return [...own('SignedInfo'), ...own('SignatureValue'), ...own('KeyInfo'), ...before, ...objects];
}

const isProperties = ({ ns, local }: XmlElement): boolean => ns === XADES && local === 'QualifyingProperties';
