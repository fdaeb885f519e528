import { check } from './check.ts';

export const dataIntact = check({
  id: 'data-intact',
  block: 'integrity',
  clause: 'EN 319 102-1 §5.2.7.4 step 2',
  question: { en: 'Is the content what was signed?', vi: 'Nội dung có còn đúng như khi ký không?' },
  passed: 'Nội dung không đổi từ khi ký.',
  reasons: ['signature/hash'],
});
