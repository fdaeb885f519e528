import type { GridPupil } from '#contract';
import {
  addAttempt,
  type Attempt,
  decidePromotion,
  lastAttempt,
  readCell,
  type Refusal,
  refusal,
  writeCell,
  type YearAssessment,
} from '#domain';
import { err, ok, PlainDate, type Result } from '#kernel';
import { mayDo } from '../authority.ts';
import type { SchoolContext } from '../context.ts';
import type { Actor, Supplementary } from '../model.ts';
import { loadStaff } from '../postgres/people.ts';
import { assessmentOf } from '../record/assessment.ts';
import { attemptsOf } from '../record/attempts.ts';
import { resultOf } from '../record/outcome.ts';
import { headOf } from '../record/staff.ts';
import { changePupil } from './service.ts';

export interface SupplementaryInput {
  /** Day of the round (`YYYY-MM-DD`). */
  readonly date: string;
  /** What was assessed again on that day; none when only the decision on promotion is written down. */
  readonly cells: readonly { readonly key: string; readonly value: string }[];
  readonly promotion: { readonly promoted: boolean; readonly decisionNumber: string; readonly decisionDate: string } | null;
}

/** Writes down one round of supplementary assessment, or the head's decision on promotion, or both (TT 27/2020 Điều 11 khoản 2, 3). A new round makes an earlier decision void. */
export async function recordSupplementary(
  context: SchoolContext,
  who: Actor,
  pupilId: string,
  input: SupplementaryInput,
): Promise<Result<GridPupil, Refusal>> {
  const decides = input.promotion === null ? ok(undefined) : mayDo(who, 'decidePromotion');
  if (!decides.ok) return decides;
  return changePupil(context, who, pupilId, 'supplement', async (scope, { file: { year }, outcome }) => {
    const pupil = year.identity.fullName;
    if (resultOf(outcome.first) !== 'CHT') return err(refusal('school/supplementary-not-needed', { pupil }));
    const attempts = nextAttempts(year.supplementary, input, assessmentOf(year, 'yearEnd'), pupil);
    if (!attempts.ok) return attempts;
    const date = attempts.value.at(-1)!.date;
    const signer = headOf(await loadStaff(scope, year.schoolYear))?.fullName ?? '';
    const promotion = input.promotion === null ? ok(undefined) : decidePromotion(input.promotion, { pupil, assessedOn: date, signer });
    if (!promotion.ok) return promotion;
    const supplementary: Supplementary = {
      date,
      before: 'CHT',
      cells: lastAttempt(attempts.value),
      attempts: attempts.value,
      source: who.name,
      ...(promotion.value === undefined ? {} : { promotion: promotion.value }),
    };
    return ok({ ...year, supplementary });
  });
}

function nextAttempts(
  before: Supplementary | undefined,
  input: SupplementaryInput,
  yearEnd: YearAssessment,
  pupil: string,
): Result<readonly Attempt[], Refusal> {
  const attempts = attemptsOf(before);
  const filled = input.cells.filter(({ value }) => value.trim() !== '');
  if (filled.length === 0)
    return input.promotion !== null && attempts.length > 0 ? ok(attempts) : err(refusal('school/supplementary-empty', { pupil }));
  const date = PlainDate.parse(input.date);
  if (!date.ok) return err(refusal('school/date-malformed', { value: input.date }));
  let assessment = yearEnd;
  for (const { key, value } of filled) {
    const written = writeCell(assessment, key, value);
    if (!written.ok) return err({ ...written.error, params: { ...written.error.params, pupil } });
    assessment = written.value;
  }
  return addAttempt(attempts, { date: date.value, cells: Object.fromEntries(filled.map(({ key }) => [key, readCell(assessment, key)])) });
}
