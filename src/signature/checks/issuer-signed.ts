import { check } from './check.ts';

export const issuerSigned = check({
  id: 'issuer-signed',
  block: 'path',
  clause: 'RFC 5280 §6.1.3 (a)(1)',
  question: { en: 'Did the issuer’s key sign each certificate?', vi: 'Mỗi chứng thư số có do khoá của tổ chức cấp ký không?' },
  passed: 'Mỗi chứng thư số do khoá của tổ chức cấp ký.',
  reasons: ['issuer-signature-mismatch'],
});
