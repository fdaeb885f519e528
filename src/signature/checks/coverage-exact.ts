import { check } from './check.ts';

export const coverageExact = check({
  id: 'coverage-exact',
  block: 'coverage',
  clause: 'EN 319 102-1 §5.2.7.4 step 1',
  question: { en: 'Does each signature cover exactly what it must?', vi: 'Mỗi chữ ký có bao đúng những phần phải ký không?' },
  passed: 'Mỗi chữ ký bao đúng những phần phải ký.',
  reasons: ['signature/coverage'],
});
