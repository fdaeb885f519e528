import { check } from './check.ts';

export const tokenInOrder = check({
  id: 'token-in-order',
  block: 'token',
  clause: 'EN 319 102-1 §5.5.4 step 4e',
  question: {
    en: 'Is an archive time-stamp younger than what it covers?',
    vi: 'Dấu thời gian lưu trữ có muộn hơn những gì nó bao trùm không?',
  },
  passed: 'Dấu thời gian lưu trữ muộn hơn những gì nó bao trùm.',
  reasons: ['timestamp-order'],
});
