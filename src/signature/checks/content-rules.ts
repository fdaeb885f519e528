import { check } from './check.ts';

export const contentRules = check({
  id: 'content-rules',
  block: 'content',
  clause: 'Thông tư 27/2020/TT-BGDĐT Điều 6, 7, 9',
  question: { en: 'Does the content keep the rules of the form?', vi: 'Nội dung có theo đúng quy định về đánh giá và mẫu học bạ không?' },
  passed: 'Nội dung theo đúng quy định.',
  reasons: ['content/'],
});
