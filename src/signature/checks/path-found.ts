import { check } from './check.ts';

export const pathFound = check({
  id: 'path-found',
  block: 'path',
  clause: 'EN 319 102-1 §5.2.6.4 step 2; Thông tư 15/2025/TT-BKHCN Điều 6',
  question: { en: 'Does a path lead to a trusted authority?', vi: 'Có đường dẫn tin cậy tới tổ chức chứng thực được tin cậy không?' },
  passed: 'Có đường dẫn tin cậy.',
  reasons: ['no-chain'],
});
