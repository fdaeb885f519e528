import { z } from 'zod';
import { Ok, type Route } from './route.ts';

export const ROLES = [
  'homeroomTeacher',
  'subjectTeacher',
  'schoolHead',
  'deputyHead',
  'clerk',
  'schoolAdmin',
  'districtOfficer',
  'provinceOfficer',
  'provinceAdmin',
  'ministryOfficer',
] as const;

/** What stands in the striped bar: what is not real here, and the time by the tier's clock. */
export const Standing = z.object({
  testData: z.boolean(),
  testSignatures: z.boolean(),
  virtualClock: z.boolean(),
  now: z.string().describe('ISO 8601 with +07:00, by the clock of the tier'),
});
export type Standing = z.infer<typeof Standing>;

export const Session = z.object({
  user: z.object({
    accountId: z.string(),
    username: z.string(),
    fullName: z.string(),
    role: z.enum(ROLES),
    /** `GVCN 4A2`, `Hiệu trưởng`, `Chuyên viên` */
    roleLabel: z.string(),
    tier: z.enum(['school', 'province', 'ministry']),
    organisation: z.object({ code: z.string(), name: z.string() }),
    /** Classrooms of a homeroom teacher; empty for everybody else. */
    classrooms: z.array(z.string()),
    /** `due`: this role needs one and gets no further before it is set up. */
    secondFactor: z.enum(['on', 'off', 'due']),
  }),
  standing: Standing,
});
export type Session = z.infer<typeof Session>;

const Code = z.string().min(6).max(30).describe('Six digits of the device, or a recovery code');
export const LogIn = z.object({ username: z.string().min(1).max(100), password: z.string().min(1).max(200), code: Code.optional() });

/** The same operations on each tier: prefix is `/api/school/v1`, `/api/province/v1` or `/api/ministry/v1`. */
export const sessionRoutes = (prefix: string) =>
  ({
    logIn: { method: 'POST', path: `${prefix}/session`, summary: 'Đăng nhập', body: LogIn, answer: Session },
    current: { method: 'GET', path: `${prefix}/session`, summary: 'Phiên hiện tại', answer: Session },
    logOut: { method: 'DELETE', path: `${prefix}/session`, summary: 'Đăng xuất', answer: Ok },
    secondFactor: {
      method: 'GET',
      path: `${prefix}/second-factor`,
      summary: 'Lớp bảo vệ thứ hai của tài khoản',
      answer: z.object({ offered: z.boolean(), isOn: z.boolean(), recoveryCodesLeft: z.int() }),
    },
    offerSecondFactor: {
      method: 'POST',
      path: `${prefix}/second-factor/offer`,
      summary: 'Lấy khóa cho ứng dụng xác thực (RFC 6238); chỉ hiện một lần',
      answer: z.object({ secret: z.string(), uri: z.string() }),
    },
    confirmSecondFactor: {
      method: 'POST',
      path: `${prefix}/second-factor`,
      summary: 'Bật lớp bảo vệ thứ hai bằng mã đầu tiên của ứng dụng',
      body: z.object({ code: Code }),
      answer: z.object({ recoveryCodes: z.array(z.string()) }),
    },
    endSecondFactor: {
      method: 'POST',
      path: `${prefix}/second-factor/end`,
      summary: 'Tắt lớp bảo vệ thứ hai',
      body: z.object({ code: Code }),
      answer: Ok,
    },
  }) as const satisfies Record<string, Route>;
