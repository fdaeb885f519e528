export { type CopySealer, type CopySealerOptions, createCopySealer, type SealedCopy, type SealLevel } from './copy-sealer.ts';
export { evidenceFor } from './evidence.ts';
export { type PdfSigner, type PdfSignOptions, signPdf, stampPdf } from './sign-pdf.ts';
export { addValidationData, type ValidationDataOptions } from './validation-data.ts';
