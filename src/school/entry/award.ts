import type { GridPupil } from '#contract';
import { awardLacks, proposeAward, readCell, type Refusal, refusal, withoutTitles, writeCell } from '#domain';
import { err, type Instant, ok, type Result, unwrap } from '#kernel';
import type { SchoolContext } from '../context.ts';
import type { Actor, PupilYear } from '../model.ts';
import { recordCellEdits } from '../postgres/cell-edits.ts';
import { assessmentOf } from '../record/assessment.ts';
import { changePupil } from './service.ts';

export interface AwardInput {
  /** False takes the year-end title back; other commendations stay. */
  readonly confirmed: boolean;
  readonly reason: string;
  readonly recognisedByClass: boolean;
}

const LACKS = { reason: 'lý do (thành tích xuất sắc hoặc tiến bộ rõ rệt)', recognition: 'công nhận của tập thể lớp' } as const;

/** The homeroom teacher confirms the title that Điều 13 opens for the pupil's result, or takes it back. The title then stands in the cell `award`, beside what else the pupil was commended for. */
export function confirmAward(context: SchoolContext, who: Actor, pupilId: string, input: AwardInput): Promise<Result<GridPupil, Refusal>> {
  return changePupil(context, who, pupilId, 'confirmAward', async (scope, { file: { year }, outcome }) => {
    const pupil = year.identity.fullName;
    const proposal = proposeAward(outcome.final, outcome.assessment);
    if (input.confirmed && proposal === undefined) return err(refusal('school/award-not-open', { pupil }));
    const lacks = input.confirmed && proposal !== undefined ? awardLacks(proposal, input) : [];
    if (lacks.length > 0) return err(refusal('school/award-lacks', { pupil, lacks: lacks.map((one) => LACKS[one]).join(' và ') }));
    const at = context.clock.now();
    const others = withoutTitles(assessmentOf(year, 'yearEnd').awards);
    const { award: _, ...rest } = year;
    const titled = withAwards(rest, [...(input.confirmed && proposal !== undefined ? [proposal.title] : []), ...others], who.name);
    await recordCellEdits(scope, titled.edits, at, who.name);
    return ok(
      input.confirmed && proposal !== undefined ? { ...titled.year, award: decision(proposal.title, input, who.name, at) } : titled.year,
    );
  });
}

const decision = (title: string, { reason, recognisedByClass }: AwardInput, by: string, at: Instant): NonNullable<PupilYear['award']> => ({
  title,
  reason,
  recognisedByClass,
  by,
  at,
});

/** The year with these commendations in its cell, and the edit for the history; no edit when the cell says so already. */
function withAwards(year: PupilYear, awards: readonly string[], by: string) {
  const cell = year.cells['award'];
  const before = cell?.value ?? '';
  const value = readCell(unwrap(writeCell(assessmentOf(year, 'yearEnd'), 'award', awards.join('; '))), 'award');
  if (value === before) return { year, edits: [] };
  const revision = (cell?.revision ?? 0) + 1;
  return {
    year: { ...year, cells: { ...year.cells, award: { ...cell, value, revision, source: by } } },
    edits: [{ schoolYear: year.schoolYear, pupilId: year.identity.pupilId, cell: 'award', revision, before, after: value, source: by }],
  };
}
