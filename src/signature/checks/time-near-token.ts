import { check } from './check.ts';

export const timeNearToken = check({
  id: 'time-near-token',
  block: 'claims',
  clause: 'EN 319 102-1 §5.5.4 step 5',
  question: { en: 'Is the claimed time near its time-stamp?', vi: 'Thời điểm ký có gần dấu thời gian không?' },
  passed: 'Thời điểm ký gần dấu thời gian.',
  reasons: ['signature/time-gap'],
});
