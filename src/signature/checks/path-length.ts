import { check } from './check.ts';

export const pathLength = check({
  id: 'path-length',
  block: 'chain',
  clause: 'RFC 5280 §6.1.4 (l), (m)',
  question: { en: 'Is the path as short as its authorities demand?', vi: 'Đường dẫn có trong độ dài cho phép không?' },
  passed: 'Đường dẫn trong độ dài cho phép.',
  reasons: ['path-too-long'],
});
