import { check } from './check.ts';

export const valueCorrect = check({
  id: 'value-correct',
  block: 'integrity',
  clause: 'EN 319 102-1 §5.2.7.4 steps 3, 4',
  question: { en: 'Did the key of this certificate make the signature?', vi: 'Giá trị chữ ký có đúng với chứng thư số không?' },
  passed: 'Giá trị chữ ký đúng với chứng thư số.',
  reasons: ['signature/value'],
});
