import { check } from './check.ts';

export const chainAlgorithms = check({
  id: 'chain-algorithms',
  block: 'chain',
  clause: 'EN 319 102-1 §5.2.6.4 step 6',
  question: { en: 'Are algorithms and keys of the path strong enough?', vi: 'Thuật toán và khoá trong đường dẫn có đủ mạnh không?' },
  passed: 'Thuật toán và khoá trong đường dẫn đủ mạnh.',
  reasons: ['algorithm-refused', 'algorithm-outdated', 'weak-key'],
});
