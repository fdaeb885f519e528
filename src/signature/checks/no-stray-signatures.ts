import { check } from './check.ts';

export const noStraySignatures = check({
  id: 'no-stray-signatures',
  block: 'slots',
  clause: 'EN 319 102-1 §5.2.2',
  question: { en: 'Are there signatures outside their places?', vi: 'Có chữ ký nào đặt ngoài chỗ của nó không?' },
  passed: 'Không có chữ ký nào ngoài các ô ký.',
  reasons: ['signature/stray-signature'],
});
