import { check } from './check.ts';

export const tokenNotInFuture = check({
  id: 'token-not-in-future',
  block: 'token',
  clause: 'EN 319 102-1 §5.5.4 step 4e',
  question: { en: 'Is the time of the stamp already past?', vi: 'Thời điểm của dấu thời gian có phải đã qua không?' },
  passed: 'Thời điểm của dấu thời gian đã qua.',
  reasons: ['timestamp-in-future'],
});
