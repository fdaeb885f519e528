import { check } from './check.ts';

export const certificateInDate = check({
  id: 'certificate-in-date',
  block: 'dates',
  clause: 'EN 319 102-1 §5.2.6.4 step 7, §5.5.4 step 4',
  question: {
    en: 'Was the certificate valid when the signature is known to have existed?',
    vi: 'Chứng thư số có còn hạn vào lúc chữ ký được chứng minh là đã có không?',
  },
  passed: 'Chứng thư số còn hạn vào lúc đó.',
  reasons: ['expired', 'not-yet-valid', 'signature/expired-unproven'],
});
