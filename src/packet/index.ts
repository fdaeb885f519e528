export { BATCH_SLOT, itemHashRefusal, readBatch, writeBatch } from './batch/document.ts';
export * from './batch/model.ts';
export { NAMESPACE } from './codec/index.ts';
export { CONFIRMATION_SLOT, readConfirmation, writeConfirmation } from './confirmation/document.ts';
export type * from './confirmation/model.ts';
export { MESSAGE_BYTES_MAX } from './document/document.ts';
export { type DocumentKind, messageKindOf } from './document/kind.ts';
export { notXml } from './document/not-xml.ts';
export {
  EARLY_FINALIZATION_HEAD_SLOT,
  EARLY_FINALIZATION_SLOT,
  readEarlyFinalization,
  writeEarlyFinalization,
} from './early-finalization/document.ts';
export type * from './early-finalization/model.ts';
export { readEvidence, writeEvidence } from './evidence/document.ts';
export type * from './evidence/model.ts';
export * from './message/model.ts';
export { MESSAGE_TYPES, type MessageKind } from './message/types.ts';
export { readReceipt, RECEIPT_SLOT, writeReceipt } from './receipt/document.ts';
export type * from './receipt/model.ts';
export { readPacket, writePacket } from './record/document.ts';
export { packetSlots, type PacketSlots, slotLabels } from './record/slots.ts';
export { readResult, RESULT_SLOT, writeResult } from './result/document.ts';
export type * from './result/model.ts';
export { readRoster, ROSTER_SLOT, writeRoster } from './roster/document.ts';
export type * from './roster/model.ts';
export { readSigners, SIGNERS_SLOT, writeSigners } from './signers/document.ts';
export type * from './signers/model.ts';
export { readSignersExtract, SIGNERS_EXTRACT_SLOT, writeSignersExtract } from './signers-extract/document.ts';
export type * from './signers-extract/model.ts';
export type * from './slots/model.ts';
export { readSupplementary, SUPPLEMENTARY_SLOT, writeSupplementary } from './supplementary/document.ts';
export type * from './supplementary/model.ts';
export { readUpwardBatch, UPWARD_BATCH_SLOT, writeUpwardBatch } from './upward-batch/document.ts';
export type * from './upward-batch/model.ts';
