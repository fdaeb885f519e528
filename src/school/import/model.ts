import type { AssessmentPoint, EarlierPoint, PupilId, SchoolYear } from '#domain';
import type {
  Candidate,
  FileKind,
  MatchColour,
  Normalisation,
  PointQuestion,
  Problem,
  ReadingCounts,
  RefusedRow,
  RowDecision,
  RowMatch,
  RowSource,
  SheetLayout,
} from '#workbook';
import type { Cells, Classroom, PupilYear, StaffMember } from '../model.ts';

/** Whom a row is about, as somebody answered. */
export interface RowAnswer extends RowSource {
  readonly decision: RowDecision;
}

/** Of which point of assessment the results of a sheet are, as somebody answered. */
export interface SheetAnswer extends Pick<RowSource, 'file' | 'sheet'> {
  readonly point: AssessmentPoint;
}

export type ImportAnswer = RowAnswer | SheetAnswer;

export interface FieldChange {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export type ChangeKind = 'added' | 'changed' | 'left';

/** One line of the difference between files and database. */
export interface PupilChange {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly kind: ChangeKind;
  readonly fields: readonly FieldChange[];
}

/** What the head of a run says; lists of any length are in the detail. */
export interface ImportReport {
  readonly files: readonly {
    readonly name: string;
    readonly kind: FileKind;
    readonly rows: number;
    readonly refused: number;
    readonly points: readonly AssessmentPoint[];
  }[];
  readonly pointQuestions: readonly PointQuestion[];
  readonly counts: ReadingCounts & {
    readonly added: number;
    readonly changed: number;
    readonly unchanged: number;
    readonly refusedRows: number;
    readonly asked: number;
  };
  /** Pupils of the match table by colour. */
  readonly colours: Readonly<Record<MatchColour, number>>;
  readonly problems: readonly Problem[];
  /** How many more there are. */
  readonly problemsLeftOff: number;
  readonly normalised: readonly { readonly rule: string; readonly count: number }[];
  /** Something is wrong that is not about single rows: nothing can be taken. */
  readonly blocked: boolean;
  /** Layouts that are asked about, or were answered. */
  readonly layouts: readonly SheetLayout[];
}

/** A row of the match table: everything the files say about one pupil, or one row of which nobody knows whom it is about. */
export interface MatchedPupil {
  readonly colour: MatchColour;
  readonly pupilId: string | null;
  readonly fullName: string;
  readonly birthDate: string | null;
  readonly classroom: string;
  readonly change: ChangeKind | 'unchanged' | 'refused' | 'skipped';
  readonly rows: readonly MatchedRow[];
}

export interface MatchedRow extends RowSource, Pick<RowMatch, 'kind' | 'point' | 'colour' | 'how' | 'mayBeNew'> {
  readonly candidates: readonly Candidate[];
  readonly decision: RowDecision['is'] | null;
  readonly reasons: readonly string[];
}

export interface ImportDetail {
  readonly pupils: readonly MatchedPupil[];
  readonly normalised: readonly Normalisation[];
  readonly refused: readonly RefusedRow[];
}

/** One thing an import changed: what it was, absent when there was none, and what it became. */
export interface Effect<T> {
  readonly before?: T;
  readonly after: T;
}

/** What a commit changed besides pupils. */
export interface ListEffects {
  readonly staff: readonly Effect<StaffMember>[];
  readonly classrooms: readonly Effect<Classroom>[];
  readonly yearBefore?: SchoolYear;
}

/** What an import made of the cells of a point before the year end. */
export interface PointEffect {
  readonly point: EarlierPoint;
  readonly before: Cells;
  readonly after: Cells;
}

/** What an import makes of one pupil. */
export interface PupilEffect {
  readonly pupilId: PupilId;
  readonly fullName: string;
  readonly classroom: string;
  /** Absent when only points before the year end are written. */
  readonly year?: Effect<PupilYear>;
  /** Absent when none is written. */
  readonly points?: readonly PointEffect[];
}

/** Everything a commit writes. A dry run makes and keeps it, the commit applies it word for word, and an undoing goes by it. */
export interface PlannedWrites {
  /** Name of a school that has none yet. */
  readonly schoolName?: string;
  readonly staff: readonly Effect<StaffMember>[];
  readonly classrooms: readonly Effect<Classroom>[];
  /** Pupils with a temporary code who come with the code of the sector: one pupil stays one pupil (R96). */
  readonly recoded: readonly { readonly from: PupilId; readonly to: PupilId }[];
  /** Pupils of whom anything is written. */
  readonly pupils: readonly PupilEffect[];
  /** Pupils who get a look-up code. */
  readonly newlyCoded: readonly PupilId[];
  /** Refused or withdrawn records that new data open again, and after how many events. */
  readonly reopened: readonly { readonly pupilId: PupilId; readonly after: number }[];
}

/** What the undoing of an import left alone, and why. */
export interface KeptChange {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  /** The cell or field; empty for the whole pupil. */
  readonly what: string;
  readonly why: string;
}

export interface UndoResult {
  readonly pupilsRestored: number;
  readonly pupilsRemoved: number;
  readonly cellsRestored: number;
  readonly kept: readonly KeptChange[];
}
