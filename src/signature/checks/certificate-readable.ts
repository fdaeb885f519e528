import { check } from './check.ts';

export const certificateReadable = check({
  id: 'certificate-readable',
  block: 'path',
  clause: 'EN 319 102-1 §5.2.6.4 step 4; RFC 5280 §4',
  question: { en: 'Is the certificate of the form of X.509?', vi: 'Chứng thư số có đúng chuẩn X.509 không?' },
  passed: 'Chứng thư số đúng chuẩn X.509.',
  reasons: ['certificate-malformed'],
});
