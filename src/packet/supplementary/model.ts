import type { PupilId, SubjectCode, TraitCode } from '#domain';
import type { ListHeader } from '../message/model.ts';

export interface SupplementaryPupil {
  readonly pupilId: PupilId;
  readonly classroom: string;
  /** Subjects, qualities and competences not reached (`MUC_CHUA_DAT`); at least one. */
  readonly notReached: readonly (SubjectCode | TraitCode)[];
}

/** Type 140: pupils who are assessed once more in summer (TT 27/2020/TT-BGDĐT Điều 11). Due at the cut-off of wave 1. */
export interface SupplementaryList {
  readonly header: ListHeader;
  readonly pupils: readonly SupplementaryPupil[];
}
