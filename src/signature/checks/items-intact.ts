import { check } from './check.ts';

export const itemsIntact = check({
  id: 'items-intact',
  block: 'items',
  clause: 'EN 319 102-1 §5.2.7.4 step 2',
  question: { en: 'Is each item of the batch the one the sender digested?', vi: 'Từng tệp trong gói có đúng là tệp bên gửi đã băm không?' },
  passed: 'Từng tệp trong gói khớp giá trị băm bên gửi ghi.',
  reasons: ['form/item-hash'],
});
