import { childElements, descendants, hasText, WSU_NAMESPACE, XML_NAMESPACE, type XmlDocument, type XmlElement } from '#xml';
import { DS, DS_11, XADES, XADES_141 } from '../xades/names.ts';
import { contains } from '../xades/prepare.ts';
import { isSignatureElement, type XmlSignature } from '../xades/read.ts';
import { isCoveredBy, type SignatureFacts } from './integrity.ts';

type Covered = ReadonlySet<XmlElement | 'document'>;
/** What is asked about every element of a document, so each answer is one look-up however many parts are signed. */
interface Known {
  readonly covered: Covered;
  readonly leading: ReadonlySet<XmlElement>;
  readonly doubles: ReadonlySet<XmlElement>;
}

const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The first part of a document of unknown form that says something nobody signed. Uncovered elements are only those that lead to covered parts and signatures,
 * and empty ones such as a place for a signature to come; they have no text. What leads may have attributes (`looseAttributes`), unless it bears the name of
 * a part inside it, which is how a signed part is wrapped into a forged one.
 */
export function firstUnsigned({ root }: Pick<XmlDocument, 'root'>, facts: readonly SignatureFacts[]): XmlElement | undefined {
  const covered: Covered = new Set(facts.flatMap((one) => one.covered));
  const leading = leadingElements(facts);
  const free = facts.filter((one) => !facts.some((other) => isCoveredBy(one.signature.element, other))).map(({ signature }) => signature);
  const known: Known = { covered, leading, doubles: doublesOf(covered) };
  return firstUncovered(root, known) ?? free.flatMap((signature) => bareObjects(signature, known))[0] ?? smuggled(free, covered);
}

/** Attributes that say something on elements around what is signed: other software writes versions and the like there, and nobody vouches for them. */
export function looseAttributes(
  facts: readonly SignatureFacts[],
): readonly { readonly element: XmlElement; readonly names: readonly string[] }[] {
  const covered: Covered = new Set(facts.flatMap((one) => one.covered));
  if (covered.has('document')) return [];
  return [...leadingElements(facts)]
    .filter((element) => !isInside(element, covered))
    .map((element) => ({ element, names: tellingAttributes(element) }))
    .filter(({ names }) => names.length > 0);
}

/** Elements around covered parts and signatures. */
function leadingElements(facts: readonly SignatureFacts[]): ReadonlySet<XmlElement> {
  const leading = new Set<XmlElement>();
  for (const target of facts.flatMap(({ covered, signature }) => [...covered, signature.element])) {
    for (let at = target === 'document' ? null : target.parent; at !== null && !leading.has(at); at = at.parent) leading.add(at);
  }
  return leading;
}

function isInside(element: XmlElement, covered: Covered): boolean {
  for (let at: XmlElement | null = element; at !== null; at = at.parent) if (covered.has(at)) return true;
  return false;
}

function firstUncovered(element: XmlElement, known: Known): XmlElement | undefined {
  const { covered, leading, doubles } = known;
  if (covered.has('document') || covered.has(element) || isSignatureElement(element)) return undefined;
  if (hasText(element) || (tellingAttributes(element).length > 0 && (!leading.has(element) || doubles.has(element)))) return element;
  for (const child of childElements(element)) {
    const found = firstUncovered(child, known);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names only tell where something is, and those of XML itself and of schema locations say nothing of their own. */
const tellingAttributes = ({ ns: owner, attributes }: XmlElement): readonly string[] =>
  owner === DS
    ? []
    : attributes
        .filter(({ ns, local }) => (ns === '' || ns === WSU_NAMESPACE ? !/^id$/i.test(local) : ns !== XML_NAMESPACE && ns !== INSTANCE))
        .map(({ name }) => name);

/** Elements of the name of a signed part inside them. */
function doublesOf(covered: Covered): ReadonlySet<XmlElement> {
  const doubles = new Set<XmlElement>();
  for (const target of covered) {
    if (target === 'document') continue;
    for (let at = target.parent; at !== null; at = at.parent) if (at.local === target.local && at.ns === target.ns) doubles.add(at);
  }
  return doubles;
}

/** What a signature carries inside itself is data too, unless it is its own properties. */
function bareObjects({ otherObjects, element }: XmlSignature, { covered, leading, doubles }: Known): readonly XmlElement[] {
  // Its own enveloped transform leaves the whole signature out, so only what is named inside it counts.
  const inside = new Set([...covered].filter((target) => target !== 'document' && contains(element, target)));
  return otherObjects.flatMap((object) => firstUncovered(object, { covered: inside, leading, doubles }) ?? []);
}

const OWN: ReadonlySet<string> = new Set([DS, DS_11, XADES, XADES_141]);
const nameOf = ({ ns, local }: XmlElement): string => `{${ns}}${local}`;

/** An element of the data's own name among the key information or unsigned properties: programs that look for the name wherever it stands would read it. */
function smuggled(signatures: readonly XmlSignature[], covered: Covered): XmlElement | undefined {
  const foreign = signatures.flatMap((signature) => foreignIn(signature, covered));
  if (foreign.length === 0) return undefined;
  const names = new Set<string>();
  const walk = (element: XmlElement): void => {
    if (isSignatureElement(element)) return;
    names.add(nameOf(element));
    childElements(element).forEach(walk);
  };
  for (const target of covered) if (target !== 'document') walk(target);
  if (covered.has('document')) childElements(rootOf(signatures[0]!.element)).forEach(walk);
  return foreign.find((element) => names.has(nameOf(element)));
}

function rootOf(element: XmlElement): XmlElement {
  let at = element;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** What a signature holds of other namespaces outside its signed parts and its objects. */
function foreignIn({ element, signedInfo, properties, otherObjects }: XmlSignature, covered: Covered): readonly XmlElement[] {
  const passed = new Set<XmlElement>([signedInfo, ...otherObjects, ...(properties === undefined ? [] : [properties.signedProperties])]);
  const found: XmlElement[] = [];
  const walk = (at: XmlElement): void => {
    // A part of a signature that one signs (its value, its key information) is where it belongs; signed data is not, wherever it came from.
    if (passed.has(at) || (covered.has(at) && OWN.has(at.ns)) || (at !== element && isSignatureElement(at))) return;
    if (!OWN.has(at.ns)) for (const one of descendants(at)) found.push(one);
    else childElements(at).forEach(walk);
  };
  walk(element);
  return found;
}
