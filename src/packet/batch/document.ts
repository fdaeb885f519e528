import { type Refusal, refusal, type Sha256Hex } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument, type XmlElement } from '#xml';
import {
  badStructure,
  content,
  leaf,
  many,
  mapped,
  named,
  octets,
  once,
  optional,
  prose,
  sha256,
  type ValueOf,
  whole,
} from '../codec/index.ts';
import { NUMBER, numbered } from '../document/numbered.ts';
import { lookupCode, versionId } from '../document/types.ts';
import { MESSAGE_SLOT, message, waveHeader } from '../message/envelope.ts';
import type { SignatureSlot } from '../slots/model.ts';
import { type Batch, BATCH_ITEMS_MAX, type BatchItem, PACKET_BYTES_MAX } from './model.ts';

const ACTION = named({ submit: 'MOI', replace: 'THAY_THE', withdraw: 'THU_HOI' });
const FIELDS = {
  lookupCode: leaf('MA_TRA_CUU', lookupCode),
  versionId: leaf('MA_PHIEN_BAN', versionId),
  action: leaf('HANH_DONG', ACTION),
  reason: optional(leaf('LY_DO', prose(1000))),
  sha256: optional(leaf('BAM_SHA256', sha256)),
  size: optional(leaf('KICH_THUOC', whole(1, PACKET_BYTES_MAX))),
  bytes: optional(leaf('NOI_DUNG_TEP', octets(PACKET_BYTES_MAX))),
} as const;
type Wire = ValueOf<typeof FIELDS, { readonly index: typeof NUMBER }>;
interface Numbered {
  readonly index: number;
  readonly item: BatchItem;
}

const toWire = ({ index, item }: Numbered): Wire => ({ index, ...item, ...(item.action !== 'withdraw' && { size: item.bytes.length }) });

/** A packet comes with its digest, size and octets; a withdrawal with a reason and without a packet. */
function fromWire({ index, sha256: digest, size, bytes, action, reason, ...ids }: Wire, at: XmlElement): Result<Numbered, Refusal> {
  const where = pathOf(at);
  if (action === 'withdraw') {
    if (digest !== undefined || size !== undefined || bytes !== undefined)
      return err(badStructure('BAM_SHA256, KICH_THUOC, NOI_DUNG_TEP', 'thừa khi HANH_DONG là THU_HOI', where));
    return reason === undefined
      ? err(badStructure('LY_DO', 'thiếu khi HANH_DONG là THU_HOI', where))
      : ok({ index, item: { ...ids, action, reason } });
  }
  if (digest === undefined || size === undefined || bytes === undefined)
    return err(badStructure('BAM_SHA256, KICH_THUOC, NOI_DUNG_TEP', `thiếu khi HANH_DONG là ${ACTION.write(action)}`, where));
  if (size !== bytes.length) return err(refusal('form/item-size', { index, stated: size, counted: bytes.length }, where));
  return ok({ index, item: { ...ids, action, ...(reason !== undefined && { reason }), sha256: digest, bytes } });
}

const item = mapped(content('TEP', FIELDS, { attributes: { index: NUMBER } }), toWire, fromWire);
const batch = message({ kind: 'batch', header: waveHeader('batch'), items: numbered(many(once('TEP', item), 1, BATCH_ITEMS_MAX)) });

/** Writes a batch of packets, unsigned. The octets of each packet are carried unchanged. */
export const writeBatch = (value: Batch): Result<Uint8Array, Refusal> => batch.write(value);
export const readBatch = (document: XmlDocument): Result<Batch, Refusal> => batch.read(document);
export const BATCH_SLOT: SignatureSlot = { ...MESSAGE_SLOT, timestamped: true };

/** Is every packet what its digest says? The digest is computed by the caller's hash; `undefined` when all agree. */
export function itemHashRefusal(
  items: readonly { readonly sha256?: Sha256Hex; readonly bytes?: Uint8Array }[],
  sha256Of: (bytes: Uint8Array) => Sha256Hex,
): Refusal | undefined {
  const wrong = items.findIndex((entry) => entry.bytes !== undefined && sha256Of(entry.bytes) !== entry.sha256);
  return wrong < 0 ? undefined : refusal('form/item-hash', { index: wrong + 1 }, `/GOI_TIN/NOI_DUNG/DANH_SACH/TEP[${wrong + 1}]`);
}
