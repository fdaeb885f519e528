import { check } from './check.ts';

export const signingOrder = check({
  id: 'signing-order',
  block: 'order',
  clause: 'Kế hoạch 1154/KH-SGDĐT II.3',
  question: { en: 'Did they sign in the prescribed order?', vi: 'Có ký theo đúng thứ tự không?' },
  passed: 'Ký theo đúng thứ tự.',
  reasons: ['signature/order'],
});
