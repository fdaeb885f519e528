import type { Overview, SignerStanding, Standing } from '#contract';
import { calendarOf, type Refusal, type Wave } from '#domain';
import { Instant, ok, PlainDate, type Result } from '#kernel';
import type { z } from 'zod';
import { reaches } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import type { Actor, Classroom, StaffMember } from '../model.ts';
import { listMessages, type OutboxMessage } from '../postgres/exchange.ts';
import { loadClassrooms, loadStaff } from '../postgres/people.ts';
import { homeroomTeacherOf } from '../record/staff.ts';
import type { RecordState } from '../record/state.ts';
import { knownStanding } from '../signers/standing.ts';
import { countStates, type Examined, loadExamined } from './examine.ts';

const SUBMITTED: readonly RecordState[] = ['submitted', 'admitted', 'finalized', 'reported'];
const ADMITTED: readonly RecordState[] = ['admitted', 'finalized', 'reported'];
const FINAL: readonly RecordState[] = ['finalized', 'reported'];

export const standingOf = (context: Pick<SchoolContext, 'standing' | 'clock'>): z.input<typeof Standing> => ({
  ...context.standing,
  now: Instant.toIso(context.clock.now()),
});

/** The school on one page: what blocks us, how far each class is, how many days are left. */
export async function overview(context: SchoolContext, who: Actor): Promise<Result<Overview, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { school, schoolYear } = now.value;
    const pupils = (await loadExamined(scope, { schoolYear })).filter(({ file }) => reaches(who, file.year.classroom));
    const [classrooms, staff, messages] = [
      await loadClassrooms(scope, schoolYear),
      await loadStaff(scope, schoolYear),
      await listMessages(scope, { year: schoolYear }),
    ];
    const own = pupils.filter(({ outcome }) => !outcome.left);
    return ok({
      school: { code: school.code, name: school.name, commune: school.commune },
      schoolYear,
      sentence: progressSentence(own),
      pupils: own.length,
      counts: countStates(pupils),
      waves: ([1, 2] as const).map((wave) => waveCounts(wave, own)),
      blockers: [...signerBlockers((await knownStanding(scope))?.standing.warnings ?? [], who), ...blockersOf(own, messages)],
      classes: classrooms.filter((one) => reaches(who, one.classroom)).map((one) => classSummary(one, staff, own)),
      deadlines: deadlines(calendarOf(schoolYear).waves, Instant.toPlainDate(context.clock.now())),
      standing: standingOf(context),
    });
  });
}

const inStates = (pupils: readonly Examined[], states: readonly RecordState[]): number =>
  pupils.filter(({ state }) => states.includes(state)).length;

const lacksCells = ({ outcome, state }: Examined): boolean => state === 'incomplete' && outcome.missing.length > 0;
const waitsForSummer = ({ outcome, state }: Examined): boolean => state === 'incomplete' && outcome.missing.length === 0;
const isIn =
  (...states: readonly RecordState[]) =>
  ({ state }: Examined): boolean =>
    states.includes(state);

/** What the records that are not handed in wait for, in the order of the road. */
const WAITING: readonly (readonly [holds: (pupil: Examined) => boolean, words: string])[] = [
  [lacksCells, 'thiếu dữ liệu'],
  [isIn('review'), 'chờ soát kết quả'],
  [isIn('ready', 'signingHomeroomTeacher'), 'chờ giáo viên chủ nhiệm ký'],
  [isIn('signingSchoolHead'), 'chờ hiệu trưởng ký'],
  [isIn('signingOrgSignature'), 'chờ đóng dấu'],
  [isIn('issued'), 'chờ nộp'],
  [isIn('refused', 'withdrawn'), 'bị từ chối hoặc đã thu hồi'],
  [waitsForSummer, 'chờ đánh giá bổ sung'],
];
const waitingIn = (pupils: readonly Examined[]): readonly string[] =>
  WAITING.map(([holds, words]) => [pupils.filter(holds).length, words] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`);

/** How far a school is: how many are handed in, and what the others wait for. */
export function progressSentence(pupils: readonly Examined[]): string {
  const [submitted, final, open] = [inStates(pupils, SUBMITTED), inStates(pupils, FINAL), waitingIn(pupils)];
  if (pupils.length === 0) return 'Chưa có học sinh nào.';
  if (final === pupils.length) return `Cả ${final} học bạ đã chốt.`;
  return `${submitted}/${pupils.length} học bạ đã nộp${open.length === 0 ? '' : `; còn ${open.join(', ')}`}.`;
}

/** The next steps of a class; how many cells are empty, where some are. */
export function classSentence(pupils: readonly Examined[]): string {
  const cells = pupils.filter(lacksCells).reduce((sum, { outcome }) => sum + outcome.missing.length, 0);
  const open = waitingIn(pupils);
  if (pupils.length === 0) return 'Chưa có học sinh nào';
  if (open.length === 0) return inStates(pupils, FINAL) === pupils.length ? 'Đã chốt đủ' : 'Đã nộp đủ, chờ Sở';
  return `${open.join(', ')}${cells > 0 ? ` (${cells} ô trống)` : ''}`;
}

/** A pupil whose wave is not known yet counts with the wave the pupil would be in now. */
function waveCounts(wave: Wave, pupils: readonly Examined[]): Overview['waves'][number] {
  const own = pupils.filter(({ outcome }) => (outcome.wave ?? (outcome.waitsFor === undefined ? 1 : 2)) === wave);
  return {
    wave,
    expected: own.length,
    submitted: inStates(own, SUBMITTED),
    admitted: inStates(own, ADMITTED),
    finalized: inStates(own, FINAL),
  };
}

function classSummary(one: Classroom, staff: readonly StaffMember[], pupils: readonly Examined[]): Overview['classes'][number] {
  const own = pupils.filter(({ file }) => file.year.classroom === one.classroom);
  return {
    classroom: one.classroom,
    grade: one.grade,
    homeroomTeacher: homeroomTeacherOf(one, staff)?.fullName ?? '',
    pupils: own.length,
    counts: countStates(own),
    sentence: classSentence(own),
  };
}

type Blocker = Overview['blockers'][number];

/** What keeps somebody from signing, as the province's register said last: people of the own classes, or of the school. */
export function signerBlockers(warnings: SignerStanding['warnings'], who: Actor): readonly Blocker[] {
  const blocking = warnings.filter(
    ({ weight, classrooms }) => weight === 'blocking' && (classrooms.length === 0 || classrooms.some((one) => reaches(who, one))),
  );
  const [first] = blocking;
  if (first === undefined) return [];
  return [
    {
      key: 'certificates',
      count: blocking.length,
      sentence: blocking.length === 1 ? first.message : `${blocking.length} vai trò chưa ký được vì chứng thư số.`,
      action: { label: 'Xem người ký', href: '/truong/nop/nguoi-ky' },
    },
  ];
}

/** What has to be done, most urgent first; each with the one place to do it. */
export function blockersOf(pupils: readonly Examined[], messages: readonly Pick<OutboxMessage, 'kind' | 'state'>[]): Blocker[] {
  const sent = (kind: OutboxMessage['kind']) => messages.some((one) => one.kind === kind && one.state !== 'refused');
  const one = (key: string, count: number, sentence: string, label: string, href: string): readonly Blocker[] =>
    count > 0 ? [{ key, count, sentence, action: { label, href } }] : [];
  const count = (test: (pupil: Examined) => boolean) => pupils.filter(test).length;
  const [missing, review, refused, withdrawn, waits, issued] = [
    count(lacksCells),
    inStates(pupils, ['review']),
    inStates(pupils, ['refused']),
    inStates(pupils, ['withdrawn']),
    count(({ outcome, state }) => state === 'incomplete' && outcome.waitsFor !== undefined),
    inStates(pupils, ['issued']),
  ];
  const noPersonalId = count(({ file }) => file.year.identity.personalId === undefined);
  return [
    ...one('refused', refused, `Sở từ chối ${refused} học bạ.`, 'Xem lý do', '/truong/nop'),
    ...one('roster', !sent('roster') && pupils.length > 0 ? 1 : 0, 'Chưa gửi danh sách học sinh cho Sở.', 'Gửi danh sách', '/truong/nop'),
    ...one('signers', !sent('signers') && pupils.length > 0 ? 1 : 0, 'Chưa gửi danh sách người ký cho Sở.', 'Gửi danh sách', '/truong/nop'),
    ...one('missing', missing, `${missing} em còn thiếu dữ liệu.`, 'Xem các lớp', '/truong/lop'),
    ...one(
      'review',
      review,
      `${review} em có kết quả tính được khác với tệp, chờ giáo viên chủ nhiệm xác nhận.`,
      'Soát kết quả',
      '/truong/lop',
    ),
    ...one('withdrawn', withdrawn, `${withdrawn} học bạ đã thu hồi, cần sửa và nộp lại.`, 'Xem các lớp', '/truong/lop'),
    ...one('issued', issued, `${issued} học bạ đã phát hành, chờ nộp lên Sở.`, 'Nộp lên Sở', '/truong/nop'),
    ...one(
      'supplementary',
      waits,
      `${waits} em chưa hoàn thành, chờ đánh giá bổ sung${sent('supplementary') ? '' : '; chưa gửi danh sách cho Sở'}.`,
      'Xem danh sách',
      sent('supplementary') ? '/truong/lop' : '/truong/nop',
    ),
    ...one(
      'personalId',
      noPersonalId,
      `${noPersonalId} em chưa có số định danh cá nhân; học bạ vẫn lập và nộp được.`,
      'Xem các lớp',
      '/truong/lop',
    ),
  ];
}

const DEADLINES = [
  ['submitWave1', 1, 'dueOn', 'Nộp học bạ đợt 1'],
  ['reportWave1', 1, 'reportBy', 'Sở báo cáo Bộ đợt 1'],
  ['submitWave2', 2, 'dueOn', 'Nộp học bạ đợt 2'],
  ['reportWave2', 2, 'reportBy', 'Sở báo cáo Bộ đợt 2'],
] as const;

/** The days of KH 1154/KH-SGDĐT PL 2 with what is left of them. */
export function deadlines(
  waves: Readonly<Record<Wave, { readonly dueOn: PlainDate; readonly reportBy: PlainDate }>>,
  today: PlainDate,
): Overview['deadlines'] {
  return DEADLINES.map(([key, wave, field, label]) => {
    const date = waves[wave][field];
    const daysLeft = PlainDate.daysBetween(today, date);
    return { key, date, label, daysLeft, sentence: `${label}.` };
  });
}
