import { z } from 'zod';
import { RefusalView, type Route } from '../route.ts';
import { GridPupil } from './class-page.ts';
import { byPupil, P, Reason } from './shared.ts';

export const SubmissionItem = z.object({
  pupilId: z.string(),
  fullName: z.string(),
  versionId: z.string(),
  action: z.enum(['new', 'replace', 'withdraw']),
  state: z.enum(['waiting', 'accepted', 'refused']),
  refusals: z.array(RefusalView),
  finalizedOn: z.string().nullable(),
});
export const Submission = z.object({
  messageId: z.string(),
  kind: z.enum(['batch', 'roster', 'signers', 'supplementary']),
  classroom: z.string().nullable(),
  wave: z.union([z.literal(1), z.literal(2)]).nullable(),
  state: z.enum(['queued', 'sent', 'received', 'answered', 'refused']),
  createdAt: z.string(),
  receivedAt: z.string().nullable().describe('instant of the signed technical receipt'),
  receiptSha256: z.string().nullable(),
  counts: z.object({ items: z.int(), accepted: z.int(), refused: z.int(), waiting: z.int() }),
  refusals: z.array(RefusalView),
  items: z.array(SubmissionItem),
});
export type Submission = z.infer<typeof Submission>;
/** What could be submitted now. */
export const SubmitQueue = z.object({
  preparations: z.array(
    z.object({
      kind: z.enum(['roster', 'signers', 'supplementary']),
      label: z.string(),
      state: z.enum(['missing', 'sent', 'accepted', 'outdated', 'notNeeded']),
      sentence: z.string(),
    }),
  ),
  ready: z.array(z.object({ classroom: z.string(), wave: z.union([z.literal(1), z.literal(2)]), count: z.int() })),
});
export type SubmitQueue = z.infer<typeof SubmitQueue>;

/** What goes to the province, and what it answered. */
export const submissionRoutes = {
  submitQueue: { method: 'GET', path: `${P}/submit-queue`, summary: 'Có thể nộp gì', answer: SubmitQueue },
  prepare: {
    method: 'POST',
    path: `${P}/preparations`,
    summary: 'Gửi danh sách học sinh, người ký hoặc danh sách đánh giá bổ sung',
    body: z.object({ kind: z.enum(['roster', 'signers', 'supplementary']) }),
    answer: Submission,
  },
  submit: {
    method: 'POST',
    path: `${P}/submissions`,
    summary: 'Nộp lên Sở',
    body: z.object({ classroom: z.string(), wave: z.union([z.literal(1), z.literal(2)]) }),
    answer: z.object({ submissions: z.array(Submission) }),
  },
  submissions: {
    method: 'GET',
    path: `${P}/submissions`,
    summary: 'Các gói tin đã nộp',
    answer: z.object({ submissions: z.array(Submission.omit({ items: true })) }),
  },
  submission: {
    method: 'GET',
    path: `${P}/submissions/:messageId`,
    summary: 'Một gói tin',
    params: z.object({ messageId: z.string() }),
    answer: Submission,
  },
  withdraw: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/withdraw`,
    summary: 'Thu hồi học bạ đã nộp',
    params: byPupil,
    body: Reason,
    answer: Submission,
  },
  replace: {
    method: 'POST',
    path: `${P}/pupils/:pupilId/replace`,
    summary: 'Mở bản thay thế',
    params: byPupil,
    body: Reason,
    answer: GridPupil,
  },
} as const satisfies Record<string, Route>;
