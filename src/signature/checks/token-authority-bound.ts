import { check } from './check.ts';

export const tokenAuthorityBound = check({
  id: 'token-authority-bound',
  block: 'token',
  clause: 'EN 319 102-1 §5.2.3.4; RFC 5816 §2.2.1',
  question: {
    en: 'Is the time-stamp bound to that certificate?',
    vi: 'Dấu thời gian có ràng buộc đúng chứng thư số của tổ chức cấp không?',
  },
  passed: 'Dấu thời gian ràng buộc đúng chứng thư số của tổ chức cấp.',
  reasons: ['timestamp-signer-differs'],
});
