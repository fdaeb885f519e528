import type { GridPupil } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { mayDo } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { type Examined, examine, findPupil } from '../desk/examine.ts';
import { gridPupil } from '../desk/grid-pupil.ts';
import type { Actor } from '../model.ts';
import { appendEvents, loadEvents } from '../postgres/records.ts';
import type { RecordHappening } from '../record/events.ts';
import { lockOf } from '../record/lock.ts';
import { mayTakeBack } from './submit.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** Opens a record that was signed, refused or withdrawn; the signatures it had count no more. Nothing that was handed in and waits. */
export function reopen(context: SchoolContext, who: Actor, pupilId: string, reason: string): Promise<Result<GridPupil, Refusal>> {
  return happen(context, who, pupilId, 'reopen', ({ file, life }) => {
    const { progress } = life;
    if (progress.at === 'signed' || progress.at === 'refused' || progress.at === 'withdrawn') return ok({ kind: 'reopened', reason });
    const lock = lockOf(life);
    return err(
      refusal('school/nothing-to-reopen', {
        pupil: file.year.identity.fullName,
        why: lock?.why ?? 'chưa có chữ ký nào',
        remedy: lock?.remedy ?? 'Dữ liệu của em đang mở, sửa trực tiếp trên trang lớp.',
      }),
    );
  });
}

/** Opens a new version beside the admitted one; that one stays current until the new one is admitted. */
export function openReplacement(context: SchoolContext, who: Actor, pupilId: string, reason: string): Promise<Result<GridPupil, Refusal>> {
  return happen(context, who, pupilId, 'replace', (pupil) => {
    const admitted = mayTakeBack(pupil, 'thay thế');
    return admitted.ok ? ok({ kind: 'replacementOpened', ...admitted.value, reason }) : admitted;
  });
}

async function happen(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  action: 'reopen' | 'replace',
  decide: (pupil: Examined) => Result<RecordHappening, Refusal>,
): Promise<Result<GridPupil, Refusal>> {
  const allowed = mayDo(who, action);
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId, 'lock');
    if (!found.ok) return found;
    const happening = decide(found.value);
    if (!happening.ok) return happening;
    const { file, life } = found.value;
    await appendEvents(
      scope,
      now.value.schoolYear,
      [{ pupilId: file.year.identity.pupilId, after: life.eventCount, happening: happening.value }],
      context.clock.now(),
      who.name,
    );
    const events = (await loadEvents(scope, now.value.schoolYear, [pupilId])).get(pupilId) ?? [];
    return ok(gridPupil(examine({ ...file, events }, NOBODY), file.year.listOrder));
  });
}
