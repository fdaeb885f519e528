import type { Grade, LookupCode, PersonalId, PupilId } from '#domain';
import type { PlainDate } from '#kernel';
import type { ListHeader } from '../message/model.ts';

/** `DANG_HOC`, `CHUYEN_DI`, `THOI_HOC`. */
export type EnrolmentStatus = 'studying' | 'transferredOut' | 'left';

export interface RosterPupil {
  readonly pupilId: PupilId;
  readonly personalId?: PersonalId;
  /** Present when the pupil already has a học bạ. */
  readonly lookupCode?: LookupCode;
  readonly fullName: string;
  readonly birthDate: PlainDate;
  readonly grade: Grade;
  readonly classroom: string;
  readonly status: EnrolmentStatus;
}

/** Type 130: who is enrolled at the school in this school year. A later one replaces the earlier until the cut-off of wave 1. */
export interface Roster {
  readonly header: ListHeader;
  readonly pupils: readonly RosterPupil[];
}
