import { check } from './check.ts';

export const noForeignContent = check({
  id: 'no-foreign-content',
  block: 'form',
  clause: 'EN 319 102-1 §5.2.2',
  question: {
    en: 'Is everything in the file seen alike by every program?',
    vi: 'Tệp có phần nào mà chương trình này thấy, chương trình khác bỏ qua không?',
  },
  passed: 'Không có chú thích, chỉ thị xử lý hay CDATA.',
  reasons: ['signature/foreign-content'],
});
