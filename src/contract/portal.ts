import { z } from 'zod';
import type { Route } from './route.ts';

const VerifyReason = z.object({ code: z.string(), message: z.string(), remedy: z.string(), where: z.string().optional() });

/** The JSON of `hocba verify` and POST /api/verify (docs/verification-report.md). */
export const VerifyAnswer = z.object({
  verdict: z.enum(['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']),
  subIndication: z.string().nullable(),
  signatures: z
    .array(
      z.object({
        role: z.string().nullable(),
        signer: z.string(),
        verdict: z.string(),
        subIndication: z.string().nullable(),
        signingTime: z.string().nullable(),
        bestSignatureTime: z.string().nullable(),
        covers: z.array(z.string()).readonly(),
        where: z.string(),
        counterSigns: z.array(z.string()).readonly(),
        algorithm: z.string(),
        level: z.string(),
      }),
    )
    .readonly(),
  record: z.unknown().optional(),
  kind: z.string(),
  packets: z.array(z.string()).readonly(),
  errors: z.array(VerifyReason).readonly(),
  warnings: z.array(VerifyReason).readonly(),
  notes: z.array(z.string()).readonly(),
  citizen: z.object({ sentence: z.string(), advice: z.string() }),
  policy: z.object({ id: z.string(), title: z.string(), from: z.string(), sha256: z.string() }),
  checks: z
    .array(
      z.object({
        subject: z.string(),
        kind: z.enum(['document', 'signature', 'timestamp', 'certificate']),
        title: z.string(),
        where: z.string().optional(),
        answers: z
          .array(
            z.object({
              check: z.string(),
              status: z.enum(['passed', 'failed', 'open', 'warned', 'informed', 'disabled', 'not-asked']),
              clause: z.string(),
              code: z.string().optional(),
              subIndication: z.string().optional(),
              params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
              message: z.string().optional(),
              remedy: z.string().optional(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
});

/** JSON side of the portal; its pages are server-rendered HTML under /tra-cuu and /t/CODE. */
export const portal = {
  verify: {
    method: 'POST',
    path: '/api/verify',
    summary: 'Kiểm tra một tệp XML hoặc PDF',
    consumes: 'multipart/form-data',
    answer: VerifyAnswer,
  },
  lookUp: {
    method: 'POST',
    path: '/api/portal/v1/look-ups',
    summary: 'Tra cứu bằng mã và ngày sinh',
    body: z.object({ code: z.string().max(64), birthDate: z.string().max(10) }),
    answer: z.unknown(),
  },
} as const satisfies Record<string, Route>;
