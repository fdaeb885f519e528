import { check } from './check.ts';

export const pdfSignerKnown = check({
  id: 'pdf-signer-known',
  block: 'pdfSource',
  clause: 'Luật 20/2023/QH15 Điều 12',
  question: { en: 'Did the issuer or the province sign the pages?', vi: 'Các trang PDF có do trường hoặc Sở ký không?' },
  passed: 'Các trang PDF do đơn vị có thẩm quyền ký.',
  reasons: ['signature/pdf-signer'],
});
