import { check } from './check.ts';

export const certificateFound = check({
  id: 'certificate-found',
  block: 'integrity',
  clause: 'EN 319 102-1 §5.2.3.4',
  question: { en: 'Is the certificate of the signer there?', vi: 'Có chứng thư số của người ký không?' },
  passed: 'Có chứng thư số của người ký.',
  reasons: ['signature/certificate-missing'],
});
