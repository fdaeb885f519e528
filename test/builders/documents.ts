import type { Refusal } from '#domain';
import { fromUtf8, type Result, unwrap } from '#kernel';
import {
  type DocumentKind, readBatch, readConfirmation, readEarlyFinalization, readPacket, readReceipt, readResult, readRoster, readSigners, readSignersExtract, readSupplementary, readUpwardBatch, writeBatch,
  writeConfirmation, writeEarlyFinalization, writePacket, writeReceipt, writeResult, writeRoster, writeSigners, writeSignersExtract, writeSupplementary, writeUpwardBatch,
} from '#packet';
import type { XmlDocument } from '#xml';
import { hocBa } from './hoc-ba.ts';
import * as messages from './messages.ts';

interface Sample { readonly kind: DocumentKind; readonly value: unknown; readonly bytes: Uint8Array; readonly text: string; read(document: XmlDocument): Result<unknown, Refusal> }

function sample<T>(kind: DocumentKind, value: T, write: (value: T) => Result<Uint8Array, Refusal>, read: (document: XmlDocument) => Result<T, Refusal>): Sample {
  const bytes = unwrap(write(value));
  return { kind, value, bytes, text: unwrap(fromUtf8(bytes)), read };
}

/** One sample of every document of the profile, with its reader. */
export const DOCUMENTS: readonly Sample[] = [
  sample('packet', hocBa(), writePacket, readPacket),
  sample('batch', messages.batch, writeBatch, readBatch),
  sample('roster', messages.roster, writeRoster, readRoster),
  sample('supplementary', messages.supplementary, writeSupplementary, readSupplementary),
  sample('signers', messages.signers, writeSigners, readSigners),
  sample('earlyFinalization', messages.earlyFinalization, writeEarlyFinalization, readEarlyFinalization),
  sample('upwardBatch', messages.upwardBatch, writeUpwardBatch, readUpwardBatch),
  sample('receipt', messages.receipt, writeReceipt, readReceipt),
  sample('result', messages.result, writeResult, readResult),
  sample('confirmation', messages.confirmation, writeConfirmation, readConfirmation),
  sample('signersExtract', messages.signersExtract, writeSignersExtract, readSignersExtract),
];
