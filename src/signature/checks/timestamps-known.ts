import { check } from './check.ts';

export const timestampsKnown = check({
  id: 'timestamps-known',
  block: 'claims',
  clause: 'EN 319 102-1 §5.5.4 step 3',
  question: { en: 'Are all time-stamps of kinds that can be judged?', vi: 'Mọi dấu thời gian có thuộc loại kiểm tra được không?' },
  passed: 'Mọi dấu thời gian đều thuộc loại kiểm tra được.',
  reasons: ['signature/timestamp-not-judged'],
});
