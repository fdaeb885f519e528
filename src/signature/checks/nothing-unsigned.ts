import { check } from './check.ts';

export const nothingUnsigned = check({
  id: 'nothing-unsigned',
  block: 'coverage',
  clause: 'EN 319 102-1 §5.2.7.4 step 1',
  question: { en: 'Is anything left outside every signature?', vi: 'Có phần nào nằm ngoài mọi chữ ký không?' },
  passed: 'Không có nội dung nào nằm ngoài mọi chữ ký.',
  reasons: ['signature/unsigned-content'],
});
