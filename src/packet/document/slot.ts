import type { Refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { childElements, childNamed, element, hasText, pathOf, type XmlDocument, type XmlElement } from '#xml';
import { badStructure, badValue, type Content, NAMESPACE, onlyAttributes, type TextType, writeText } from '../codec/index.ts';
import type { SignatureSlot, SignerRole, SlotReference } from '../slots/model.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const COUNTERSIGNED = 'http://uri.etsi.org/01903#CountersignedSignature';

/** Empty, or one ds:Signature. What stands inside the signature is the business of whoever judges it. */
export function onlySignature(slot: XmlElement): Result<void, Refusal> {
  const elements = childElements(slot);
  const [first, second] = elements;
  if (hasText(slot)) return err(badStructure('#text', 'thừa trong ô ký', pathOf(slot)));
  if (first && (first.ns !== DS || first.local !== 'Signature'))
    return err(badStructure(first.name, 'không được đặt trong ô ký', pathOf(slot)));
  return second ? err(badStructure(second.name, 'thừa: mỗi ô ký có tối đa một chữ ký', pathOf(slot))) : ok(undefined);
}

type Labels = Readonly<Record<string, { readonly name: string; readonly type: TextType<string> }>>;

/** A place for one signature with the labels it carries. It is written empty; a filled one reads the same. */
export function slotContent<const A extends Labels>(
  name: string,
  labels: A,
): Content<{ readonly [K in keyof A]: A[K] extends { readonly type: TextType<infer T> } ? T : never }> {
  const entries = Object.entries(labels);
  return {
    write: (value, path) => {
      const attributes: Record<string, string> = {};
      for (const [key, label] of entries) {
        const text = writeText(`@${label.name}`, value[key as keyof A] as string, label.type, `${path}/${name}`);
        if (!text.ok) return text;
        attributes[label.name] = text.value;
      }
      return ok(element(name, attributes));
    },
    read: (e) => {
      const exact = onlyAttributes(
        e,
        entries.map(([, label]) => label.name),
      );
      if (!exact.ok) return exact;
      const filled = onlySignature(e);
      if (!filled.ok) return filled;
      const values: Record<string, string> = {};
      for (const [key, label] of entries) {
        const text = e.attributes.find((a) => a.local === label.name)?.value ?? '';
        const value = label.type.read(text);
        if (value === undefined) return err(badValue(`@${label.name}`, text, label.type.expected, pathOf(e)));
        values[key] = value;
      }
      return ok(values as never);
    },
  };
}

interface SlotPlace {
  readonly claimedRole: string;
  readonly role?: SignerRole;
  readonly signatureId: string;
  readonly timestamped?: true;
  /** Names from the root to the slot. */
  readonly steps: readonly string[];
  readonly references: readonly SlotReference[];
}

/** The slot at a fixed place: every step must be the only child of its name. */
export function slotAt({ steps, ...slot }: SlotPlace): SignatureSlot {
  const [root, ...rest] = steps;
  return {
    ...slot,
    path: `/${steps.join('/')}`,
    slot: (document: XmlDocument) => {
      let at: XmlElement | undefined = document.root.local === root && document.root.ns === NAMESPACE ? document.root : undefined;
      for (const step of rest) at = at && childNamed(at, step, NAMESPACE);
      return at;
    },
  };
}
