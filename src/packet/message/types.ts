/** `LOAI_THONG_DIEP` of the messages in a `GOI_TIN`. */
export const MESSAGE_TYPES = {
  batch: '100',
  roster: '130',
  supplementary: '140',
  signers: '150',
  earlyFinalization: '160',
  upwardBatch: '200',
} as const;
export type MessageKind = keyof typeof MESSAGE_TYPES;
