import { check } from './check.ts';

export const pdfNoOverlay = check({
  id: 'pdf-no-overlay',
  block: 'pdfChanges',
  clause: 'ISO 32000-2 §12.5.6.19',
  question: { en: 'Is a picture laid over signed pages?', vi: 'Có hình nào đặt lên trang đã ký không?' },
  passed: 'Không có hình nào đặt lên trang đã ký.',
  reasons: ['signature/pdf-overlay'],
});
