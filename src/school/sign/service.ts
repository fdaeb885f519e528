import type { SignQueue, SignRun } from '#contract';
import { describe, type Refusal, refusal, type StaffId } from '#domain';
import { err, Instant, ok, PlainDate, type Result } from '#kernel';
import { parseCertificate, NAME_ATTRIBUTE, valuesOf } from '#signature';
import { mayReach, reaches, SLOT_ROLES, slotOf, SLOT_TEXT } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { type Examined, loadExamined } from '../desk/examine.ts';
import { viewOf } from '../desk/grid-pupil.ts';
import type { Actor, Classroom, SlotName } from '../model.ts';
import { loadClassrooms } from '../postgres/people.ts';
import { loadPointCells } from '../postgres/pupil-points.ts';
import {
  countItems,
  findRun,
  insertRun,
  listRuns,
  loadItems,
  pupilsInRuns,
  retryFailed,
  setRunState,
  type SignItemRow,
  type SignRunRow,
} from '../postgres/sign-runs.ts';
import { exceptionsOf, readyFor } from './candidates.ts';
import { lackingEarlier } from './earlier-points.ts';

const DAY_MS = 86_400_000;

/** Checks that the person signs in this slot; the role alone is only the first of the checks. */
export function maySign(who: Actor, slot: SlotName): Result<void, Refusal> {
  return SLOT_ROLES[slot].includes(who.role) ? ok(undefined) : err(refusal('school/slot-not-yours', { slot: SLOT_TEXT[slot] }));
}

/** The classes whose records the person signs in this slot. */
function ownClasses(who: Actor, slot: SlotName, classrooms: readonly Classroom[]): readonly Classroom[] {
  return classrooms.filter(
    (one) =>
      reaches(who, one.classroom) && (slot !== 'homeroomTeacher' || who.staffId === undefined || one.homeroomStaffId === who.staffId),
  );
}

/** What waits for the signature of the person who asks, what does not yet and why, and what deserves a look first. */
export async function signQueue(context: SchoolContext, who: Actor, wanted: SlotName | undefined): Promise<Result<SignQueue, Refusal>> {
  const slot = wanted ?? slotOf(who.role);
  if (slot === undefined) return err(refusal('school/slot-not-yours', { slot: SLOT_TEXT.homeroomTeacher }));
  const allowed = maySign(who, slot);
  if (!allowed.ok) return allowed;
  const loaded = await inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    return ok({
      pupils: await loadExamined(scope, { schoolYear }),
      classrooms: ownClasses(who, slot, await loadClassrooms(scope, schoolYear)),
      waiting: await pupilsInRuns(scope, schoolYear, slot),
      entered: await loadPointCells(scope, schoolYear),
    });
  });
  if (!loaded.ok) return loaded;
  const { pupils, classrooms, waiting, entered } = loaded.value;
  const classes = classrooms.map(({ classroom }) => {
    const own = pupils.filter(({ file, outcome }) => file.year.classroom === classroom && !outcome.left);
    const open = own
      .map((pupil) => ({ pupil, ready: readyNow(slot, pupil, waiting) }))
      .filter(({ ready }) => ready === 'ready' || ready.notReady !== 'đã ký');
    const reasons = Map.groupBy(
      open.flatMap(({ pupil, ready }) => (ready === 'ready' ? [] : [{ reason: ready.notReady, name: pupil.file.year.identity.fullName }])),
      ({ reason }) => reason,
    );
    return {
      classroom,
      ready: open.filter(({ ready }) => ready === 'ready').length,
      notReady: open.filter(({ ready }) => ready !== 'ready').length,
      reasons: [...reasons].map(([reason, list]) => ({ reason, pupils: list.map(({ name }) => name) })),
    };
  });
  const mine = new Set(classrooms.map(({ classroom }) => classroom));
  const exceptions = pupils
    .filter((pupil) => mine.has(pupil.file.year.classroom) && readyNow(slot, pupil, waiting) === 'ready')
    .flatMap((pupil) =>
      exceptionsOf(pupil).map((why) => ({
        pupilId: pupil.file.year.identity.pupilId as string,
        fullName: pupil.file.year.identity.fullName,
        classroom: pupil.file.year.classroom,
        why,
      })),
    );
  const { signer, checks } = await signerCheck(context, who, slot);
  const earlierPoints = lackingEarlier(
    pupils.map(({ file }) => file.year).filter(({ classroom }) => mine.has(classroom)),
    entered,
  );
  return ok({ slot, signer, checks, classes, exceptions, earlierPoints, ready: classes.reduce((sum, one) => sum + one.ready, 0) });
}

function readyNow(slot: SlotName, pupil: Examined, waiting: ReadonlySet<string>): ReturnType<typeof readyFor> {
  return waiting.has(pupil.file.year.identity.pupilId) ? { notReady: 'đang trong một phiên ký' } : readyFor(slot, pupil);
}

/** Step one of a sign run: is the key at hand, whose is it, and does it count today? */
async function signerCheck(context: SchoolContext, who: Actor, slot: SlotName): Promise<Pick<SignQueue, 'signer' | 'checks'>> {
  const found = await context.signerFor(who.schoolCode, slot === 'orgSignature' ? 'seal' : (who.staffId ?? ''));
  if (!found.ok) return { signer: null, checks: [{ label: 'Chứng thư số', holds: false, sentence: describe(found.error).message }] };
  const signer = found.value;
  const certificate = signer?.certificates[0] && parseCertificate(signer.certificates[0]);
  if (signer === undefined || certificate?.ok !== true) {
    return {
      signer: null,
      checks: [
        {
          label: 'Chứng thư số',
          holds: false,
          sentence: slot === 'orgSignature' ? 'Chưa thấy chứng thư số của con dấu.' : `Chưa thấy chứng thư số của ${who.name}.`,
        },
      ],
    };
  }
  const now = context.clock.now();
  const { notBefore, notAfter, subject } = certificate.value;
  const name = valuesOf(subject, NAME_ATTRIBUTE.commonName).join(' ');
  const valid = notBefore <= now && now <= notAfter;
  const until = PlainDate.toVietnamese(Instant.toPlainDate(notAfter));
  return {
    signer: {
      fullName: slot === 'orgSignature' ? name : who.name,
      certificateSubject: name,
      validTo: Instant.toPlainDate(notAfter),
      daysLeft: Math.max(0, Math.floor((notAfter - now) / DAY_MS)),
      testOnly: signer.testOnly,
    },
    checks: [
      ...(valid ? [] : [{ label: 'Thời hạn', holds: false, sentence: `Không dùng được hôm nay: hạn ${until}.` }]),
      ...(slot === 'orgSignature'
        ? []
        : [
            {
              label: 'Người ký',
              holds: name === who.name,
              sentence:
                name === who.name
                  ? 'Tên trên chứng thư trùng với tên trong danh sách cán bộ.'
                  : `Tên trên chứng thư là “${name}”, khác với tên trong danh sách cán bộ.`,
            },
          ]),
      ...(signer.desk === undefined
        ? []
        : [
            {
              label: 'Thiết bị ký',
              holds: true,
              sentence: 'Ký bằng thiết bị cắm ở máy này qua VGCA Sign Service: cắm thiết bị và giữ trang phiên ký mở cho đến khi ký xong.',
            },
          ]),
      ...(signer.testOnly
        ? [{ label: 'Chữ ký thử nghiệm', holds: true, sentence: 'Khoá thử nghiệm: học bạ ký bằng khoá này không có giá trị pháp lý.' }]
        : []),
    ],
  };
}

export interface SignRunInput {
  readonly slot: SlotName;
  readonly classrooms: readonly string[];
  readonly pupilIds?: readonly string[] | undefined;
}

/** Makes a run of everything in these classes that is ready. Signing itself is the runner's work and survives a restart. */
export async function startSignRun(context: SchoolContext, who: Actor, input: SignRunInput): Promise<Result<SignRun, Refusal>> {
  for (const allowed of [maySign(who, input.slot), ...input.classrooms.map((one) => mayReach(who, one))]) if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const { schoolYear } = now.value;
    const classrooms = await loadClassrooms(scope, schoolYear);
    const unknown = input.classrooms.find((one) => !classrooms.some(({ classroom }) => classroom === one));
    if (unknown !== undefined) return err(refusal('school/class-unknown', { classroom: unknown, schoolYear }));
    const own = new Set(ownClasses(who, input.slot, classrooms).map(({ classroom }) => classroom));
    const foreign = input.classrooms.find((one) => !own.has(one));
    if (foreign !== undefined) return err(refusal('school/class-not-yours', { classroom: foreign }));
    const waiting = await pupilsInRuns(scope, schoolYear, input.slot);
    const wanted = new Set(input.classrooms);
    const pupils = (await loadExamined(scope, { schoolYear })).filter(
      (pupil) =>
        wanted.has(pupil.file.year.classroom) &&
        (input.pupilIds === undefined || input.pupilIds.includes(pupil.file.year.identity.pupilId)) &&
        readyNow(input.slot, pupil, waiting) === 'ready',
    );
    if (pupils.length === 0) return err(refusal('school/nothing-to-sign'));
    const run: SignRunRow = {
      runId: context.ids.uuid(),
      schoolYear,
      slot: input.slot,
      state: 'running',
      staffId: (who.staffId ?? who.schoolCode) as StaffId,
      startedAt: context.clock.now(),
      startedBy: who.name,
    };
    const items = pupils.map(
      ({ file }, index): SignItemRow => ({
        number: index + 1,
        pupilId: file.year.identity.pupilId,
        fullName: file.year.identity.fullName,
        classroom: file.year.classroom,
        state: 'waiting',
      }),
    );
    await insertRun(scope, run, items);
    return ok(runView(run, items));
  });
}

export function findSignRun(context: SchoolContext, who: Actor, runId: string): Promise<Result<SignRun, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const run = await findRun(scope, runId);
    return run === undefined ? err(refusal('school/run-unknown')) : ok(runView(run, await loadItems(scope, runId)));
  });
}

/** The ledger of signing, kept for good. */
export function listSignRuns(context: SchoolContext, who: Actor): Promise<Result<readonly Omit<SignRun, 'items'>[], Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const runs = await listRuns(scope);
    const counts = await countItems(
      scope,
      runs.map((one) => one.runId),
    );
    return ok(
      runs.map((run) => ({ ...headOf(run), ...totals(counts.get(run.runId) ?? { waiting: 0, signed: 0, failed: 0, skipped: 0 }) })),
    );
  });
}

const RUN_TEXT = { running: 'đang chạy', paused: 'đang tạm dừng', finished: 'đã xong' } as const;

export function pauseSignRun(context: SchoolContext, who: Actor, runId: string): Promise<Result<SignRun, Refusal>> {
  return moveRun(
    context,
    who,
    runId,
    'tạm dừng',
    async (scope, run) => run.state === 'running' && (await setRunState(scope, runId, ['running'], 'paused')),
  );
}

/** Goes on with a paused run, and tries again what failed. */
export function resumeSignRun(context: SchoolContext, who: Actor, runId: string): Promise<Result<SignRun, Refusal>> {
  return moveRun(context, who, runId, 'chạy tiếp', async (scope, run) => {
    const open = (await loadItems(scope, runId)).some((item) => item.state === 'waiting' || item.state === 'failed');
    if (run.state === 'running' || !open) return false;
    await retryFailed(scope, runId);
    return setRunState(scope, runId, ['paused', 'finished'], 'running');
  });
}

function moveRun(
  context: SchoolContext,
  who: Actor,
  runId: string,
  action: string,
  move: (scope: Parameters<typeof findRun>[0], run: SignRunRow) => Promise<boolean>,
): Promise<Result<SignRun, Refusal>> {
  return inSchool(context, who.schoolCode, async (scope) => {
    const run = await findRun(scope, runId);
    if (run === undefined) return err(refusal('school/run-unknown'));
    const allowed = maySign(who, run.slot);
    if (!allowed.ok) return allowed;
    if (!(await move(scope, run))) return err(refusal('school/run-not-possible', { state: RUN_TEXT[run.state], action }));
    return ok(runView((await findRun(scope, runId)) ?? run, await loadItems(scope, runId)));
  });
}

const headOf = (run: SignRunRow) => ({
  runId: run.runId,
  slot: run.slot,
  state: run.state,
  startedAt: Instant.toIso(run.startedAt),
  startedBy: run.startedBy,
});
const totals = (counts: Readonly<Record<SignItemRow['state'], number>>) => ({
  total: counts.waiting + counts.signed + counts.failed + counts.skipped,
  done: counts.signed,
  failed: counts.failed,
  left: counts.waiting,
});

function runView(run: SignRunRow, items: readonly SignItemRow[]): SignRun {
  const counts = { waiting: 0, signed: 0, failed: 0, skipped: 0 };
  for (const item of items) counts[item.state]++;
  return {
    ...headOf(run),
    ...totals(counts),
    items: items.map((item) => ({
      pupilId: item.pupilId,
      fullName: item.fullName,
      classroom: item.classroom,
      state: item.state,
      signedAt: item.signedAt === undefined ? null : Instant.toIso(item.signedAt),
      ...(item.refusal === undefined ? {} : { refusal: viewOf(item.refusal) }),
    })),
  };
}
