export { type PdfSigner, type PdfSignOptions, signPdf, stampPdf } from './sign-pdf.ts';
export { addValidationData, type ValidationDataOptions } from './validation-data.ts';
