import { type Refusal, refusal, type SchoolYear, type Sha256Hex, type Wave } from '#domain';
import { err, ok, type Result, toHex, unwrap, utf8 } from '#kernel';
import { type MessageHeader, MessageId, type SignatureSlot } from '#packet';
import { signSlots } from '#signature/signers';
import type { SchoolContext } from '../context.ts';
import type { School } from '../model.ts';
import type { MessageKind, OutboxMessage } from '../postgres/exchange.ts';

export const sha256Of = (context: Pick<SchoolContext, 'primitives'>, bytes: Uint8Array): Sha256Hex =>
  toHex(context.primitives.digest('sha256', bytes)) as Sha256Hex;

/** Header of a new message of the school to its province. */
export function headerOf(context: SchoolContext, school: School, schoolYear: SchoolYear): MessageHeader {
  return {
    messageId: unwrap(MessageId.of(school.code, context.ids.uuid().replaceAll('-', ''))),
    from: school.code,
    to: context.provinceCode,
    sentAt: context.clock.now(),
    schoolYear,
  };
}

export interface MessageDraft {
  readonly kind: MessageKind;
  readonly header: MessageHeader;
  readonly classroom?: string;
  readonly wave?: Wave;
  readonly itemCount: number;
  /** What the message says, for lists: compared with the present data later. */
  readonly content: unknown;
  readonly unsigned: Result<Uint8Array, Refusal>;
  readonly slot: SignatureSlot;
}

/** Seals a message with the school's seal (B-T): from here on its octets never change. */
export async function seal(
  context: SchoolContext,
  school: School,
  who: string,
  draft: MessageDraft,
): Promise<Result<{ message: OutboxMessage; bytes: Uint8Array }, Refusal>> {
  if (!draft.unsigned.ok) return draft.unsigned;
  const found = await context.signerFor(school.code, 'seal');
  if (!found.ok) return found;
  const signer = found.value;
  if (signer === undefined) return err(refusal('school/no-signer', { who: 'con dấu của trường' }));
  const [sealed] = await signSlots([{ bytes: draft.unsigned.value, slot: draft.slot }], {
    signer,
    signingTime: draft.header.sentAt,
    primitives: context.primitives,
    tsaUrl: context.tsaUrl,
  });
  if (sealed === undefined) return err(refusal('school/no-signer', { who: 'con dấu của trường' }));
  if (!sealed.ok) return sealed;
  const message: OutboxMessage = {
    messageId: draft.header.messageId,
    schoolYear: draft.header.schoolYear,
    kind: draft.kind,
    sha256: sha256Of(context, sealed.value),
    contentSha256: contentDigest(context, draft.content),
    itemCount: draft.itemCount,
    createdAt: draft.header.sentAt,
    createdBy: who,
    state: 'queued',
    refusals: [],
    ...(draft.classroom === undefined ? {} : { classroom: draft.classroom }),
    ...(draft.wave === undefined ? {} : { wave: draft.wave }),
  };
  return ok({ message, bytes: sealed.value });
}

/** Digest of what a list says, independent of message id and time. */
export const contentDigest = (context: Pick<SchoolContext, 'primitives'>, content: unknown): Sha256Hex =>
  sha256Of(context, utf8(JSON.stringify(content, (_, value: unknown) => (value instanceof Uint8Array ? toHex(value) : value))));
