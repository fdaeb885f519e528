import { check } from './check.ts';

export const labelMatches = check({
  id: 'label-matches',
  block: 'label',
  clause: 'EN 319 102-1 §5.2.8.4.1',
  question: { en: 'Does the label of the slot say what was signed?', vi: 'Mã ghi ở ô ký có giống mã trong phần đã ký không?' },
  passed: 'Mã ở ô ký giống mã trong phần đã ký.',
  reasons: ['signature/slot-attribute'],
});
