import { z } from 'zod';
import type { Route } from './route.ts';
import { SignerStanding } from './signers.ts';

const P = '/api/gateway/v1';
const byMessage = z.object({ messageId: z.string().regex(/^[A-Za-z0-9]{1,20}[0-9a-f]{32}$/) });
const Token = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int() });
/** RFC 6749 §4.4; sent as application/x-www-form-urlencoded or JSON. */
const ClientCredentials = z.object({ grant_type: z.literal('client_credentials'), client_id: z.string(), client_secret: z.string() });
const receipt = { consumes: 'application/xml', produces: 'application/xml', status: 202 } as const;

/** What any school software speaks to the province. Bodies are signed XML messages; receipts and results are signed by the province. */
export const gateway = {
  token: {
    method: 'POST',
    path: `${P}/token`,
    summary: 'Lấy mã truy cập (OAuth2 client credentials)',
    body: ClientCredentials,
    answer: Token,
  },
  submitBatch: { method: 'POST', path: `${P}/batches`, summary: 'Nộp gói tin học bạ (loại 100); trả biên nhận đã ký', ...receipt },
  batchState: {
    method: 'GET',
    path: `${P}/batches/:messageId`,
    summary: 'Trạng thái gói tin',
    params: byMessage,
    answer: z.object({
      messageId: z.string(),
      state: z.enum(['waiting', 'answered', 'refused']),
      receivedAt: z.string(),
      items: z.int(),
      accepted: z.int(),
      refused: z.int(),
    }),
  },
  batchReceipt: {
    method: 'GET',
    path: `${P}/batches/:messageId/receipt`,
    summary: 'Biên nhận đã ký',
    params: byMessage,
    produces: 'application/xml',
  },
  batchResult: {
    method: 'GET',
    path: `${P}/batches/:messageId/result`,
    summary: 'Kết quả đã ký (loại 210); 404 kèm Retry-After khi chưa có',
    params: byMessage,
    produces: 'application/xml',
  },
  submitRoster: { method: 'POST', path: `${P}/rosters`, summary: 'Danh sách học sinh (loại 130)', ...receipt },
  submitSupplementary: { method: 'POST', path: `${P}/supplementary`, summary: 'Danh sách đánh giá bổ sung (loại 140)', ...receipt },
  submitSigners: { method: 'POST', path: `${P}/signers`, summary: 'Danh sách người ký (loại 150)', ...receipt },
  signersExtract: { method: 'GET', path: `${P}/signers`, summary: 'Trích lục người ký đã duyệt, Sở ký', produces: 'application/xml' },
  signerStanding: {
    method: 'GET',
    path: `${P}/signers/standing`,
    summary: 'Sổ đăng ký người ký của trường: quyết định của Sở, cảnh báo chứng thư số',
    answer: SignerStanding,
  },
  earlyFinalization: { method: 'POST', path: `${P}/early-finalizations`, summary: 'Đề nghị chốt sớm (loại 160)', ...receipt },
  evidence: {
    method: 'GET',
    path: `${P}/evidence/:versionId`,
    summary: 'Tệp bằng chứng của một gói tin đã tiếp nhận; 404 kèm Retry-After khi chưa thu thập',
    params: z.object({ versionId: z.string().regex(/^[0-9a-f]{32}$/) }),
    produces: 'application/xml',
  },
  confirmations: {
    method: 'GET',
    path: `${P}/confirmations`,
    summary: 'Xác nhận của Sở cho trường này, theo thứ tự',
    query: z.object({ after: z.string().optional() }),
    answer: z.object({
      confirmations: z.array(
        z.object({
          cursor: z.string(),
          versionId: z.string(),
          event: z.enum(['admitted', 'withdrawn', 'replaced', 'finalized']),
          xml: z.string().describe('base64 of the exact octets'),
        }),
      ),
      next: z.string().nullable(),
    }),
  },
} as const satisfies Record<string, Route>;

export const ministryGateway = {
  token: { method: 'POST', path: '/api/ministry/v1/token', summary: 'Lấy mã truy cập', body: ClientCredentials, answer: Token },
  submitBatch: { method: 'POST', path: '/api/ministry/v1/batches', summary: 'Sở báo cáo Bộ (loại 200)', ...receipt },
  batchResult: {
    method: 'GET',
    path: '/api/ministry/v1/batches/:messageId/result',
    summary: 'Kết quả đã ký',
    params: byMessage,
    produces: 'application/xml',
  },
} as const satisfies Record<string, Route>;
