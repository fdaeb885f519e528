import { check } from './check.ts';

export const extensionsKnown = check({
  id: 'extensions-known',
  block: 'chain',
  clause: 'RFC 5280 §6.1.4 (o), §6.1.5 (f)',
  question: { en: 'Are all critical extensions understood?', vi: 'Mọi phần mở rộng bắt buộc có được nhận biết không?' },
  passed: 'Mọi phần mở rộng bắt buộc được nhận biết.',
  reasons: ['unknown-critical-extension'],
});
