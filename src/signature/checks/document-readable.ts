import { check } from './check.ts';

export const documentReadable = check({
  id: 'document-readable',
  block: 'reading',
  clause: 'EN 319 102-1 §5.2.2',
  question: { en: 'Can the file be read, and is it what it says it is?', vi: 'Tệp có đọc được và đúng loại, đúng mẫu không?' },
  passed: 'Tệp đọc được, đúng loại và đúng mẫu.',
  reasons: ['form/', 'signature/pdf-unreadable'],
});
