import { SIGNER_WARNINGS } from '#domain';
import { z } from 'zod';
import { RefusalView, type Route } from './route.ts';

export const CSV = 'text/csv; charset=utf-8';
export const SignerWarningView = z.object({
  kind: z.enum(SIGNER_WARNINGS),
  weight: z.enum(['blocking', 'soon']),
  message: z.string(),
  remedy: z.string(),
});
export type SignerWarningView = z.infer<typeof SignerWarningView>;

/** Why an entry counts no more, and from which day. */
export const SignerEnding = z.object({
  cause: z.enum(['notNamed', 'replaced', 'withdrawn']),
  from: z.string().describe('first day on which the entry no longer counts'),
  reason: z.string().nullable(),
  decisionNumber: z.string().nullable(),
  by: z.string(),
  undoable: z.boolean(),
});
const Signer = z.object({
  staffId: z.string(),
  fullName: z.string(),
  role: z.string(),
  classrooms: z.array(z.string()),
  certificateSha256: z.string(),
  certificateSubject: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  lastDay: z.string().describe('last day on which the entry counts'),
  state: z.enum(['waiting', 'approved', 'refused', 'ended']),
  decisionReason: z.string().nullable(),
  ending: SignerEnding.nullable(),
});
export const SignerLine = Signer.extend({
  signerId: z.string(),
  schoolCode: z.string(),
  schoolName: z.string(),
  testOnly: z.boolean(),
  decidedBy: z.string().nullable(),
});
export type SignerLine = z.infer<typeof SignerLine>;

const RoleWarning = SignerWarningView.extend({ role: z.string(), classrooms: z.array(z.string()) });
/** What the province's register says about one school, for its own software. */
export const SignerStanding = z.object({
  asOf: z.string(),
  deadline: z.string().nullable().describe('day until which records are handed in'),
  signers: z.array(Signer),
  warnings: z.array(RoleWarning),
});
export type SignerStanding = z.infer<typeof SignerStanding>;

/** Who signs for the school: the certificate at hand, and what the province's register says. */
export const SchoolSigners = z.object({
  askedAt: z.string().nullable().describe('when the province was last asked; null: not yet'),
  warnings: z.array(SignerWarningView),
  roles: z.array(
    z.object({
      role: z.string(),
      fullName: z.string().nullable(),
      classrooms: z.array(z.string()),
      certificateSubject: z.string().nullable(),
      certificateUntil: z.string().nullable(),
      state: z.enum(['noCertificate', 'notSent', 'waiting', 'approved', 'refused', 'ended']),
      reason: z.string().nullable().describe('why the province has not approved'),
      ending: SignerEnding.nullable(),
    }),
  ),
});
export type SchoolSigners = z.infer<typeof SchoolSigners>;

const Share = z.object({ required: z.int(), today: z.int(), deadline: z.int().describe('still usable on the day of the deadline') });
const Coverage = z.object({
  schools: z.int(),
  teachers: Share.describe('classes whose homeroom teacher has an approved, valid certificate'),
  heads: Share,
  seals: Share,
});
export const SignerCoverage = z.object({
  today: z.string(),
  deadline: z.string().nullable(),
  total: Coverage,
  areas: z.array(Coverage.extend({ level: z.enum(['district', 'commune']), name: z.string() })),
  schools: z.array(Coverage.extend({ code: z.string(), name: z.string(), commune: z.string(), district: z.string().nullable() })),
});
export type SignerCoverage = z.infer<typeof SignerCoverage>;
const SchoolWarning = SignerWarningView.extend({
  schoolCode: z.string(),
  schoolName: z.string(),
  commune: z.string(),
  district: z.string().nullable(),
});

const bySigner = z.object({ signerId: z.uuid() });
const Filter = z.object({
  schoolCode: z.string().max(20).optional(),
  kind: z.enum(SIGNER_WARNINGS).optional(),
  area: z.string().max(100).optional(),
});
const Changed = z.object({
  signer: SignerLine,
  openRecords: z.int().describe('records not final yet that were received with this signature since that day'),
});
const DECIDED_MAX = 1_000;

/** Who signs for the schools, at the desk of the province (R15, R30). */
export const signerRoutes = <const P extends string>(base: P) =>
  ({
    signers: {
      method: 'GET',
      path: `${base}/signers`,
      summary: 'Người ký chờ duyệt và đã duyệt',
      query: z.object({ schoolCode: z.string().max(20).optional(), state: z.enum(['waiting', 'approved', 'refused', 'ended']).optional() }),
      answer: z.object({ signers: z.array(SignerLine) }),
    },
    approveSigners: {
      method: 'POST',
      path: `${base}/signers/approve`,
      summary: 'Duyệt hoặc không duyệt nhiều người ký; mỗi người một kết quả',
      body: z.object({
        signerIds: z.array(z.uuid()).min(1).max(DECIDED_MAX),
        approve: z.boolean(),
        reason: z.string().max(500).optional(),
      }),
      answer: z.object({
        signers: z.array(SignerLine),
        results: z.array(z.object({ signerId: z.string(), fullName: z.string(), done: z.boolean(), refusal: RefusalView.optional() })),
      }),
    },
    withdrawSigner: {
      method: 'POST',
      path: `${base}/signers/:signerId/withdrawal`,
      summary: 'Thôi công nhận một người ký từ một ngày',
      params: bySigner,
      body: z.object({ from: z.string().max(10), reason: z.string().max(500), decisionNumber: z.string().max(100).optional() }),
      answer: Changed,
    },
    undoWithdrawal: {
      method: 'DELETE',
      path: `${base}/signers/:signerId/withdrawal`,
      summary: 'Huỷ việc thôi công nhận chưa có hiệu lực',
      params: bySigner,
      answer: Changed,
    },
    signerWarnings: {
      method: 'GET',
      path: `${base}/signers/warnings`,
      summary: 'Cảnh báo chứng thư số theo vai trò',
      query: Filter,
      answer: z.object({ today: z.string(), deadline: z.string().nullable(), warnings: z.array(SchoolWarning) }),
    },
    signerWarningsCsv: {
      method: 'GET',
      path: `${base}/signers/warnings.csv`,
      summary: 'Cảnh báo chứng thư số, tệp CSV',
      query: Filter,
      produces: CSV,
    },
    signerCoverage: {
      method: 'GET',
      path: `${base}/signers/coverage`,
      summary: 'Tỷ lệ chứng thư số: trường, xã và huyện, toàn tỉnh',
      answer: SignerCoverage,
    },
  }) as const satisfies Record<string, Route>;
