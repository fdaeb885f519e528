import { check } from './check.ts';

export const tokenForm = check({
  id: 'token-form',
  block: 'token',
  clause: 'EN 319 102-1 §5.4.4 step 1; RFC 3161 §2.4.2',
  question: { en: 'Is the time-stamp of the form of RFC 3161?', vi: 'Dấu thời gian có đúng chuẩn RFC 3161 không?' },
  passed: 'Dấu thời gian đúng chuẩn RFC 3161.',
  reasons: ['timestamp-malformed'],
});
