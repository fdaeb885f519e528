import { check } from './check.ts';

export const referencesAllowed = check({
  id: 'references-allowed',
  block: 'shape',
  clause: 'EN 319 102-1 §5.2.7.4 step 1; XML Signature 1.1 §4.4.3',
  question: {
    en: 'Does the signature only use allowed references and transforms?',
    vi: 'Chữ ký có chỉ dùng tham chiếu và phép biến đổi được phép không?',
  },
  passed: 'Tham chiếu và phép biến đổi đều được phép.',
  reasons: ['signature/reference-refused'],
});
