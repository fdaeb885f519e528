import { err, Instant, ok, PlainDate, type Result } from '#kernel';
import type { Calendar } from '../calendar/index.ts';
import { type Refusal, refusal } from '../refusal/refusal.ts';

/** A decision of the province that lets one school hand in after the cut-off of wave 1. */
export interface LateDecision {
  readonly decisionNumber: string;
  readonly decisionDate: string;
}

/**
 * Whether a decision may be recorded: until the cut-off of wave 2, once per school and year, and never dated ahead. KH 1154/KH-SGDĐT names no way
 * to be late; this one needs the province's own decision, and what comes through it is shown as late.
 */
export function allowLate(
  { now, calendar, existing }: { readonly now: Instant; readonly calendar: Calendar; readonly existing: LateDecision | null },
  asked: { readonly decisionNumber: string; readonly decisionDate: string },
): Result<LateDecision, Refusal> {
  const { cutOff, dueOn } = calendar.waves[2];
  const decisionNumber = asked.decisionNumber.normalize('NFC').trim().replace(/\s+/g, ' ');
  const decisionDate = PlainDate.parse(asked.decisionDate);
  if (now >= cutOff) return err(refusal('province/late-lane-closed', { date: PlainDate.toVietnamese(dueOn) }));
  if (existing)
    return err(
      refusal(
        'province/late-lane-exists',
        { number: existing.decisionNumber, date: PlainDate.toVietnamese(existing.decisionDate as PlainDate) },
        'Quyết định',
      ),
    );
  if (decisionNumber === '')
    return err(refusal('transport/input-invalid', { field: 'Số quyết định', problem: 'còn trống' }, 'Số quyết định'));
  if (!decisionDate.ok)
    return err(refusal('transport/input-invalid', { field: 'Ngày quyết định', problem: 'phải là ngày có thật' }, 'Ngày quyết định'));
  if (decisionDate.value > Instant.toPlainDate(now))
    return err(refusal('transport/input-invalid', { field: 'Ngày quyết định', problem: 'chưa đến' }, 'Ngày quyết định'));
  return ok({ decisionNumber, decisionDate: decisionDate.value });
}
