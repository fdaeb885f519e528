import { check } from './check.ts';

export const pdfCertificatesWhole = check({
  id: 'pdf-certificates-whole',
  block: 'pdfChanges',
  clause: 'EN 319 102-1 §5.2.6.4 step 4',
  question: { en: 'Are the certificates the PDF carries undamaged?', vi: 'Chứng thư số kèm trong PDF có nguyên vẹn không?' },
  passed: 'Chứng thư số kèm trong PDF nguyên vẹn.',
  reasons: ['signature/pdf-certificates'],
});
