import { ok } from '#kernel';
import { type Content, content, type Field, mapped, once } from '../codec/index.ts';
import { type DocumentType, documentType, VERSION } from './document.ts';
import { slotAt, slotContent } from './slot.ts';
import type { SignatureSlot } from '../slots/model.ts';

/** A signed message: the content in `NOI_DUNG` with its Id, the signatures beside it, one slot each. */
export function sealedDocument<T>(name: string, body: Content<T>, slots: readonly string[]): DocumentType<T> {
  const places: Record<string, Field<unknown>> = Object.fromEntries(slots.map((slot) => [slot, once(slot, slotContent(slot, {}))]));
  const empty = Object.fromEntries(slots.map((slot) => [slot, {}]));
  const root = content(name, { body: once('NOI_DUNG', body), ...places }, { fixed: { PhienBan: VERSION } });
  return documentType(
    name,
    { PhienBan: VERSION },
    mapped(
      root,
      (value: T) => ({ body: value, ...empty }) as never,
      (wire) => ok((wire as { readonly body: T }).body),
    ),
  );
}

/** The slot of a message: over the content and nothing else. */
export function sealedSlot(document: string, claimedRole: string, signatureId: string, contentId: string): SignatureSlot {
  return slotAt({ claimedRole, signatureId, steps: [document, claimedRole], references: [{ id: contentId }] });
}
