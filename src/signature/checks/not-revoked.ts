import { check } from './check.ts';

export const notRevoked = check({
  id: 'not-revoked',
  block: 'revocation',
  clause: 'EN 319 102-1 §5.2.6.4 step 4b, §5.5.4 step 4a',
  question: { en: 'Was the certificate not revoked?', vi: 'Chứng thư số có chưa bị thu hồi vào lúc đó không?' },
  passed: 'Chứng thư số chưa bị thu hồi vào lúc đó.',
  reasons: ['revoked', 'in-doubt', 'signature/revoked-unproven'],
});
