import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument } from '#xml';
import { content, leaf, many, mapped, octets, once, sha256, whole } from '../codec/index.ts';
import { BATCH_ITEMS_MAX, PACKET_BYTES_MAX } from '../batch/model.ts';
import { NUMBER, numbered } from '../document/numbered.ts';
import { lookupCode, versionId } from '../document/types.ts';
import { MESSAGE_SLOT, message, waveHeader } from '../message/envelope.ts';
import type { SignatureSlot } from '../slots/model.ts';
import type { UpwardBatch, UpwardItem } from './model.ts';

interface Numbered {
  readonly index: number;
  readonly item: UpwardItem;
}

const item = mapped(
  content(
    'TEP',
    {
      lookupCode: leaf('MA_TRA_CUU', lookupCode),
      versionId: leaf('MA_PHIEN_BAN', versionId),
      sha256: leaf('BAM_SHA256', sha256),
      size: leaf('KICH_THUOC', whole(1, PACKET_BYTES_MAX)),
      bytes: leaf('NOI_DUNG_TEP', octets(PACKET_BYTES_MAX)),
      confirmation: leaf('XAC_NHAN_SO', octets(PACKET_BYTES_MAX)),
    },
    { attributes: { index: NUMBER } },
  ),
  ({ index, item: packet }: Numbered) => ({ index, ...packet, size: packet.bytes.length }),
  ({ index, size, ...packet }, at): Result<Numbered, Refusal> => {
    const counted = packet.bytes.length;
    return size === counted ? ok({ index, item: packet }) : err(refusal('form/item-size', { index, stated: size, counted }, pathOf(at)));
  },
);

const upward = message({
  kind: 'upwardBatch',
  header: waveHeader('upwardBatch'),
  items: numbered(many(once('TEP', item), 1, BATCH_ITEMS_MAX)),
});

/** Type 200: finalized packets with their confirmations for the ministry, unsigned. */
export const writeUpwardBatch = (value: UpwardBatch): Result<Uint8Array, Refusal> => upward.write(value);
export const readUpwardBatch = (document: XmlDocument): Result<UpwardBatch, Refusal> => upward.read(document);
export const UPWARD_BATCH_SLOT: SignatureSlot = { ...MESSAGE_SLOT, timestamped: true };
