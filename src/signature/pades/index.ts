export { gatherPdf, type PdfEvidence, type PdfFacts, type PdfInput, type PdfSignatureFacts } from './facts.ts';
export { PDF_FINDINGS, pdfFinding } from './findings.ts';
export { judgePdf, pdfIntegrity, type PdfJudgeInput, type PdfLevel, type PdfSignatureJudgement } from './judge.ts';
export { PDF_CMS } from './oids.ts';
export * as pdf from './pdf.ts';
