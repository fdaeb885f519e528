import { check } from './check.ts';

export const evidenceUsable = check({
  id: 'evidence-usable',
  block: 'evidence',
  clause: 'EN 319 102-1 §5.6.1',
  question: { en: 'Can the evidence lent beside the file be used?', vi: 'Tệp bằng chứng kèm theo có dùng được không?' },
  passed: 'Bằng chứng kèm theo dùng được.',
  reasons: ['signature/evidence-unreadable', 'signature/evidence-other-packet'],
});
