import { check } from './check.ts';

export const pdfSignatureKind = check({
  id: 'pdf-signature-kind',
  block: 'pdfForm',
  clause: 'EN 319 102-1 §5.2.2; EN 319 142-1 §5.1',
  question: { en: 'Is it an accepted kind of PDF signature?', vi: 'Chữ ký PDF có thuộc loại được chấp nhận không?' },
  passed: 'Chữ ký PDF thuộc loại được chấp nhận.',
  reasons: ['signature/pdf-kind'],
});
