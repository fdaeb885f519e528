import { check } from './check.ts';

export const revocationKnown = check({
  id: 'revocation-known',
  block: 'revocation',
  clause: 'EN 319 102-1 §5.2.6.4 step 4; RFC 5280 §6.3; RFC 6960 §3.2',
  question: { en: 'Is it known whether certificates are revoked?', vi: 'Có dữ liệu cho biết chứng thư số bị thu hồi hay chưa không?' },
  passed: 'Có dữ liệu thu hồi.',
  reasons: ['revocation-unknown'],
});
