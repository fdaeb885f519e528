import type { FileKind, Normalisation, Problem, ReadingCounts, SchoolYearData } from '#workbook';

/** What a dry run keeps of the files: enough to make the plan again, word for word. */
export interface ImportReading {
  readonly schoolName?: string;
  readonly data: SchoolYearData;
}

export interface FieldChange {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** One line of the difference between files and database. */
export interface PupilChange {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly kind: 'added' | 'changed' | 'left';
  readonly fields: readonly FieldChange[];
}

/** SHA-256 of the plan as it was shown: a commit that would do anything else is refused. */
export interface PlanDigest {
  readonly sha256: string;
}

export interface ImportReport {
  readonly files: readonly { readonly name: string; readonly kind: FileKind; readonly rows: number }[];
  readonly counts: ReadingCounts & { readonly added: number; readonly changed: number; readonly unchanged: number };
  readonly problems: readonly Problem[];
  readonly normalised: readonly Normalisation[];
  readonly changes: readonly PupilChange[];
}
