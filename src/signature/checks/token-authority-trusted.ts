import { check } from './check.ts';

export const tokenAuthorityTrusted = check({
  id: 'token-authority-trusted',
  block: 'token',
  clause: 'RFC 3161 §4',
  question: { en: 'Was the authority’s key sound, if it was revoked later?', vi: 'Khoá của tổ chức cấp dấu thời gian có bị lộ không?' },
  passed: 'Khoá của tổ chức cấp dấu thời gian không bị lộ.',
  reasons: ['timestamp-authority-compromised'],
});
