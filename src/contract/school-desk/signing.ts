import { z } from 'zod';
import { RefusalView, type Route } from '../route.ts';
import { SignQueue, Slot } from '../sign-queue.ts';
import { SchoolSigners } from '../signers.ts';
import { P } from './shared.ts';

export const SignRun = z.object({
  runId: z.string(),
  slot: Slot,
  state: z.enum(['running', 'paused', 'finished']),
  startedAt: z.string(),
  startedBy: z.string(),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  left: z.int(),
  items: z.array(
    z.object({
      pupilId: z.string(),
      fullName: z.string(),
      classroom: z.string(),
      state: z.enum(['waiting', 'signed', 'failed', 'skipped']),
      signedAt: z.string().nullable(),
      refusal: RefusalView.optional(),
    }),
  ),
});
export type SignRun = z.infer<typeof SignRun>;
const Hash = z.base64().length(44).describe('SHA-256 of what the signature is about');
/** What waits for the device on the signer's own machine: it is shown with the hash that is signed. */
export const HelperWork = z.object({
  byHelper: z.boolean().describe('false: the key of this run is not on the signer’s machine'),
  hashes: z.array(z.object({ hash: Hash, shown: z.string() })),
});
export type HelperWork = z.infer<typeof HelperWork>;
export const HELPER_FAILURES = ['refused', 'absent', 'timedOut', 'malformed'] as const;
/** Signature values (RSA PKCS#1 v1.5), or why there is none. They are verified before anything is stored; the run tells the result per pupil. */
export const HelperAnswers = z.object({
  answers: z
    .array(
      z.union([
        z.strictObject({ hash: Hash, value: z.base64().min(1).max(2_048) }),
        z.strictObject({ hash: Hash, failure: z.enum(HELPER_FAILURES) }),
      ]),
    )
    .min(1)
    .max(1_000),
});
export type HelperAnswers = z.infer<typeof HelperAnswers>;

/** Signing in runs: queue, progress and a result per pupil, the device on the signer’s own machine. */
export const signingRoutes = {
  signQueue: {
    method: 'GET',
    path: `${P}/sign-queue`,
    summary: 'Hàng chờ ký',
    query: z.object({ slot: Slot.optional() }),
    answer: SignQueue,
  },
  startSignRun: {
    method: 'POST',
    path: `${P}/sign-runs`,
    summary: 'Bắt đầu phiên ký',
    body: z.object({ slot: Slot, classrooms: z.array(z.string()).min(1), pupilIds: z.array(z.string()).optional() }),
    answer: SignRun,
  },
  signRuns: {
    method: 'GET',
    path: `${P}/sign-runs`,
    summary: 'Sổ các phiên ký',
    answer: z.object({ runs: z.array(SignRun.omit({ items: true })) }),
  },
  signRun: {
    method: 'GET',
    path: `${P}/sign-runs/:runId`,
    summary: 'Một phiên ký',
    params: z.object({ runId: z.string() }),
    answer: SignRun,
  },
  pauseSignRun: {
    method: 'POST',
    path: `${P}/sign-runs/:runId/pause`,
    summary: 'Tạm dừng',
    params: z.object({ runId: z.string() }),
    answer: SignRun,
  },
  resumeSignRun: {
    method: 'POST',
    path: `${P}/sign-runs/:runId/resume`,
    summary: 'Chạy tiếp và thử lại các em bị lỗi',
    params: z.object({ runId: z.string() }),
    answer: SignRun,
  },
  signHashes: {
    method: 'POST',
    path: `${P}/sign-runs/:runId/hashes`,
    summary: 'Mã băm chờ ký bằng thiết bị trên máy người ký',
    params: z.object({ runId: z.string() }),
    answer: HelperWork,
  },
  giveSignatures: {
    method: 'POST',
    path: `${P}/sign-runs/:runId/signatures`,
    summary: 'Đưa lại chữ ký của thiết bị trên máy người ký',
    params: z.object({ runId: z.string() }),
    body: HelperAnswers,
    answer: z.object({ taken: z.int() }),
  },
  signers: {
    method: 'GET',
    path: `${P}/signers`,
    summary: 'Người ký của trường: chứng thư số, quyết định của Sở, cảnh báo',
    answer: SchoolSigners,
  },
} as const satisfies Record<string, Route>;
