import { check } from './check.ts';

export const signaturesPresent = check({
  id: 'signatures-present',
  block: 'slots',
  clause: 'EN 319 102-1 §5.2.2',
  question: { en: 'Is every signature there that must be?', vi: 'Có đủ chữ ký phải có không?' },
  passed: 'Có đủ chữ ký phải có.',
  reasons: ['signature/none', 'signature/slot-missing', 'signature/slot-empty'],
});
