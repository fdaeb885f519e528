import { check } from './check.ts';

export const timeNotInFuture = check({
  id: 'time-not-in-future',
  block: 'claims',
  clause: 'EN 319 102-1 §5.2.8.4.2.2',
  question: { en: 'Is the claimed time already past?', vi: 'Thời điểm ký có phải đã qua không?' },
  passed: 'Thời điểm ký đã qua.',
  reasons: ['signature/signing-time-future'],
});
