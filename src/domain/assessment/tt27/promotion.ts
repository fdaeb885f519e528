import { err, ok, PlainDate, type Result } from '#kernel';
import type { PromotionDecision } from '../../record/hoc-ba.ts';
import { type Refusal, refusal } from '../../refusal/refusal.ts';

/** What the head decides about a pupil who still does not complete the grade. */
export interface Promotion {
  readonly promoted: boolean;
  readonly decision?: PromotionDecision;
}

export interface PromotionInput {
  readonly promoted: boolean;
  readonly decisionNumber: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly decisionDate: string;
}

/**
 * TT 27/2020 Điều 11 khoản 3: after help and supplementary assessment the head decides `được lên lớp` or `chưa được lên lớp`. Who goes up without having
 * completed does so by a decision with number and date; for who stays it may be left out. A decision is not older than the assessment it rests on.
 */
export function decidePromotion(
  { promoted, decisionNumber, decisionDate }: PromotionInput,
  { pupil, assessedOn, signer }: { readonly pupil: string; readonly assessedOn: PlainDate; readonly signer: string },
): Result<Promotion, Refusal> {
  const number = decisionNumber.trim();
  if (number === '' && decisionDate === '' && !promoted) return ok({ promoted });
  if (number === '' || decisionDate === '')
    return err(refusal('school/promotion-needs-decision', { pupil, lacks: number === '' ? 'số quyết định' : 'ngày quyết định' }));
  const date = PlainDate.parse(decisionDate);
  if (!date.ok) return err(refusal('school/date-malformed', { value: decisionDate }));
  if (date.value < assessedOn)
    return err(
      refusal('school/promotion-before-assessment', {
        pupil,
        decided: PlainDate.toVietnamese(date.value),
        assessed: PlainDate.toVietnamese(assessedOn),
      }),
    );
  return ok({ promoted, decision: { number, date: date.value, signer } });
}
