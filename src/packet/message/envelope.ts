import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlElement } from '#xml';
import { type Content, content, type Field, group, leaf, mapped, moment, once, oneOf, optional, whole } from '../codec/index.ts';
import type { DocumentType } from '../document/document.ts';
import { sealedDocument, sealedSlot } from '../document/sealed.ts';
import { className, messageId, schoolCode, schoolYear, wave } from '../document/types.ts';
import type { SignatureSlot } from '../slots/model.ts';
import { type ListHeader, type MessageHeader, MessageId, type WaveHeader } from './model.ts';
import { MESSAGE_TYPES, type MessageKind } from './types.ts';

/** Most entries of one list. */
export const LIST_MAX = 20_000;

/** What the header says beside its own values: derived from the message. */
type Stamped<H> = H & { readonly type: string; readonly count: number };

const typeOf = (kind: MessageKind) => leaf('LOAI_THONG_DIEP', oneOf<string>([MESSAGE_TYPES[kind]]));
const COMMON = {
  messageId: leaf('MA_THONG_DIEP', messageId),
  refersTo: optional(leaf('MA_THAM_CHIEU', messageId)),
  from: leaf('MA_GUI', schoolCode),
  to: leaf('MA_NHAN', schoolCode),
  sentAt: leaf('THOI_DIEM', moment),
  schoolYear: leaf('NAM_HOC', schoolYear),
} as const;
const REST = { classroom: optional(leaf('LOP', className)), count: leaf('SO_LUONG', whole(1, LIST_MAX)) } as const;

/** `THONG_TIN_CHUNG` with `DOT_CHOT`: a message of one wave. */
export const waveHeader = (kind: MessageKind): Content<Stamped<WaveHeader>> =>
  content('THONG_TIN_CHUNG', { type: typeOf(kind), ...COMMON, wave: leaf('DOT_CHOT', wave), ...REST });
/** `THONG_TIN_CHUNG` of a list of one school year. */
export const listHeader = (kind: MessageKind): Content<Stamped<ListHeader>> =>
  content('THONG_TIN_CHUNG', { type: typeOf(kind), ...COMMON, ...REST });

/** The rules no schema says: the count is right, and the id starts with the code of the sender. */
function checkHeader({ count, messageId: id, from }: Stamped<MessageHeader>, counted: number, at: XmlElement): Result<void, Refusal> {
  const where = `${pathOf(at)}/THONG_TIN_CHUNG`;
  if (count !== counted) return err(refusal('form/count', { stated: count, counted }, `${where}/SO_LUONG`));
  const sender = MessageId.senderOf(id);
  return sender === from
    ? ok(undefined)
    : err(
        refusal(
          'form/mismatch',
          { name: 'mã đơn vị trong MA_THONG_DIEP', value: sender, other: 'MA_GUI', expected: from },
          `${where}/MA_THONG_DIEP`,
        ),
      );
}

interface MessageDescription<H extends MessageHeader, T> {
  readonly kind: MessageKind;
  readonly header: Content<Stamped<H>>;
  readonly items: Field<readonly T[]>;
  /** Slots beside the content, in signing order. */
  readonly slots?: readonly string[];
}

/** A `GOI_TIN`: header, a list of one kind of items, the seal of the sender. */
export function message<H extends MessageHeader, T>({
  kind,
  header,
  items,
  slots = ['KY_DON_VI'],
}: MessageDescription<H, T>): DocumentType<{ readonly header: H; readonly items: readonly T[] }> {
  const wire = content(
    'NOI_DUNG',
    { header: once('THONG_TIN_CHUNG', header), list: group('DANH_SACH', { items }) },
    { fixed: { Id: 'goitin' } },
  );
  const body = mapped(
    wire,
    (value: { readonly header: H; readonly items: readonly T[] }) => ({
      header: { ...value.header, type: MESSAGE_TYPES[kind], count: value.items.length },
      list: { items: value.items },
    }),
    (read, at) => {
      const checked = checkHeader(read.header, read.list.items.length, at);
      if (!checked.ok) return checked;
      const { type, count, ...own } = read.header;
      return ok({ header: own as unknown as H, items: read.list.items });
    },
  );
  return sealedDocument('GOI_TIN', body, slots);
}

/** The seal of the sender over a `GOI_TIN`. */
export const MESSAGE_SLOT: SignatureSlot = sealedSlot('GOI_TIN', 'KY_DON_VI', 'sig-donvi', 'goitin');
