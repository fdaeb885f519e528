import { check } from './check.ts';

export const personsDiffer = check({
  id: 'persons-differ',
  block: 'persons',
  clause: 'Kế hoạch 1154/KH-SGDĐT II.3',
  question: { en: 'Did different persons sign different slots?', vi: 'Các ô ký có do những người khác nhau ký không?' },
  passed: 'Các ô ký do những người khác nhau ký.',
  reasons: ['signature/same-person'],
});
