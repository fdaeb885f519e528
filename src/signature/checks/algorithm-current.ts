import { check } from './check.ts';

export const algorithmCurrent = check({
  id: 'algorithm-current',
  block: 'claims',
  clause: 'EN 319 102-1 §5.5.4 step 4c',
  question: {
    en: 'Was the algorithm still accepted when the signature is proven to have existed?',
    vi: 'Thuật toán có còn được chấp nhận vào lúc chữ ký được chứng minh là đã có không?',
  },
  passed: 'Thuật toán còn được chấp nhận.',
  reasons: ['signature/algorithm-outdated'],
});
