import { z } from 'zod';
import type { Route } from './route.ts';

/** The JSON of `hocba verify` and POST /api/verify. */
export const VerifyAnswer = z.object({
  verdict: z.enum(['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']),
  subIndication: z.string().nullable(),
  signatures: z.array(z.object({
    role: z.string().nullable(), signer: z.string(), verdict: z.string(), subIndication: z.string().nullable(), signingTime: z.string().nullable(), bestSignatureTime: z.string().nullable(),
    covers: z.array(z.string()).readonly(), algorithm: z.string(), level: z.string(),
  })).readonly(),
  record: z.unknown().optional(),
  errors: z.array(z.object({ code: z.string(), message: z.string(), where: z.string().optional() })).readonly(),
});

/** JSON side of the portal; its pages are server-rendered HTML under /tra-cuu and /t/CODE. */
export const portal = {
  verify: { method: 'POST', path: '/api/verify', summary: 'Kiểm tra một tệp XML hoặc PDF', consumes: 'multipart/form-data', answer: VerifyAnswer },
  lookUp: { method: 'POST', path: '/api/portal/v1/look-ups', summary: 'Tra cứu bằng mã và ngày sinh', body: z.object({ code: z.string().max(64), birthDate: z.string().max(10) }), answer: z.unknown() },
} as const satisfies Record<string, Route>;
