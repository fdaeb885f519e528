import type { AssessmentPoint, CellKey, OverallResult } from '#domain';
import type { Instant, PlainDate } from '#kernel';

/** What stands around every sheet of a class. */
export interface ClassHead {
  readonly school: { readonly name: string; readonly commune: string; readonly issuePlace: string };
  readonly schoolYear: string;
  readonly classroom: string;
  readonly homeroomTeacher: string;
  readonly schoolHead: string;
  readonly printedAt: Instant;
  readonly printedBy: string;
  /** Demo data or a virtual clock: printed on each page. */
  readonly test: boolean;
}

/** One pupil of a sheet. A conclusion that is not drawn yet is absent and its cell stays blank. */
export interface SheetPupil {
  readonly fullName: string;
  readonly birthDate: PlainDate;
  readonly female: boolean;
  readonly ethnicity: string;
  readonly result?: OverallResult;
  readonly award: string;
  readonly completed?: boolean;
  readonly promoted?: boolean;
}

export interface SummaryPupil extends SheetPupil {
  readonly disabled: boolean;
  readonly notAssessed: boolean;
  readonly values: ReadonlyMap<CellKey, string>;
}

/** Pupils whose grades have one template (lớp 1–2, 3, 4–5); a combined class (lớp ghép) has several. */
export interface SummarySection {
  readonly grades: string;
  /** The cells that exist at the point; the template puts them in the order of the form. */
  readonly cells: readonly CellKey[];
  readonly missing: number;
  readonly pupils: readonly SummaryPupil[];
}

/** TT 27/2020 Điều 10, Phụ lục 2: Bảng tổng hợp kết quả đánh giá giáo dục của lớp at one point. */
export interface ClassSummary {
  readonly kind: 'summary';
  readonly head: ClassHead;
  readonly point: AssessmentPoint;
  readonly sections: readonly SummarySection[];
}

/** TT 27/2020 Điều 12: Biên bản nghiệm thu, bàn giao kết quả giáo dục. Who receives and when is written by hand: nobody knows it yet. */
export interface ClassHandover {
  readonly kind: 'handover';
  readonly head: ClassHead;
  /** Lớp 5 goes to a lower secondary school, the others to the teacher of the next grade. */
  readonly leavesPrimary: boolean;
  readonly pupils: readonly (SheetPupil & { readonly notes: readonly string[] })[];
}

export type ClassSheet = ClassSummary | ClassHandover;
