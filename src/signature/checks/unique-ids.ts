import { check } from './check.ts';

export const uniqueIds = check({
  id: 'unique-ids',
  block: 'ids',
  clause: 'EN 319 102-1 §5.2.2; XML Signature 1.1 §4.4.3.2',
  question: { en: 'Does each Id name one part?', vi: 'Mỗi định danh Id có chỉ đúng một phần không?' },
  passed: 'Mỗi định danh Id chỉ đúng một phần.',
  reasons: ['signature/duplicate-id'],
});
