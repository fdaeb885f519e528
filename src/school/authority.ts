import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import type { Actor, SlotName } from './model.ts';

type Role = Actor['role'];
export type SchoolAction =
  | 'view'
  | 'edit'
  | 'accept'
  | 'supplement'
  | 'decidePromotion'
  | 'import'
  | 'exchange'
  | 'withdraw'
  | 'replace'
  | 'reopen'
  | 'seeDoubt'
  | 'confirmAward'
  | 'assessmentWay'
  | 'pupilCode';

const EVERYBODY: readonly Role[] = ['homeroomTeacher', 'subjectTeacher', 'schoolHead', 'deputyHead', 'clerk', 'schoolAdmin'];
const LEADERS: readonly Role[] = ['schoolHead', 'deputyHead', 'schoolAdmin'];
const OFFICE: readonly Role[] = [...LEADERS, 'clerk'];

/** Who may do what in a school (TT 27/2020 Điều 8, 11, 13, 14–17; KH 1154/KH-SGDĐT PL 2: creating, issuing and correcting are the school's alone). */
export const ALLOWED: Readonly<Record<SchoolAction, readonly Role[]>> = {
  view: EVERYBODY,
  edit: ['homeroomTeacher', 'subjectTeacher', 'schoolAdmin'],
  accept: ['homeroomTeacher'],
  supplement: ['homeroomTeacher', ...LEADERS],
  decidePromotion: LEADERS,
  import: OFFICE,
  exchange: OFFICE,
  withdraw: OFFICE,
  replace: OFFICE,
  reopen: ['homeroomTeacher', ...OFFICE],
  seeDoubt: ['homeroomTeacher', 'subjectTeacher', ...LEADERS],
  confirmAward: ['homeroomTeacher'],
  assessmentWay: ['homeroomTeacher', ...LEADERS],
  pupilCode: OFFICE,
};

const ACTION_TEXT: Readonly<Record<SchoolAction, readonly [action: string, who: string]>> = {
  view: ['xem dữ liệu này', 'quản trị trường'],
  edit: ['sửa kết quả', 'giáo viên chủ nhiệm'],
  accept: ['xác nhận kết quả', 'giáo viên chủ nhiệm của lớp'],
  supplement: ['ghi đánh giá bổ sung', 'giáo viên chủ nhiệm'],
  decidePromotion: ['ghi quyết định lên lớp', 'hiệu trưởng'],
  import: ['nhập dữ liệu', 'văn thư hoặc quản trị trường'],
  exchange: ['gửi lên Sở', 'văn thư hoặc hiệu trưởng'],
  withdraw: ['thu hồi học bạ', 'hiệu trưởng'],
  replace: ['mở bản thay thế', 'hiệu trưởng'],
  reopen: ['mở lại học bạ', 'giáo viên chủ nhiệm hoặc hiệu trưởng'],
  seeDoubt: ['đánh dấu đã xem', 'giáo viên hoặc hiệu trưởng'],
  confirmAward: ['xác nhận khen thưởng', 'giáo viên chủ nhiệm của lớp'],
  assessmentWay: ['đổi cách đánh giá', 'giáo viên chủ nhiệm hoặc hiệu trưởng'],
  pupilCode: ['thay mã học sinh', 'văn thư hoặc quản trị trường'],
};

/** Which role signs in which slot (KH 1154/KH-SGDĐT II.3). */
export const SLOT_ROLES: Readonly<Record<SlotName, readonly Role[]>> = {
  homeroomTeacher: ['homeroomTeacher'],
  schoolHead: ['schoolHead', 'deputyHead'],
  orgSignature: ['clerk', 'schoolHead'],
};
export const SLOT_TEXT: Readonly<Record<SlotName, string>> = {
  homeroomTeacher: 'giáo viên chủ nhiệm',
  schoolHead: 'hiệu trưởng',
  orgSignature: 'con dấu của trường',
};

export function mayDo(who: Actor, action: SchoolAction): Result<void, Refusal> {
  const [text, instead] = ACTION_TEXT[action];
  return ALLOWED[action].includes(who.role) ? ok(undefined) : err(refusal('school/not-allowed', { action: text, who: instead }));
}

/** Teachers reach their own classes; the rest of the school's staff reach all. */
export const reaches = (who: Actor, classroom: string): boolean =>
  (who.role !== 'homeroomTeacher' && who.role !== 'subjectTeacher') || who.classrooms.includes(classroom);

export function mayReach(who: Actor, classroom: string): Result<void, Refusal> {
  return reaches(who, classroom) ? ok(undefined) : err(refusal('school/class-not-yours', { classroom }));
}

/** The slot a person signs in when none is named. */
export const slotOf = (role: Role): SlotName | undefined =>
  role === 'clerk'
    ? 'orgSignature'
    : role === 'schoolHead' || role === 'deputyHead'
      ? 'schoolHead'
      : role === 'homeroomTeacher'
        ? 'homeroomTeacher'
        : undefined;
