export { pdfDate } from './date.ts';
export { signatureFields, type SignatureField } from './fields.ts';
export { guardPdf, isPdf, PdfFile, readPdf } from './file.ts';
export type { Inflate } from './stream.ts';
export {
  isArray,
  isDictionary,
  isName,
  isReference,
  isString,
  nameIn,
  PdfFault,
  textOf,
  wholeIn,
  type PdfDictionary,
  type PdfReference,
  type PdfString,
  type PdfValue,
} from './syntax.ts';
export { pdfText } from './write.ts';
