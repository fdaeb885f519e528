import { check } from './check.ts';

export const pdfCoversFile = check({
  id: 'pdf-covers-file',
  block: 'pdfForm',
  clause: 'EN 319 102-1 §5.2.7.4 step 1; ISO 32000-2 §12.8.1',
  question: { en: 'Does the PDF signature cover the whole revision?', vi: 'Chữ ký PDF có bao toàn bộ phiên bản tệp không?' },
  passed: 'Chữ ký PDF bao toàn bộ phiên bản tệp.',
  reasons: ['signature/pdf-byte-range'],
});
