import { check } from './check.ts';

export const authoritiesNotRevoked = check({
  id: 'authorities-not-revoked',
  block: 'revocation',
  clause: 'EN 319 102-1 §5.2.6.4 step 4d',
  question: { en: 'Were the authorities not revoked?', vi: 'Các tổ chức chứng thực có chưa bị thu hồi vào lúc đó không?' },
  passed: 'Các tổ chức chứng thực chưa bị thu hồi vào lúc đó.',
  reasons: ['authority-revoked'],
});
