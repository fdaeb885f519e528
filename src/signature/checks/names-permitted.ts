import { check } from './check.ts';

export const namesPermitted = check({
  id: 'names-permitted',
  block: 'chain',
  clause: 'RFC 5280 §6.1.3 (b), (c)',
  question: { en: 'Are the names within what the authorities may name?', vi: 'Tên trong chứng thư số có trong phạm vi được cấp không?' },
  passed: 'Tên trong phạm vi được cấp.',
  reasons: ['name-not-permitted'],
});
