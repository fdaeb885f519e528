import { z } from 'zod';
import { RefusalView, type Route } from '../route.ts';
import { P } from './shared.ts';

export const PrintRun = z.object({
  runId: z.string(),
  product: z.enum(['hocBa', 'extract']).describe('hocBa: every year of a pupil; extract: the current year alone'),
  state: z.enum(['running', 'cancelled', 'finished']),
  startedAt: z.string(),
  startedBy: z.string(),
  classrooms: z.array(z.string()),
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  left: z.int(),
  kept: z.int().describe('records whose file can still be fetched'),
  items: z.array(
    z.object({
      number: z.int(),
      pupilId: z.string(),
      fullName: z.string(),
      classroom: z.string(),
      state: z.enum(['waiting', 'printed', 'failed']),
      refusal: RefusalView.optional(),
    }),
  ),
});
export type PrintRun = z.infer<typeof PrintRun>;
const byPrintRun = z.object({ runId: z.uuid() });

/** Records of whole classes as PDF. */
export const printRunRoutes = {
  startPrintRun: {
    method: 'POST',
    path: `${P}/print-runs`,
    summary: 'In học bạ của các lớp',
    body: z.object({
      classrooms: z.array(z.string()).min(1).max(500).optional().describe('absent: every class one reaches'),
      product: z.enum(['hocBa', 'extract']).default('hocBa'),
    }),
    answer: PrintRun,
  },
  printRuns: {
    method: 'GET',
    path: `${P}/print-runs`,
    summary: 'Các lượt in',
    answer: z.object({ runs: z.array(PrintRun.omit({ items: true })) }),
  },
  printRun: { method: 'GET', path: `${P}/print-runs/:runId`, summary: 'Một lượt in', params: byPrintRun, answer: PrintRun },
  cancelPrintRun: { method: 'POST', path: `${P}/print-runs/:runId/cancel`, summary: 'Dừng lượt in', params: byPrintRun, answer: PrintRun },
  resumePrintRun: {
    method: 'POST',
    path: `${P}/print-runs/:runId/resume`,
    summary: 'In tiếp và thử lại các em bị lỗi',
    params: byPrintRun,
    answer: PrintRun,
  },
  printRunZip: {
    method: 'GET',
    path: `${P}/print-runs/:runId/hoc-ba.zip`,
    summary: 'Tệp ZIP, mỗi em một PDF',
    params: byPrintRun,
    produces: 'application/zip',
  },
  printRunPdf: {
    method: 'GET',
    path: `${P}/print-runs/:runId/hoc-ba.pdf`,
    summary: 'Một PDF cho cả lượt in',
    params: byPrintRun,
    produces: 'application/pdf',
  },
} as const satisfies Record<string, Route>;
