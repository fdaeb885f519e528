import type { Grade, PupilIdentity } from '#domain';
import type { PlainDate } from '#kernel';
import type { PupilStatus, RowSource } from '../model.ts';
import type { Place } from '../problem.ts';

/** A pupil of the list. `identity` is absent when the row had an error: the pupil is known and nothing more. */
export interface ListedPupil {
  readonly pupilId: string;
  readonly fullName: string;
  /** `em Nguyễn Văn A (2201000001)`, as messages name the pupil. */
  readonly who: string;
  readonly classroom: string;
  readonly grade?: Grade;
  readonly status?: PupilStatus;
  readonly statusDate?: PlainDate;
  readonly birthDate?: PlainDate;
  readonly identity?: PupilIdentity;
  /** The sheet has a số định danh that lost digits; the one on file stays. */
  readonly lostPersonalId?: true;
  /** A column of the list says outright whether the pupil is assessed. */
  readonly notAssessed?: boolean;
  readonly classroomPlace: Place;
  readonly source: RowSource;
  /** The code the files use for a pupil whom the school has under another one. */
  readonly codeInFile?: string;
}
export type Roster = ReadonlyMap<string, ListedPupil>;

/** How messages name a pupil. */
export const named = (fullName: string, code: string): string => `em ${fullName || '(không tên)'}${code === '' ? '' : ` (${code})`}`;
