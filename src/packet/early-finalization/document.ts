import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { XmlDocument } from '#xml';
import { leaf, many } from '../codec/index.ts';
import { sealedSlot } from '../document/sealed.ts';
import { versionId } from '../document/types.ts';
import { LIST_MAX, MESSAGE_SLOT, message, waveHeader } from '../message/envelope.ts';
import type { SignatureSlot } from '../slots/model.ts';
import type { EarlyFinalization } from './model.ts';

const early = message({
  kind: 'earlyFinalization',
  header: waveHeader('earlyFinalization'),
  items: many(leaf('MA_PHIEN_BAN', versionId), 1, LIST_MAX),
  slots: ['KY_THU_TRUONG', 'KY_DON_VI'],
});

/** Type 160: a request to finalize before the cut-off, unsigned. */
export const writeEarlyFinalization = ({ header, versionIds }: EarlyFinalization): Result<Uint8Array, Refusal> =>
  early.write({ header, items: versionIds });
export function readEarlyFinalization(document: XmlDocument): Result<EarlyFinalization, Refusal> {
  const read = early.read(document);
  if (!read.ok) return read;
  const { header, items } = read.value;
  const twice = new Set(items).size === items.length ? undefined : items.find((id, i) => items.indexOf(id) !== i);
  return twice === undefined
    ? ok({ header, versionIds: items })
    : err(refusal('form/duplicate', { name: 'MA_PHIEN_BAN', value: twice }, '/GOI_TIN/NOI_DUNG/DANH_SACH'));
}
/** The signature of the head of the school, before the seal. */
export const EARLY_FINALIZATION_HEAD_SLOT: SignatureSlot = {
  ...sealedSlot('GOI_TIN', 'KY_THU_TRUONG', 'sig-thutruong', 'goitin'),
  role: 'schoolHead',
};
export const EARLY_FINALIZATION_SLOT = MESSAGE_SLOT;
