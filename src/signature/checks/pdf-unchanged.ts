import { check } from './check.ts';

export const pdfUnchanged = check({
  id: 'pdf-unchanged',
  block: 'pdfChanges',
  clause: 'EN 319 102-1 §5.2.7.4 step 2; ISO 32000-2 §12.8.2.2',
  question: { en: 'Was anything but evidence added after signing?', vi: 'Sau khi ký tệp PDF có bị thay đổi không?' },
  passed: 'Sau khi ký tệp PDF không bị thay đổi.',
  reasons: ['signature/pdf-changed-later'],
});
