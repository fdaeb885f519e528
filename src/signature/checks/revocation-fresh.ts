import { check } from './check.ts';

export const revocationFresh = check({
  id: 'revocation-fresh',
  block: 'revocation',
  clause: 'EN 319 102-1 §5.2.5.4',
  question: { en: 'Is the revocation data fresh enough?', vi: 'Dữ liệu thu hồi có đủ mới không?' },
  passed: 'Dữ liệu thu hồi đủ mới.',
  reasons: ['revocation-stale'],
});
