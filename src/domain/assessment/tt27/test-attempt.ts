import { err, ok, PlainDate, type Result } from '#kernel';
import { type Refusal, refusal } from '../../refusal/refusal.ts';
import type { CellKey } from './cells.ts';

/** One round of supplementary assessment: the cells that were assessed again on a day. */
export interface Attempt {
  readonly date: PlainDate;
  readonly cells: Readonly<Record<CellKey, string>>;
}

/** TT 27/2020 Phụ lục 1 (Hướng dẫn ghi học bạ): of a pupil who was tested again, the record has the mark of the last test. Cell by cell, the last round that assessed it counts, also when it went worse. */
export function lastAttempt(attempts: readonly Attempt[]): Readonly<Record<CellKey, string>> {
  return Object.assign({}, ...attempts.map(({ cells }) => cells)) as Record<CellKey, string>;
}

/** Adds a round. The rounds go forward in time; the same day once more corrects the round of that day. */
export function addAttempt(attempts: readonly Attempt[], next: Attempt): Result<readonly Attempt[], Refusal> {
  const last = attempts.at(-1);
  if (last !== undefined && next.date < last.date)
    return err(
      refusal('school/supplementary-out-of-order', { date: PlainDate.toVietnamese(next.date), last: PlainDate.toVietnamese(last.date) }),
    );
  return ok([...(last?.date === next.date ? attempts.slice(0, -1) : attempts), next]);
}
