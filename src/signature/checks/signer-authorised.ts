import { check } from './check.ts';

export const signerAuthorised = check({
  id: 'signer-authorised',
  block: 'signer',
  clause: 'Kế hoạch 1154/KH-SGDĐT II.3; EN 319 102-1 §5.2.8.4.1',
  question: { en: 'Was the signer entitled to sign here?', vi: 'Người ký có đúng là người được ký ở ô này không?' },
  passed: 'Người ký đúng là người được ký ở ô này.',
  reasons: ['signature/signer-unbound', 'signature/wrong-signer', 'signature/signer-withdrawn'],
});
