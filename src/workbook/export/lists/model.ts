import type { Grade, OverallResult, PromotionDecision, PupilIdentity } from '#domain';
import type { PlainDate } from '#kernel';
import type { PupilStatus } from '../../model.ts';

/** A pupil's year as lists show it. */
export interface ListedYear {
  readonly identity: PupilIdentity;
  readonly classroom: string;
  readonly grade: Grade;
  readonly status: PupilStatus;
  readonly statusDate?: PlainDate;
  /** Cells of the entry grid by key, as text; those without a value are absent. */
  readonly values: ReadonlyMap<string, string>;
  readonly notAssessed: boolean;
  /** At the end of the year, before summer. A year that is not decided has none. */
  readonly result?: OverallResult;
  readonly completed?: boolean;
  readonly promoted?: boolean;
  readonly supplementary?: SupplementaryYear;
}

/** TT 27/2020 Điều 11: what was assessed again, by cell key, and what followed. */
export interface SupplementaryYear {
  readonly date: PlainDate;
  readonly cells: ReadonlyMap<string, string>;
  readonly completed: boolean;
  readonly promoted: boolean;
  readonly decision?: Pick<PromotionDecision, 'number' | 'date'>;
}

export interface ListedStaff {
  readonly staffId: string;
  readonly fullName: string;
  readonly position: string;
  readonly working: boolean;
  readonly homeroomClassrooms: readonly string[];
}

/** What stands above a list. */
export interface ListHead {
  readonly schoolName: string;
  readonly schoolYear: string;
}

/** Pupils one after the other, as they come. */
export type Years = Iterable<ListedYear> | AsyncIterable<ListedYear>;

/** Levels of one letter, marks and measures as numbers. */
export const FLAG = 'x';
