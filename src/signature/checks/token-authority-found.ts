import { check } from './check.ts';

export const tokenAuthorityFound = check({
  id: 'token-authority-found',
  block: 'token',
  clause: 'EN 319 102-1 §5.2.3.4',
  question: { en: 'Is the certificate of the time-stamping authority there?', vi: 'Có chứng thư số của tổ chức cấp dấu thời gian không?' },
  passed: 'Có chứng thư số của tổ chức cấp dấu thời gian.',
  reasons: ['timestamp-signer-missing'],
});
