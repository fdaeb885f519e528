import { check } from './check.ts';

export const paddingRecommended = check({
  id: 'padding-recommended',
  block: 'claims',
  clause: 'Thông tư 15/2025/TT-BKHCN phụ lục; RFC 8017 §8',
  question: { en: 'Is the padding the one the regulation names?', vi: 'Kiểu đệm RSA có phải kiểu quy chuẩn nêu không?' },
  passed: 'Kiểu đệm đúng quy chuẩn.',
  reasons: ['signature/padding'],
});
