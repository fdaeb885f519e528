import { check } from './check.ts';

export const authoritiesEntitled = check({
  id: 'authorities-entitled',
  block: 'chain',
  clause: 'RFC 5280 §6.1.4 (k), (n)',
  question: {
    en: 'May each authority of the path issue certificates?',
    vi: 'Mỗi tổ chức trong đường dẫn có quyền cấp chứng thư số không?',
  },
  passed: 'Mỗi tổ chức trong đường dẫn có quyền cấp chứng thư số.',
  reasons: ['not-an-authority'],
});
