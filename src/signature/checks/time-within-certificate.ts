import { check } from './check.ts';

export const timeWithinCertificate = check({
  id: 'time-within-certificate',
  block: 'claims',
  clause: 'EN 319 102-1 §5.2.8.4.2.2',
  question: {
    en: 'Is the claimed time within the dates of the certificate?',
    vi: 'Thời điểm ký ghi trong chữ ký có nằm trong hạn của chứng thư số không?',
  },
  passed: 'Thời điểm ký nằm trong hạn của chứng thư số.',
  reasons: ['signature/signing-time-invalid'],
});
