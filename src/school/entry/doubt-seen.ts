import type { GridPupil } from '#contract';
import { type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { mayDo } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { doubtsOf } from '../desk/doubts.ts';
import { findPupil } from '../desk/examine.ts';
import { gridPupil } from '../desk/grid-pupil.ts';
import type { Actor } from '../model.ts';
import { recordSeen } from '../postgres/doubts.ts';

/** Notes that somebody looked at a contradiction and leaves the facts as they are. It counts until the facts change. */
export async function markDoubtSeen(context: SchoolContext, who: Actor, pupilId: string, key: string): Promise<Result<GridPupil, Refusal>> {
  const allowed = mayDo(who, 'seeDoubt');
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId);
    if (!found.ok) return found;
    const { file } = found.value;
    if (!doubtsOf(found.value).some((doubt) => doubt.key === key))
      return err(refusal('school/doubt-gone', { pupil: file.year.identity.fullName }));
    await recordSeen(scope, now.value.schoolYear, pupilId, key, who.name, context.clock.now());
    const seen = new Map([[key, { by: who.name, at: context.clock.now() }], ...file.seen]);
    return ok(gridPupil({ ...found.value, file: { ...file, seen } }, file.year.listOrder));
  });
}
