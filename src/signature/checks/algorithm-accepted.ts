import { check } from './check.ts';

export const algorithmAccepted = check({
  id: 'algorithm-accepted',
  block: 'shape',
  clause: 'EN 319 102-1 §5.2.8.4.1; Thông tư 15/2025/TT-BKHCN phụ lục; RFC 9231 §2.3.10; RFC 8017 §9.1',
  question: { en: 'Are algorithms and key among the accepted ones?', vi: 'Thuật toán và khoá có thuộc danh mục được chấp nhận không?' },
  passed: 'Thuật toán và khoá thuộc danh mục được chấp nhận.',
  reasons: ['signature/algorithm-refused'],
});
