import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import {
  notXml,
  type Batch,
  BATCH_SLOT,
  EARLY_FINALIZATION_HEAD_SLOT,
  EARLY_FINALIZATION_SLOT,
  type EarlyFinalization,
  type MessageHeader,
  messageKindOf,
  readBatch,
  readEarlyFinalization,
  readRoster,
  readSigners,
  readSupplementary,
  type Roster,
  ROSTER_SLOT,
  type SignatureSlot,
  SIGNERS_SLOT,
  type SignersList,
  SUPPLEMENTARY_SLOT,
  type SupplementaryList,
} from '#packet';
import { validateXsd } from '#packet/xsd';
import { readXml, type XmlDocument } from '#xml';
import type { MessageKindName } from '../postgres/tables.ts';

export type ReadMessage = {
  readonly document: XmlDocument;
  readonly header: MessageHeader & { readonly classroom?: string; readonly wave?: 1 | 2 };
  readonly slots: readonly SignatureSlot[];
  readonly itemCount: number;
} & (
  | { readonly kind: 'batch'; readonly content: Batch }
  | { readonly kind: 'roster'; readonly content: Roster }
  | { readonly kind: 'supplementary'; readonly content: SupplementaryList }
  | { readonly kind: 'signers'; readonly content: SignersList }
  | { readonly kind: 'earlyFinalization'; readonly content: EarlyFinalization }
);

type Reader = (document: XmlDocument) => Result<Pick<ReadMessage, 'kind' | 'content' | 'itemCount' | 'slots'>, Refusal>;
const READERS: Readonly<Record<MessageKindName, Reader>> = {
  batch: (document) =>
    map(readBatch(document), (content) => ({ kind: 'batch', content, itemCount: content.items.length, slots: [BATCH_SLOT] })),
  roster: (document) =>
    map(readRoster(document), (content) => ({ kind: 'roster', content, itemCount: content.pupils.length, slots: [ROSTER_SLOT] })),
  supplementary: (document) =>
    map(readSupplementary(document), (content) => ({
      kind: 'supplementary',
      content,
      itemCount: content.pupils.length,
      slots: [SUPPLEMENTARY_SLOT],
    })),
  signers: (document) =>
    map(readSigners(document), (content) => ({ kind: 'signers', content, itemCount: content.signers.length, slots: [SIGNERS_SLOT] })),
  earlyFinalization: (document) =>
    map(readEarlyFinalization(document), (content) => ({
      kind: 'earlyFinalization',
      content,
      itemCount: content.versionIds.length,
      slots: [EARLY_FINALIZATION_HEAD_SLOT, EARLY_FINALIZATION_SLOT],
    })),
};
const map = <A, B>(result: Result<A, Refusal>, make: (value: A) => B): Result<B, Refusal> => (result.ok ? ok(make(result.value)) : result);

const OTHER_PROFILE: ReadonlySet<string> = new Set(['form/unknown-document', 'form/version']);
/** A document of another kind, profile or version is called that (HBS-203), not a breach of a schema it never claimed to follow. */
export const otherProfile = (read: Result<unknown, Refusal>): Refusal | undefined =>
  !read.ok && OTHER_PROFILE.has(read.error.code) ? read.error : undefined;

/** Form of a message (standards: size, well-formedness, schema, structure), by two parsers that must both accept. */
export function readMessage(bytes: Uint8Array, expected: MessageKindName): Result<ReadMessage, Refusal> {
  const document = readXml(bytes);
  if (!document.ok) return err(notXml(document.error));
  const read = READERS[expected](document.value);
  const foreign = otherProfile(read);
  if (foreign) return err(foreign);
  if (messageKindOf(document.value) !== expected)
    return err(
      refusal(
        'form/structure',
        { name: 'LOAI_THONG_DIEP', fault: 'không phải loại thông điệp của địa chỉ này' },
        '/GOI_TIN/NOI_DUNG/THONG_TIN_CHUNG',
      ),
    );
  const valid = validateXsd(expected, bytes);
  if (!valid.ok) return valid;
  return read.ok ? ok({ document: document.value, header: read.value.content.header, ...read.value } as ReadMessage) : read;
}
