import { SUBJECT_LABEL } from '../../../codes/labels.ts';
import type { SubjectResult, YearAssessment, YearEnd } from '../../../record/hoc-ba.ts';
import type { PupilIdentity } from '../../../record/hoc-ba.ts';
import type { SchoolYear } from '../../../record/identifiers.ts';
import { type CellKey, cellLabel } from '../cells.ts';

/** A pupil's year as it stands, with what the rules made of it. */
export interface JudgedYear {
  readonly schoolYear: SchoolYear;
  readonly identity: PupilIdentity;
  readonly assessment: YearAssessment;
  readonly yearEnd: YearEnd;
  /** The year before summer, for a pupil who was assessed again. */
  readonly beforeSummer?: YearAssessment;
  /** Whether the reason and the recognition of the class are on file for Học sinh Tiêu biểu. */
  readonly awardConfirmed: boolean;
}

/** Two facts that do not go together. `likely`: one of them is probably a slip; `look`: lawful and unusual. Neither blocks anything. */
export type Severity = 'likely' | 'look';

/** Where, and what stands there. `facts` is what an acknowledgement is about: when they change, the doubt is new. */
export interface Finding {
  readonly cell?: CellKey;
  readonly place: string;
  readonly says: string;
  readonly facts: string;
}

export interface ContradictionRule {
  readonly id: string;
  readonly severity: Severity;
  /** The law, or the reason where the law is silent. */
  readonly basis: string;
  readonly remedy: string;
  readonly find: (year: JudgedYear) => readonly Finding[];
}

export const at = (cell: CellKey, says: string, facts: string): Finding => ({ cell, place: cellLabel(cell), says, facts });
export const levelCell = ({ subject }: Pick<SubjectResult, 'subject'>): CellKey => `subject.${subject}.level`;
export const markCell = ({ subject }: Pick<SubjectResult, 'subject'>): CellKey => `subject.${subject}.mark`;
export const remarkCell = ({ subject }: Pick<SubjectResult, 'subject'>): CellKey => `subject.${subject}.remark`;
export const nameOf = ({ subject }: Pick<SubjectResult, 'subject'>): string => SUBJECT_LABEL[subject];
