import { foldText, PlainDate } from '#kernel';

/** A role that must be filled, and what is known of the certificate that fills it. */
export interface SignerFacts {
  /** `homeroomTeacher`, `schoolHead`, `orgSignature`, … */
  readonly role: string;
  /** Person, or the school for its seal; undefined: nobody is named. */
  readonly fullName: string | undefined;
  readonly classrooms: readonly string[];
  readonly certificate:
    | {
        /** Name in the certificate. */
        readonly subject: string;
        /** Last day it may be used: of the certificate, of the time it is registered for, of what ended it; the earliest. */
        readonly lastDay: PlainDate;
        readonly revokedOn: PlainDate | undefined;
      }
    | undefined;
  /** The province has withdrawn its approval from the day after this one. */
  readonly withdrawnAfter?: PlainDate;
}

export const SIGNER_WARNINGS = [
  'missing',
  'revoked',
  'withdrawn',
  'expired',
  'expires7',
  'expires30',
  'expires60',
  'beforeDeadline',
  'nameDiffers',
] as const;
export type SignerWarningKind = (typeof SIGNER_WARNINGS)[number];
export interface SignerWarning {
  readonly kind: SignerWarningKind;
  /** `blocking`: nothing can be signed in this role now. */
  readonly weight: 'blocking' | 'soon';
  readonly message: string;
  readonly remedy: string;
}

const RENEW = 'Gia hạn hoặc xin cấp chứng thư số mới, rồi trường gửi lại danh sách người ký.';
const REMEDIES: Readonly<Record<SignerWarningKind, string>> = {
  missing: 'Xin cấp chứng thư số, trường gửi danh sách người ký và Sở duyệt.',
  revoked: 'Ngừng ký bằng chứng thư số này; xin cấp chứng thư số mới rồi trường gửi lại danh sách người ký.',
  withdrawn: 'Trường gửi danh sách người ký mới; Sở duyệt lại.',
  expired: RENEW,
  expires7: RENEW,
  expires30: RENEW,
  expires60: RENEW,
  beforeDeadline: RENEW,
  nameDiffers: 'Đối chiếu tên trong chứng thư số với hồ sơ cán bộ; nếu cấp nhầm, đề nghị cấp lại.',
};
const ROLE_NAMES: Readonly<Record<string, string>> = {
  homeroomTeacher: 'giáo viên chủ nhiệm',
  subjectTeacher: 'giáo viên bộ môn',
  schoolHead: 'hiệu trưởng',
  orgSignature: 'con dấu của trường',
};
/** Steps of the warning, shortest first (R30). */
const STEPS = [
  [7, 'expires7'],
  [30, 'expires30'],
  [60, 'expires60'],
] as const satisfies readonly (readonly [days: number, kind: SignerWarningKind])[];

/** `giáo viên chủ nhiệm 4A2, Đỗ Thị Ngân`. */
export function nameOfRole({ role, fullName, classrooms }: Pick<SignerFacts, 'role' | 'fullName' | 'classrooms'>): string {
  const place = [ROLE_NAMES[role] ?? role, ...(classrooms.length > 0 ? [classrooms.join(', ')] : [])].join(' ');
  return fullName === undefined || role === 'orgSignature' ? place : `${place}, ${fullName}`;
}

/**
 * What is wrong with the certificate of a role, or soon will be (R15, R30): one warning about its time, and one about its name. `deadline` is the day until
 * which records are handed in, if one is still to come.
 */
export function warningsOf(
  facts: SignerFacts,
  { today, deadline }: { readonly today: PlainDate; readonly deadline: PlainDate | undefined },
): readonly SignerWarning[] {
  const who = nameOfRole(facts);
  const said = (kind: SignerWarningKind, weight: SignerWarning['weight'], what: string): SignerWarning => ({
    kind,
    weight,
    message: `${who.slice(0, 1).toUpperCase()}${who.slice(1)}: ${what}.`,
    remedy: REMEDIES[kind],
  });
  const { certificate, withdrawnAfter } = facts;
  if (certificate === undefined) return [said('missing', 'blocking', 'chưa có chứng thư số được Sở duyệt')];
  const warnings: SignerWarning[] = [];
  const { lastDay, revokedOn, subject } = certificate;
  const left = PlainDate.daysBetween(today, lastDay);
  const step = STEPS.find(([days]) => left <= days);
  if (revokedOn !== undefined)
    warnings.push(said('revoked', 'blocking', `chứng thư số đã bị thu hồi từ ${PlainDate.toVietnamese(revokedOn)}`));
  else if (withdrawnAfter !== undefined)
    warnings.push(
      said(
        'withdrawn',
        today > withdrawnAfter ? 'blocking' : 'soon',
        `Sở thôi công nhận chứng thư số từ ${PlainDate.toVietnamese(PlainDate.addDays(withdrawnAfter, 1))}`,
      ),
    );
  else if (left < 0)
    warnings.push(said('expired', 'blocking', `chứng thư số hết hạn từ ${PlainDate.toVietnamese(PlainDate.addDays(lastDay, 1))}`));
  else if (step !== undefined)
    warnings.push(
      said(
        step[1],
        'soon',
        left === 0
          ? 'hôm nay là ngày cuối dùng được chứng thư số'
          : `chứng thư số chỉ dùng được đến ${PlainDate.toVietnamese(lastDay)}, còn ${left} ngày`,
      ),
    );
  else if (deadline !== undefined && lastDay < deadline)
    warnings.push(
      said(
        'beforeDeadline',
        'soon',
        `chứng thư số chỉ dùng được đến ${PlainDate.toVietnamese(lastDay)}, trước hạn nộp ${PlainDate.toVietnamese(deadline)}`,
      ),
    );
  if (facts.fullName !== undefined && !isSameName(facts.fullName, subject))
    warnings.push(said('nameDiffers', 'soon', `tên trong chứng thư số là “${subject}”`));
  return warnings;
}

/** Whether a certificate is of this person or school: the name stands in it, whole words, marks and letter case aside. */
export const isSameName = (fullName: string, subject: string): boolean =>
  ` ${foldText(subject).replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(
    ` ${foldText(fullName)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `,
  );
