import { type Refusal, refusal, type SchoolYear } from '#domain';
import { err, ok, type Result } from '#kernel';
import { mayReach } from '../authority.ts';
import type { Actor, PupilFile } from '../model.ts';
import { loadPupilFiles } from '../postgres/pupil-years.ts';
import { pupilsInRuns } from '../postgres/sign-runs.ts';
import type { SchoolScope } from '../postgres/tables.ts';
import { type Life, lifeOf } from '../record/life.ts';
import { type Outcome, outcomeOf } from '../record/outcome.ts';
import { type RecordState, stateOf } from '../record/state.ts';

/** A pupil's file with what follows from it. */
export interface Examined {
  readonly file: PupilFile;
  readonly outcome: Outcome;
  readonly life: Life;
  readonly state: RecordState;
}

export function examine(file: PupilFile, inRun: ReadonlySet<string>): Examined {
  const outcome = outcomeOf(file.year);
  const life = lifeOf(file.events);
  return { file, outcome, life, state: stateOf(outcome, life, inRun.has(file.year.identity.pupilId)) };
}

/** Loads and examines pupils of a year. */
export async function loadExamined(
  scope: SchoolScope,
  selection: { schoolYear: SchoolYear; classroom?: string; pupilIds?: readonly string[] },
  lock?: 'lock',
): Promise<readonly Examined[]> {
  const files = await loadPupilFiles(scope, selection, lock);
  const inRun = await pupilsInRuns(scope, selection.schoolYear, 'homeroomTeacher');
  return files.map((file) => examine(file, inRun));
}

/** One pupil whom the person who asks may reach. */
export async function findPupil(
  scope: SchoolScope,
  who: Actor,
  schoolYear: SchoolYear,
  pupilId: string,
  lock?: 'lock',
): Promise<Result<Examined, Refusal>> {
  const [found] = await loadExamined(scope, { schoolYear, pupilIds: [pupilId] }, lock);
  if (found === undefined) return err(refusal('school/pupil-unknown', { pupilId, schoolYear }));
  const reached = mayReach(who, found.file.year.classroom);
  return reached.ok ? ok(found) : reached;
}

/** How many pupils are in which state. */
export function countStates(pupils: readonly Examined[]): Partial<Record<RecordState, number>> {
  const counts: Partial<Record<RecordState, number>> = {};
  for (const { state } of pupils) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
