import { check } from './check.ts';

export const pdfPermitted = check({
  id: 'pdf-permitted',
  block: 'pdfChanges',
  clause: 'ISO 32000-2 §12.8.2.2',
  question: { en: 'Did earlier signers permit what came later?', vi: 'Người ký trước có cho phép những phần thêm sau không?' },
  passed: 'Những phần thêm sau đều được người ký trước cho phép.',
  reasons: ['signature/pdf-not-permitted'],
});
