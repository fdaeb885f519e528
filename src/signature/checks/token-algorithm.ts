import { check } from './check.ts';

export const tokenAlgorithm = check({
  id: 'token-algorithm',
  block: 'token',
  clause: 'EN 319 102-1 §5.2.8.4.1',
  question: { en: 'Does the time-stamp use accepted algorithms?', vi: 'Dấu thời gian có dùng thuật toán được chấp nhận không?' },
  passed: 'Dấu thời gian dùng thuật toán được chấp nhận.',
  reasons: ['timestamp-algorithm-refused'],
});
