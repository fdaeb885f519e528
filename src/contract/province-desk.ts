import { z } from 'zod';
import { RefusalView, type Route } from './route.ts';
import { sessionRoutes, Standing } from './session.ts';
import { signerRoutes } from './signers.ts';

const P = '/api/province/v1';
const WaveNumber = z.union([z.literal(1), z.literal(2)]);

const SchoolLine = z.object({
  code: z.string(),
  name: z.string(),
  commune: z.string(),
  district: z.string().nullable(),
  /** onTime, watch, mayBeLate, complete; notStarted when no roster has come. */
  risk: z.enum(['complete', 'onTime', 'watch', 'mayBeLate', 'notStarted']),
  sentence: z.string(),
  roster: z.int(),
  submitted: z.int(),
  admitted: z.int(),
  refused: z.int(),
  withdrawn: z.int(),
  finalized: z.int(),
  missing: z.int(),
  forecast: z.string().nullable().describe('day the school will be done at its present pace'),
});
export const Board = z.object({
  now: z.string(),
  schoolYear: z.string(),
  sentence: z.string(),
  totals: z.object({ schools: z.int(), roster: z.int(), admitted: z.int(), finalized: z.int(), refused: z.int(), missing: z.int() }),
  deadlines: z.array(
    z.object({
      key: z.enum(['submitWave1', 'reportWave1', 'submitWave2', 'reportWave2']),
      date: z.string(),
      label: z.string(),
      daysLeft: z.int(),
      sentence: z.string(),
    }),
  ),
  schools: z.array(SchoolLine),
  standing: Standing,
});
export type Board = z.infer<typeof Board>;

const BatchLine = z.object({
  messageId: z.string(),
  kind: z.enum(['batch', 'roster', 'supplementary', 'signers', 'earlyFinalization']),
  schoolCode: z.string(),
  schoolName: z.string(),
  classroom: z.string().nullable(),
  wave: WaveNumber.nullable(),
  receivedAt: z.string(),
  state: z.enum(['waiting', 'answered', 'refused']),
  counts: z.object({ items: z.int(), accepted: z.int(), refused: z.int() }),
});
const BatchItem = z.object({
  index: z.int(),
  action: z.enum(['new', 'replace', 'withdraw']),
  versionId: z.string(),
  pupilId: z.string().nullable(),
  fullName: z.string().nullable(),
  classroom: z.string().nullable(),
  accepted: z.boolean().nullable(),
  refusals: z.array(RefusalView),
});
export const BatchDetail = BatchLine.extend({ sha256: z.string(), refusals: z.array(RefusalView), items: z.array(BatchItem) });

const MissingPupil = z.object({ pupilId: z.string(), fullName: z.string(), classroom: z.string(), reason: z.string() });
/** The province's decision that lets a school hand in after the cut-off of wave 1. */
const LateLane = z.object({ decisionNumber: z.string(), decisionDate: z.string(), recordedBy: z.string(), recordedAt: z.string() });
const SchoolDetail = z.object({
  line: SchoolLine,
  missing: z.array(MissingPupil),
  refused: z.array(MissingPupil),
  classes: z.array(z.object({ classroom: z.string(), roster: z.int(), admitted: z.int(), finalized: z.int(), refused: z.int() })),
  lateLane: LateLane.nullable(),
  lateUntil: z.string(),
});
export const PACKET_STATES = ['admitted', 'withdrawn', 'replaced', 'finalized', 'reported', 'refused'] as const;
const PacketLine = z.object({
  versionId: z.string(),
  versionNumber: z.int(),
  pupilId: z.string(),
  fullName: z.string(),
  schoolCode: z.string(),
  schoolName: z.string(),
  classroom: z.string(),
  schoolYear: z.string(),
  state: z.enum(PACKET_STATES),
  wave: WaveNumber,
  effectiveDate: z.string().nullable(),
});
export const PacketHistory = z.object({
  current: PacketLine,
  sha256: z.string(),
  versions: z.array(PacketLine),
  events: z.array(
    z.object({
      at: z.string(),
      what: z.string(),
      who: z.string(),
      versionId: z.string(),
      digest: z.string().nullable(),
      receiptMessageId: z.string().nullable(),
      leafIndex: z.int().nullable(),
      differences: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })).optional(),
      reason: z.string().optional(),
    }),
  ),
  signatures: z.array(
    z.object({
      role: z.string(),
      signer: z.string(),
      verdict: z.string(),
      sentence: z.string(),
      signedAt: z.string().nullable(),
      testOnly: z.boolean(),
    }),
  ),
});
export type PacketHistory = z.infer<typeof PacketHistory>;

const UpwardBatch = z.object({
  messageId: z.string(),
  wave: WaveNumber,
  state: z.enum(['queued', 'sent', 'acknowledged', 'refused']),
  records: z.int(),
  createdAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  refusals: z.array(RefusalView),
});
const byMessage = z.object({ messageId: z.string() });

export const provinceDesk = {
  ...sessionRoutes(P),
  board: { method: 'GET', path: `${P}/board`, summary: 'Toàn cảnh', answer: Board },
  school: {
    method: 'GET',
    path: `${P}/schools/:schoolCode`,
    summary: 'Một trường: còn thiếu ai, vì sao',
    params: z.object({ schoolCode: z.string() }),
    answer: SchoolDetail,
  },
  allowLate: {
    method: 'POST',
    path: `${P}/schools/:schoolCode/late-lane`,
    summary: 'Cho một trường nộp muộn theo quyết định của Sở',
    params: z.object({ schoolCode: z.string() }),
    body: z.object({ decisionNumber: z.string().min(1).max(100), decisionDate: z.string() }),
    answer: SchoolDetail,
  },
  batches: {
    method: 'GET',
    path: `${P}/batches`,
    summary: 'Tiếp nhận',
    query: z.object({ schoolCode: z.string().optional(), state: z.string().optional(), before: z.string().optional() }),
    answer: z.object({ batches: z.array(BatchLine), next: z.string().nullable() }),
  },
  batch: { method: 'GET', path: `${P}/batches/:messageId`, summary: 'Một gói tin', params: byMessage, answer: BatchDetail },
  search: {
    method: 'GET',
    path: `${P}/registry`,
    summary: 'Tìm trong CSDL gốc',
    query: z.object({
      q: z.string().max(100).optional(),
      schoolCode: z.string().optional(),
      state: z.string().optional(),
      before: z.string().optional(),
    }),
    answer: z.object({ packets: z.array(PacketLine), total: z.int(), next: z.string().nullable() }),
  },
  history: {
    method: 'GET',
    path: `${P}/registry/:versionId`,
    summary: 'Lịch sử một học bạ',
    params: z.object({ versionId: z.string() }),
    answer: PacketHistory,
  },
  ...signerRoutes(P),
  finality: {
    method: 'GET',
    path: `${P}/finality`,
    summary: 'Chốt: lịch, số đã có hiệu lực, số chưa',
    answer: z.object({
      waves: z.array(
        z.object({
          wave: WaveNumber,
          cutOff: z.string(),
          effectiveDate: z.string(),
          passed: z.boolean(),
          admitted: z.int(),
          finalized: z.int(),
          confirmationsWritten: z.int(),
          sentence: z.string(),
        }),
      ),
    }),
  },
  upward: {
    method: 'GET',
    path: `${P}/upward`,
    summary: 'Báo cáo Bộ và đối soát',
    answer: z.object({
      reconciliation: z.array(
        z.object({
          wave: WaveNumber,
          schoolsSubmitted: z.int(),
          finalized: z.int(),
          sent: z.int(),
          acknowledged: z.int(),
          agrees: z.boolean(),
          sentence: z.string(),
        }),
      ),
      batches: z.array(UpwardBatch),
    }),
  },
  reportUpward: {
    method: 'POST',
    path: `${P}/upward`,
    summary: 'Gửi báo cáo Bộ',
    body: z.object({ wave: WaveNumber }),
    answer: z.object({
      batches: z.array(UpwardBatch),
      remaining: z.int().describe('final records of the wave in no report yet: ask again'),
    }),
  },
  log: {
    method: 'GET',
    path: `${P}/log`,
    summary: 'Nhật ký minh bạch',
    answer: z.object({
      origin: z.string(),
      size: z.int(),
      rootHash: z.string(),
      checkpoint: z.string(),
      publicKey: z.string(),
      latest: z.array(z.object({ index: z.int(), leafHash: z.string(), at: z.string() })),
    }),
  },
  renewLog: {
    method: 'POST',
    path: `${P}/log/renewals`,
    summary: 'Gia hạn bằng chứng: đóng dấu thời gian lên gốc nhật ký (mỗi năm một lần)',
    answer: z.object({ number: z.int(), size: z.int(), rootHash: z.string(), at: z.string() }),
  },
  clock: { method: 'GET', path: `${P}/clock`, summary: 'Đồng hồ', answer: z.object({ now: z.string(), virtual: z.boolean() }) },
  moveClock: {
    method: 'POST',
    path: `${P}/clock`,
    summary: 'Đồng hồ diễn tập: chuyển tới',
    body: z.object({ to: z.string() }),
    answer: z.object({ now: z.string(), virtual: z.boolean() }),
  },
} as const satisfies Record<string, Route>;

export const ministryDesk = {
  ...sessionRoutes('/api/ministry/v1'),
  overview: {
    method: 'GET',
    path: '/api/ministry/v1/overview',
    summary: 'Báo cáo từ các Sở',
    answer: z.object({
      sentence: z.string(),
      provinces: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          wave1: z.int(),
          wave2: z.int(),
          records: z.int(),
          lastReceivedAt: z.string().nullable(),
        }),
      ),
      batches: z.array(
        z.object({
          messageId: z.string(),
          province: z.string(),
          wave: WaveNumber,
          records: z.int(),
          receivedAt: z.string(),
          state: z.enum(['acknowledged', 'refused']),
          refusals: z.array(RefusalView),
        }),
      ),
      standing: Standing,
    }),
  },
} as const satisfies Record<string, Route>;
