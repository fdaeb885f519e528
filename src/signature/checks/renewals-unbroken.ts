import { check } from './check.ts';

export const renewalsUnbroken = check({
  id: 'renewals-unbroken',
  block: 'evidence',
  clause: 'RFC 4998 §5.2; EN 319 102-1 §5.6.2.3',
  question: { en: 'Is the chain of renewals of the log unbroken?', vi: 'Các lần gia hạn nhật ký có nối tiếp nhau không?' },
  passed: 'Các lần gia hạn nối tiếp nhau.',
  reasons: ['signature/renewal-invalid'],
});
