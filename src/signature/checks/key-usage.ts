import { check } from './check.ts';

export const keyUsage = check({
  id: 'key-usage',
  block: 'chain',
  clause: 'EN 319 102-1 §5.2.6.4 step 5; RFC 5280 §4.2.1.3',
  question: { en: 'Was the key issued for signing?', vi: 'Khoá có được cấp để ký không?' },
  passed: 'Khoá được cấp để ký.',
  reasons: ['key-usage'],
});
