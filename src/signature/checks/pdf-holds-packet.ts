import { check } from './check.ts';

export const pdfHoldsPacket = check({
  id: 'pdf-holds-packet',
  block: 'pdfPacket',
  clause: 'Luật 20/2023/QH15 Điều 12',
  question: { en: 'Is the signed packet attached to the pages?', vi: 'Tệp PDF có đính kèm gói tin học bạ không?' },
  passed: 'Tệp PDF có đính kèm gói tin học bạ.',
  reasons: ['signature/pdf-without-packet'],
});
