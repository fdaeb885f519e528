import { check } from './check.ts';

export const timestampsLasting = check({
  id: 'timestamps-lasting',
  block: 'claims',
  clause: 'EN 319 102-1 §5.6.2.3',
  question: {
    en: 'Is each time-stamp still worth something, by itself or by renewal?',
    vi: 'Dấu thời gian có còn giá trị, tự nó hoặc nhờ gia hạn không?',
  },
  passed: 'Dấu thời gian còn giá trị.',
  reasons: ['signature/timestamp-expired'],
});
