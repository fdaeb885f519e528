import { check } from './check.ts';

export const contentInPlace = check({
  id: 'content-in-place',
  block: 'coverage',
  clause: 'EN 319 102-1 §5.2.7.4 step 1',
  question: { en: 'Does what was signed stand where it is read?', vi: 'Phần đã ký có nằm đúng nơi được đọc không?' },
  passed: 'Phần đã ký nằm đúng nơi được đọc.',
  reasons: ['signature/moved-content'],
});
