import { check } from './check.ts';

export const tokenImprint = check({
  id: 'token-imprint',
  block: 'token',
  clause: 'EN 319 102-1 §5.5.4 step 3a',
  question: { en: 'Is the time-stamp about this very signature?', vi: 'Dấu thời gian có đúng là của chữ ký này không?' },
  passed: 'Dấu thời gian đúng là của chữ ký này.',
  reasons: ['timestamp-imprint-differs'],
});
