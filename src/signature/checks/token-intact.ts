import { check } from './check.ts';

export const tokenIntact = check({
  id: 'token-intact',
  block: 'token',
  clause: 'EN 319 102-1 §5.2.7.4',
  question: { en: 'Is the time-stamp unchanged, and made by that key?', vi: 'Dấu thời gian có nguyên vẹn không?' },
  passed: 'Dấu thời gian nguyên vẹn.',
  reasons: ['timestamp-content-changed', 'timestamp-signature-wrong'],
});
