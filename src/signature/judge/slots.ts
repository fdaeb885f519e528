import { err, ok, type Result } from '#kernel';
import { findElement, hasText, isBlank, pathOf, type XmlDocument, type XmlElement } from '#xml';
import type { Primitives } from '../primitives.ts';
import { isPropertiesReference, isSignatureElement, readSignature, type XmlSignature } from '../xades/read.ts';
import type { SlotLike } from '../xades/slot.ts';
import { enclosedFindings } from './enclosed.ts';
import { finding, type Finding } from './findings.ts';
import { gatherFacts, type DigestMemo, type SignatureFacts } from './integrity.ts';
import type { SignatureRules } from './rules.ts';

/** A signature in the slot it stands in. */
export interface FilledSlot {
  readonly slot: SlotLike;
  readonly element: XmlElement;
  readonly facts: SignatureFacts;
}

export interface SlotsInput {
  readonly document: XmlDocument;
  /** Every slot of the document that must be filled. */
  readonly slots: readonly SlotLike[];
  /** The element each data Id must stand on: what the reader reads is then what the signer signed. */
  readonly places: Readonly<Record<string, XmlElement | undefined>>;
  /** Attributes that may stand outside signed elements; whoever reads them compares them with signed values. */
  readonly freeAttributes: ReadonlySet<string>;
  readonly knownCertificates: readonly Uint8Array[];
  readonly rules: SignatureRules;
}

/**
 * The strict profile: one signature in each slot and none elsewhere, each refers to exactly what its slot prescribes, at the place where it is read, and
 * nothing in the document is left unsigned. Form first, then coverage, then digests and values.
 * @returns the facts of every slot, or why the document as a whole is refused
 */
export function gatherSlots(input: SlotsInput, primitives: Primitives): Result<readonly FilledSlot[], readonly Finding[]> {
  const { document, slots } = input;
  const form = formFindings(document);
  if (form.length > 0) return err(form);
  const read = slots.map((slot) => readSlot(document, slot));
  const missing = read.flatMap((item) => (item.ok ? [] : [item.error]));
  const found = read.flatMap((item) => (item.ok ? [item.value] : []));
  const strays = strayFindings(document, found);
  if (missing.length + strays.length > 0) return err([...missing, ...strays]);
  const coverage = [
    ...found.flatMap((item) => coverageFindings(item, input, found)),
    ...unsignedFindings(input, found),
    ...found.flatMap(({ signature }) => enclosedFindings(signature)),
  ];
  if (coverage.length > 0) return err(coverage);
  const digests: DigestMemo = new Map();
  return ok(
    found.map(({ slot, element, signature }) => ({
      slot,
      element,
      facts: gatherFacts(
        { document, signature, where: slot.path, rules: input.rules, knownCertificates: input.knownCertificates, digests },
        primitives,
      ),
    })),
  );
}

interface ReadSlot {
  readonly slot: SlotLike;
  readonly element: XmlElement;
  readonly signature: XmlSignature;
}

/** Comments, instructions and CDATA are read by some and passed over by others, so a document that is signed has none. */
function formFindings(document: XmlDocument): readonly Finding[] {
  const findings: Finding[] = [];
  if (document.hasComments || document.hasProcessingInstructions || document.hasCdata)
    findings.push(finding('signature/foreign-content', '/'));
  if (document.duplicateIds.length > 0) findings.push(finding('signature/duplicate-id', '/', { id: document.duplicateIds[0]! }));
  return findings;
}

function readSlot(document: XmlDocument, slot: SlotLike): Result<ReadSlot, Finding> {
  const where = slot.path;
  const params = { slot: slot.claimedRole };
  const element = slot.slot(document);
  if (element === undefined) return err(finding('signature/slot-missing', where, params));
  const [only, ...more] = element.children.filter((child) => child.kind !== 'text' || !isBlank(child.value));
  if (only === undefined) return err(finding('signature/slot-empty', where, params));
  if (more.length > 0 || only.kind !== 'element' || !isSignatureElement(only))
    return err(finding('signature/malformed', where, { detail: 'ô ký có nội dung khác chữ ký' }));
  const signature = readSignature(only);
  if (!signature.ok) return err(finding('signature/malformed', signature.error.where, { detail: signature.error.what }));
  if (signature.value.id !== slot.signatureId)
    return err(finding('signature/malformed', where, { detail: `@Id phải là ${slot.signatureId}` }));
  // EN 319 132-1 §6.3 demands it of every level; only with its offset is it a moment.
  if (signature.value.properties?.signingTime === undefined)
    return err(finding('signature/malformed', where, { detail: 'thiếu SigningTime có múi giờ' }));
  const roles = signature.value.properties.claimedRoles;
  if (roles.length !== 1 || roles[0] !== slot.claimedRole) return err(finding('signature/role-claim', where, params));
  return ok({ slot, element, signature: signature.value });
}

function strayFindings(document: XmlDocument, found: readonly ReadSlot[]): readonly Finding[] {
  const isStray = (element: XmlElement): boolean =>
    isSignatureElement(element) && !found.some(({ signature, element: slot }) => signature.element === element || slot === element.parent);
  const stray = findElement(document.root, isStray);
  return stray === undefined ? [] : [finding('signature/stray-signature', pathOf(stray))];
}

/** Exactly the references of the slot, each once, and each target where the document is read. */
function coverageFindings({ slot, signature }: ReadSlot, { document, places }: SlotsInput, found: readonly ReadSlot[]): readonly Finding[] {
  const spell = (uri: string | undefined, type: string | undefined) => `${uri ?? ''} ${type ?? ''}`;
  const wanted = slot.references.map(({ id, type }) => spell(`#${id}`, type)).sort();
  const given = signature.references
    .filter((reference) => !isPropertiesReference(reference))
    .map(({ uri, type }) => spell(uri, type))
    .sort();
  if (wanted.length !== given.length || wanted.some((item, i) => item !== given[i]))
    return [finding('signature/coverage', slot.path, { slot: slot.claimedRole })];
  return slot.references.flatMap(({ id }) => {
    const target = document.elementById(id);
    const expected = Object.hasOwn(places, id)
      ? places[id]
      : found.find(({ signature: other }) => other.valueElement === target)?.signature.valueElement;
    return target !== undefined && target === expected ? [] : [finding('signature/moved-content', slot.path, { id })];
  });
}

/** Outside signed elements there are only the elements that lead to them and to the slots, without text, with known attributes. */
function unsignedFindings({ document, freeAttributes }: SlotsInput, found: readonly ReadSlot[]): readonly Finding[] {
  const signed = new Set<XmlElement>(
    found.flatMap(({ slot, signature }) => [signature.element, ...slot.references.flatMap(({ id }) => document.elementById(id) ?? [])]),
  );
  const leading = new Set<XmlElement>();
  for (const element of [...signed, ...found.map(({ element: slot }) => slot)])
    for (let at: XmlElement | null = element; at !== null; at = at.parent) leading.add(at);
  const findings: Finding[] = [];
  const walk = (element: XmlElement): void => {
    if (signed.has(element)) return;
    const attribute = element.attributes.find(({ ns, local }) => ns !== '' || !freeAttributes.has(local));
    if (!leading.has(element) || hasText(element))
      findings.push(finding('signature/unsigned-content', pathOf(element), { element: element.name }));
    else if (attribute !== undefined)
      findings.push(finding('signature/unsigned-content', pathOf(element), { element: `@${attribute.name}` }));
    else for (const child of element.children) if (child.kind === 'element') walk(child);
  };
  walk(document.root);
  return findings;
}
