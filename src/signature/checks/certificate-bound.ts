import { check } from './check.ts';

export const certificateBound = check({
  id: 'certificate-bound',
  block: 'binding',
  clause: 'EN 319 102-1 §5.2.3.4; EN 319 132-1 §6.3; EN 319 142-1 §6.3',
  question: {
    en: 'Do signed properties bind the certificate of the signer?',
    vi: 'Chữ ký có ràng buộc chứng thư số người ký bằng thuộc tính đã ký không?',
  },
  passed: 'Chữ ký ràng buộc chứng thư số người ký.',
  reasons: ['signature/not-xades', 'signature/not-pades'],
});
