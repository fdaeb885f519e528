import type { GridPupil } from '#contract';
import { isTemporary, PupilId, type Refusal, refusal } from '#domain';
import { err, ok, type Result } from '#kernel';
import { mayDo } from '../authority.ts';
import { currentYear, inSchool, type SchoolContext } from '../context.ts';
import { findPupil } from '../desk/examine.ts';
import { gridPupil } from '../desk/grid-pupil.ts';
import type { Actor } from '../model.ts';
import { codeIsTaken, replaceTemporaryCode } from '../postgres/pupil-codes.ts';

/** Replaces a temporary code by the code of the sector database, in place: the pupil stays one pupil, with all cells and all history (R96). */
export async function giveSectorCode(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  code: string,
): Promise<Result<GridPupil, Refusal>> {
  const allowed = mayDo(who, 'pupilCode');
  if (!allowed.ok) return allowed;
  return inSchool(context, who.schoolCode, async (scope) => {
    const now = await currentYear(scope, who.schoolCode);
    if (!now.ok) return now;
    const found = await findPupil(scope, who, now.value.schoolYear, pupilId, 'lock');
    if (!found.ok) return found;
    const { identity } = found.value.file.year;
    const next = PupilId.parse(code);
    if (!isTemporary(identity.pupilId))
      return err(refusal('school/code-not-temporary', { pupil: identity.fullName, code: identity.pupilId }));
    if (!next.ok || isTemporary(code)) return err(refusal('school/code-malformed', { code }));
    if (await codeIsTaken(scope, code)) return err(refusal('school/code-taken', { code }));
    await replaceTemporaryCode(scope, identity.pupilId, next.value, who.name, context.clock.now());
    const after = await findPupil(scope, who, now.value.schoolYear, code);
    return after.ok ? ok(gridPupil(after.value, after.value.file.year.listOrder)) : after;
  });
}
