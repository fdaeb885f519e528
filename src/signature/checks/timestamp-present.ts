import { check } from './check.ts';

export const timestampPresent = check({
  id: 'timestamp-present',
  block: 'signer',
  clause: 'EN 319 102-1 §5.2.8.4.1; Thông tư 15/2025/TT-BKHCN Điều 5',
  question: { en: 'Does a time-stamp prove the time where it must?', vi: 'Ô ký phải có dấu thời gian có dấu đó không?' },
  passed: 'Có dấu thời gian ở nơi phải có.',
  reasons: ['signature/timestamp-missing'],
});
