import { check } from './check.ts';

export const keyPurpose = check({
  id: 'key-purpose',
  block: 'chain',
  clause: 'EN 319 102-1 §5.2.6.4 step 5; RFC 5280 §4.2.1.12',
  question: { en: 'Was the certificate issued for this purpose?', vi: 'Chứng thư số có được cấp cho mục đích này không?' },
  passed: 'Chứng thư số được cấp cho mục đích này.',
  reasons: ['key-purpose'],
});
