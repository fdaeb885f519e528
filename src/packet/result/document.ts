import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { pathOf, type XmlDocument, type XmlElement } from '#xml';
import { acceptance, badStructure, content, leaf, many, mapped, once } from '../codec/index.ts';
import { BATCH_ITEMS_MAX } from '../batch/model.ts';
import { NUMBER } from '../document/numbered.ts';
import { sealedDocument, sealedSlot } from '../document/sealed.ts';
import { messageId, versionId } from '../document/types.ts';
import type { BatchResult, ResultItem } from './model.ts';
import { REASONS_MAX, reasonContent } from './reason.ts';

/** An answer that refuses says why; one that accepts has nothing to say. */
export function checkAcceptance(accepted: boolean, reasons: readonly unknown[], name: string, at: XmlElement): Result<void, Refusal> {
  if (accepted === (reasons.length === 0)) return ok(undefined);
  return err(badStructure(name, accepted ? 'thừa khi đã nhận' : 'thiếu khi từ chối', pathOf(at)));
}

const item = mapped(
  content(
    'MUC',
    {
      versionId: leaf('MA_PHIEN_BAN', versionId),
      accepted: leaf('KET_QUA', acceptance),
      reasons: many(once('LOI', reasonContent('LOI')), 0, REASONS_MAX),
    },
    { attributes: { index: NUMBER } },
  ),
  (value: ResultItem) => value,
  (value, at): Result<ResultItem, Refusal> => {
    const consistent = checkAcceptance(value.accepted, value.reasons, 'LOI', at);
    return consistent.ok ? ok(value) : consistent;
  },
);

const body = mapped(
  content(
    'NOI_DUNG',
    { messageId: leaf('MA_THONG_DIEP', messageId), items: many(once('MUC', item), 0, BATCH_ITEMS_MAX) },
    { fixed: { Id: 'ketqua' } },
  ),
  (value: BatchResult) => value,
  (value, at): Result<BatchResult, Refusal> => {
    const back = value.items.find((entry, i) => i > 0 && entry.index <= value.items[i - 1]!.index);
    return back === undefined ? ok(value) : err(refusal('form/duplicate', { name: '@Stt', value: back.index }, pathOf(at)));
  },
);

const result = sealedDocument('KET_QUA', body, ['KY_SO']);

/** Type 210: the answer to each item of a batch, unsigned. */
export const writeResult = (value: BatchResult): Result<Uint8Array, Refusal> => result.write(value);
export const readResult = (document: XmlDocument): Result<BatchResult, Refusal> => result.read(document);
export const RESULT_SLOT = sealedSlot('KET_QUA', 'KY_SO', 'sig-so', 'ketqua');
