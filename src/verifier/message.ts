import type { Refusal, Sha256Hex } from '#domain';
import { ok, type Result, toHex } from '#kernel';
import {
  BATCH_SLOT,
  CONFIRMATION_SLOT,
  type DocumentKind,
  EARLY_FINALIZATION_HEAD_SLOT,
  EARLY_FINALIZATION_SLOT,
  itemHashRefusal,
  readBatch,
  readConfirmation,
  readEarlyFinalization,
  readReceipt,
  readResult,
  readRoster,
  readSigners,
  readSignersExtract,
  readSupplementary,
  readUpwardBatch,
  RECEIPT_SLOT,
  RESULT_SLOT,
  ROSTER_SLOT,
  type SignatureSlot,
  SIGNERS_EXTRACT_SLOT,
  SIGNERS_SLOT,
  SUPPLEMENTARY_SLOT,
  UPWARD_BATCH_SLOT,
} from '#packet';
import { worst, type Primitives } from '#signature';
import type { XmlDocument } from '#xml';
import { errorAnswer, placed, type DocumentAnswer, type FileKind, signatureAnswer } from './answer.ts';
import { sealedByTrusted } from './evidence.ts';
import type { FileContext } from './file.ts';
import type { JudgedRefusal } from './refusals.ts';
import { within } from './report/answers.ts';
import { exchangeReport, unreadReport } from './report/kinds.ts';

interface Item {
  readonly name: string;
  readonly sha256: Sha256Hex;
  readonly bytes: Uint8Array;
}
interface Reading {
  readonly kind: FileKind;
  readonly slots: readonly SignatureSlot[];
  readonly items: (document: XmlDocument) => Result<readonly Item[], Refusal>;
}

const noItems =
  (read: (document: XmlDocument) => Result<unknown, Refusal>) =>
  (document: XmlDocument): Result<readonly Item[], Refusal> => {
    const value = read(document);
    return value.ok ? ok([]) : value;
  };
const message = (read: (document: XmlDocument) => Result<unknown, Refusal>, ...slots: readonly SignatureSlot[]): Reading => ({
  kind: 'message',
  slots,
  items: noItems(read),
});

/** Every message of the exchange: who seals it, and what it holds that is judged on its own. */
const READINGS: Readonly<Record<Exclude<DocumentKind, 'packet'>, Reading>> = {
  batch: {
    kind: 'batch',
    slots: [BATCH_SLOT],
    items: (document) => {
      const batch = readBatch(document);
      return batch.ok
        ? ok(
            batch.value.items.flatMap((item, i) =>
              item.action === 'withdraw' ? [] : [{ name: `TEP[${i + 1}]`, sha256: item.sha256, bytes: item.bytes }],
            ),
          )
        : batch;
    },
  },
  upwardBatch: {
    kind: 'batch',
    slots: [UPWARD_BATCH_SLOT],
    items: (document) => {
      const batch = readUpwardBatch(document);
      return batch.ok ? ok(batch.value.items.map((item, i) => ({ name: `TEP[${i + 1}]`, sha256: item.sha256, bytes: item.bytes }))) : batch;
    },
  },
  roster: message(readRoster, ROSTER_SLOT),
  supplementary: message(readSupplementary, SUPPLEMENTARY_SLOT),
  signers: message(readSigners, SIGNERS_SLOT),
  earlyFinalization: message(readEarlyFinalization, EARLY_FINALIZATION_HEAD_SLOT, EARLY_FINALIZATION_SLOT),
  receipt: message(readReceipt, RECEIPT_SLOT),
  result: message(readResult, RESULT_SLOT),
  signersExtract: message(readSignersExtract, SIGNERS_EXTRACT_SLOT),
  confirmation: { ...message(readConfirmation, CONFIRMATION_SLOT), kind: 'confirmation' },
};

export interface MessageInput {
  readonly document: XmlDocument;
  /** What the document says it is; undefined when it is none of ours. */
  readonly kind: DocumentKind | undefined;
  readonly sha256: Sha256Hex;
  readonly verifyItem: (bytes: Uint8Array) => DocumentAnswer;
}

/** Judges a message of the exchange and, for batches, each packet in it: the worst of all is the verdict. */
export function verifyMessage({ document, kind, verifyItem }: MessageInput, context: FileContext, primitives: Primitives): DocumentAnswer {
  const { policy } = context;
  const failed = (of: FileKind, refusal: JudgedRefusal): DocumentAnswer => ({
    verdict: 'TOTAL-FAILED',
    subIndication: 'FORMAT_FAILURE',
    kind: of,
    signatures: [],
    packets: [],
    errors: [errorAnswer(refusal)],
    warnings: [],
    checks: unreadReport([refusal], policy),
    notes: [],
  });
  if (kind === undefined || kind === 'packet')
    return failed('document', {
      code: 'form/structure',
      params: { name: document.root.name, fault: 'không phải tài liệu của học bạ số' },
      where: `/${document.root.name}`,
    });
  const reading = READINGS[kind];
  const items = reading.items(document);
  if (!items.ok) return failed(reading.kind, items.error);
  const sealed = sealedByTrusted(document, reading.slots, context, primitives);
  const hashes = itemHashRefusal(items.value, (bytes) => toHex(primitives.digest('sha256', bytes)) as Sha256Hex);
  const refusals = [...sealed.refusals, ...(hashes ? [hashes] : [])];
  const answers = items.value.map((item) => ({ name: item.name, answer: verifyItem(item.bytes) }));
  const { verdict, subIndication } = worst([
    sealed,
    ...(hashes ? [{ verdict: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE' } as const] : []),
    ...answers.map(({ answer }) => ({
      verdict: answer.verdict,
      ...(answer.subIndication !== null && { subIndication: answer.subIndication }),
    })),
  ]);
  const records = answers.flatMap(({ answer }) => (answer.record === undefined ? [] : [answer.record].flat()));
  return {
    verdict,
    subIndication: subIndication ?? null,
    kind: reading.kind,
    signatures: [...sealed.signatures.map(signatureAnswer), ...answers.flatMap(({ answer }) => answer.signatures)],
    ...(records.length > 0 && verdict !== 'TOTAL-FAILED' && { record: records }),
    errors: [
      ...refusals.map((refusal) => errorAnswer(refusal)),
      ...answers.flatMap(({ name, answer }) => answer.errors.map((error) => placed(name, error))),
    ],
    warnings: [
      ...sealed.notices.map((notice) => errorAnswer(notice)),
      ...answers.flatMap(({ name, answer }) => answer.warnings.map((warning) => placed(name, warning))),
    ],
    checks: [
      ...exchangeReport(
        {
          signatures: sealed.signatures,
          refusals,
          notices: sealed.notices,
          more: reading.kind === 'batch' ? [['items', true]] : [],
          isRecord: false,
        },
        policy,
      ),
      ...answers.flatMap(({ name, answer }) => within(name, name, answer.checks)),
    ],
    packets: answers.flatMap(({ answer }) => answer.packets),
    notes: [...new Set(answers.flatMap(({ answer }) => answer.notes))],
  };
}
