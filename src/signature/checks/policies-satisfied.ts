import { check } from './check.ts';

export const policiesSatisfied = check({
  id: 'policies-satisfied',
  block: 'chain',
  clause: 'RFC 5280 §6.1.3 (d) to (f)',
  question: {
    en: 'Is an explicit policy demanded that the path cannot show?',
    vi: 'Có chính sách chứng thư nào bị đòi mà đường dẫn không chứng minh được không?',
  },
  passed: 'Không bị đòi chính sách chứng thư nào thêm.',
  reasons: ['policy-required'],
});
