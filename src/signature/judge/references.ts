import { fromBase64 } from '#kernel';
import { C14N, canonicalize, childElements, descendants, textOf, type C14nUri, type XmlDocument, type XmlElement } from '#xml';
import { DS, ENVELOPED } from '../xades/names.ts';
import { isSignatureElement, type SignedReference, type TransformStep } from '../xades/read.ts';
import { c14nOf, type SignatureRules } from './rules.ts';

export type Target = XmlElement | 'document';

/** What a chain of transforms makes of its target. */
export interface Reading {
  /** `nodes`: whoever wants octets writes them. `base64`: the octets a ds:Object holds. */
  readonly as:
    | { readonly kind: 'canonical'; readonly algorithm: C14nUri; readonly prefixes: readonly string[] }
    | { readonly kind: 'nodes' | 'base64' };
  /** Left out: nothing, the signature itself, or every signature there is. */
  readonly omits: 'nothing' | 'itself' | 'signatures';
}

/** What a reference was found to mean. */
export interface ResolvedReference {
  readonly reference: SignedReference;
  readonly target: Target;
  readonly reading: Reading;
}

const BASE64 = 'http://www.w3.org/2000/09/xmldsig#base64';
const XPATH = 'http://www.w3.org/TR/1999/REC-xpath-19991116';
const XPATH_FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2';

/** The few expressions other software writes for the enveloped signature, `{S}` being ds:Signature: XML Signature 1.1 §6.6.3 and §6.6.4, and XPath Filter 2.0 §2. */
const OMITTING: Readonly<Record<string, Reading['omits']>> = {
  [`${ENVELOPED} `]: 'itself',
  [`${XPATH} count(ancestor-or-self::{S}|here()/ancestor::{S}[1])>count(ancestor-or-self::{S})`]: 'itself',
  [`${XPATH} not(ancestor-or-self::{S})`]: 'signatures',
  [`${XPATH_FILTER} subtract here()/ancestor::{S}[1]`]: 'itself',
  [`${XPATH_FILTER} subtract /descendant::{S}`]: 'signatures',
  [`${XPATH_FILTER} subtract //{S}`]: 'signatures',
};

const omissionOf = ({ uri, expression = '' }: TransformStep): Reading['omits'] | undefined => OMITTING[`${uri} ${expression}`];

/** What a chain of transforms does; undefined when it is not one of the few that are allowed. */
export function readingOf(steps: readonly TransformStep[], rules: SignatureRules): Reading | undefined {
  const first = steps[0] === undefined || !rules.enveloped ? undefined : omissionOf(steps[0]);
  const [step, ...more] = first === undefined ? steps : steps.slice(1);
  const omits = first ?? 'nothing';
  if (more.length > 0) return undefined;
  // XML Signature 1.1 §4.4.3.2: octets are wanted and none were made, so Canonical XML 1.0 makes them.
  if (step === undefined) return rules.canonicalizations.has(C14N.inclusive) ? { as: { kind: 'nodes' }, omits } : undefined;
  if (step.uri === BASE64) return rules.otherObjects && omits === 'nothing' ? { as: { kind: 'base64' }, omits } : undefined;
  const algorithm = c14nOf(step.uri, rules);
  return algorithm === undefined || (step.prefixes.length > 0 && !rules.inclusivePrefixes)
    ? undefined
    : { as: { kind: 'canonical', algorithm, prefixes: step.prefixes }, omits };
}

const POINTER = /^#xpointer\((?:(\/)|id\((?:'([^']+)'|"([^"]+)")\))\)$/;

/** Same-document references only; an Id that stands twice means nothing. `#xpointer(…)` keeps the comments (XML Signature 1.1 §4.4.3.3). */
export function resolve(
  document: XmlDocument,
  uri: string | undefined,
  rules: SignatureRules,
): { readonly target: Target; readonly keepsComments: boolean } | undefined {
  const found = (target: Target | undefined, keepsComments: boolean) => (target === undefined ? undefined : { target, keepsComments });
  if (uri === undefined) return undefined;
  if (uri === '') return found(rules.wholeDocument ? 'document' : undefined, false);
  const pointer = rules.wholeDocument ? POINTER.exec(uri) : null;
  if (pointer !== null) return found(pointer[1] === undefined ? document.elementById(pointer[2] ?? pointer[3]!) : 'document', true);
  return found(/^#[^#()]+$/.test(uri) ? document.elementById(uri.slice(1)) : undefined, false);
}

/** A reference without its comments has lost them before any transform sees it. */
export function withoutComments(reading: Reading): Reading {
  const { as } = reading;
  if (as.kind !== 'canonical' || !as.algorithm.endsWith('#WithComments')) return reading;
  return {
    ...reading,
    as: { ...as, algorithm: as.algorithm.replace(/#WithComments$/, as.algorithm.startsWith(C14N.exclusive) ? '#' : '') as C14nUri },
  };
}

const signaturesOf = new WeakMap<XmlDocument, ReadonlySet<XmlElement>>();

/** The elements a reading leaves out of its target. */
export function omitted({ omits }: Reading, document: XmlDocument, signature: XmlElement): ReadonlySet<XmlElement> {
  if (omits !== 'signatures') return new Set(omits === 'itself' ? [signature] : []);
  const known = signaturesOf.get(document) ?? new Set(descendants(document.root).filter(isSignatureElement));
  signaturesOf.set(document, known);
  return known;
}

/**
 * What a reference digests (XML Signature 1.1 §4.4.3.2); nodes that no transform wrote are written by `unwritten`. Undefined for a ds:Object that holds no base64.
 * Throws `CanonicalTooLong`.
 */
export function octetsOf(
  { target, reading }: Pick<ResolvedReference, 'target' | 'reading'>,
  document: XmlDocument,
  signature: XmlElement,
  unwritten: C14nUri = C14N.inclusive,
): Uint8Array | undefined {
  const { as } = reading;
  if (as.kind === 'base64') return base64In(target);
  const omit = omitted(reading, document, signature);
  const written = as.kind === 'canonical' ? { algorithm: as.algorithm, inclusivePrefixes: as.prefixes } : { algorithm: unwritten };
  return canonicalize(document, target, { ...written, ...(omit.size > 0 && { omit }) });
}

/** Whether the target can be read so at all. */
export const isReadable = (target: Target, { as }: Reading): boolean => as.kind !== 'base64' || base64In(target) !== undefined;

/** Of a ds:Object alone: what else an element has besides its text would be signed by nobody. */
function base64In(target: Target): Uint8Array | undefined {
  if (target === 'document' || target.ns !== DS || target.local !== 'Object' || childElements(target).length > 0) return undefined;
  const octets = fromBase64(textOf(target));
  return octets.ok ? octets.value : undefined;
}
