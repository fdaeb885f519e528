export * from './class-sheet/model.ts';
export { mergePdfs } from './merge.ts';
export * from './model.ts';
export * from './pades/index.ts';
export { createPrinter, type Printer } from './printer.ts';
export { type JudgedSignature, printedSignatures, type SignatureLine, signatureLines } from './signatures.ts';
export { completionText, NOT_ASSESSED } from './view.ts';
