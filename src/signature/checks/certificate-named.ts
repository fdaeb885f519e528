import { check } from './check.ts';

export const certificateNamed = check({
  id: 'certificate-named',
  block: 'integrity',
  clause: 'EN 319 102-1 §5.2.3.4',
  question: { en: 'Is it the certificate the signature names?', vi: 'Chứng thư số có đúng là chứng thư số chữ ký đã nêu không?' },
  passed: 'Đúng chứng thư số chữ ký đã nêu.',
  reasons: ['signature/certificate-differs'],
});
