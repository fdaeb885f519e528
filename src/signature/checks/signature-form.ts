import { check } from './check.ts';

export const signatureForm = check({
  id: 'signature-form',
  block: 'slots',
  clause: 'EN 319 102-1 §5.2.2; EN 319 132-1 §5',
  question: { en: 'Is each signature well formed?', vi: 'Mỗi chữ ký có đúng cấu trúc không?' },
  passed: 'Chữ ký đúng cấu trúc.',
  reasons: ['signature/malformed'],
});
