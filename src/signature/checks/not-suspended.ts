import { check } from './check.ts';

export const notSuspended = check({
  id: 'not-suspended',
  block: 'revocation',
  clause: 'EN 319 102-1 §5.2.6.4 step 4c',
  question: { en: 'Is the certificate not on hold?', vi: 'Chứng thư số có đang bị tạm dừng không?' },
  passed: 'Chứng thư số không bị tạm dừng.',
  reasons: ['on-hold'],
});
