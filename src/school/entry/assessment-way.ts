import type { GridPupil } from '#contract';
import { type AssessmentWay, flagsOf, type Refusal } from '#domain';
import { ok, type Result } from '#kernel';
import type { SchoolContext } from '../context.ts';
import type { Actor } from '../model.ts';
import { changePupil } from './service.ts';

/** Decides how a pupil is assessed (TT 27/2020 Điều 8), with the reason; cells that are filled stay. */
export function setAssessmentWay(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  { way, reason }: { readonly way: AssessmentWay; readonly reason: string },
): Promise<Result<GridPupil, Refusal>> {
  return changePupil(context, who, pupilId, 'assessmentWay', async (_, { file: { year } }) => {
    const { specialClass: _before, ...frame } = year.frame;
    return ok({ ...year, frame: { ...frame, ...flagsOf(way), wayDecided: { reason, by: who.name } } });
  });
}
