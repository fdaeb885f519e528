import type {
  AssessmentPoint,
  EarlierPoint,
  Grade,
  OverallResult,
  PromotionDecision,
  PupilIdentity,
  SchoolCode,
  SchoolYear,
  StaffId,
  SubjectCode,
  YearAssessment,
} from '#domain';
import type { PlainDate } from '#kernel';
import type { SheetKind } from './layout/kinds.ts';
import type { Mappings } from './layout/mapping.ts';

/** A file as it was handed over. The name is only for messages: what a file is, its headers say. */
export interface WorkbookFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReadingOptions {
  readonly schoolCode: SchoolCode;
  readonly schoolYear: SchoolYear;
  /** What the school already has; each list stands in for one that is not among the files. */
  readonly known?: KnownLists;
  /** What somebody answered about rows that were asked for, by `rowKey`. */
  readonly decisions?: ReadonlyMap<string, RowDecision>;
  /** What somebody said the columns of sheets are, by the fingerprint of their headers. */
  readonly mappings?: Mappings;
  /** At which point of assessment a sheet is whose headers, title and name leave that open, as somebody answered, by `sheetKey`. */
  readonly points?: ReadonlyMap<string, AssessmentPoint>;
}

/** Which pupil a row speaks about: one of the list, a new one, or nobody (the row is left out). */
export type RowDecision = { readonly is: 'pupil'; readonly pupilId: string } | { readonly is: 'new' } | { readonly is: 'skip' };

/** Lists of an earlier import, pupils in the order of their list. An empty list is none. */
export interface KnownLists {
  readonly staff: readonly Omit<StaffRow, 'role' | 'subjects' | 'source'>[];
  readonly pupils: readonly Pick<PupilRow, 'identity' | 'classroom' | 'grade' | 'status' | 'statusDate'>[];
  /** Temporary codes that are or were in use, in any year; none is given twice. */
  readonly temporaryCodes?: readonly string[];
}

export const FILE_KINDS = ['staff', 'pupils', 'results', 'remarks', 'supplementary', 'unknown'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Where a row came from: `row` is the row number that Excel shows. */
export interface RowSource {
  readonly file: string;
  readonly sheet: string;
  readonly row: number;
}

/** One row of one sheet, as a key. */
export const rowKey = ({ file, sheet, row }: RowSource): string => `${file}\u0000${sheet}\u0000${row}`;

/** One sheet of one file, as a key. */
export const sheetKey = ({ file, sheet }: Pick<RowSource, 'file' | 'sheet'>): string => `${file}\u0000${sheet}`;

/** A sheet of results of which somebody has to say the point of assessment, and what was answered. */
export interface PointQuestion extends Pick<RowSource, 'file' | 'sheet'> {
  readonly mayBe: readonly AssessmentPoint[];
  readonly answer: AssessmentPoint | null;
}

/** A pupil whom a row may speak about. */
export interface Candidate {
  readonly pupilId: string;
  readonly fullName: string;
  readonly classroom: string;
  readonly birthDate?: PlainDate;
}

/**
 * How sure it is whom a row speaks about. green: by code or số định danh, and nothing contradicts it; yellow: by name with birthday or class,
 * or with a small doubt; red: nobody, or several.
 */
export const MATCH_COLOURS = ['green', 'yellow', 'red'] as const;
export type MatchColour = (typeof MATCH_COLOURS)[number];

/** What became of one row that speaks about a pupil. */
export interface RowMatch {
  readonly source: RowSource;
  readonly kind: Exclude<FileKind, 'unknown' | 'staff'>;
  /** Results of a point before the year end. */
  readonly point?: EarlierPoint;
  readonly colour: MatchColour;
  /** In words: `mã học sinh`, `họ tên và ngày sinh`; why not, when it is red. */
  readonly how: string;
  readonly name: string;
  readonly classroom: string;
  readonly birthDate?: PlainDate;
  readonly pupilId?: string;
  /** Whom the answer may name; empty when there is nothing to ask. */
  readonly candidates: readonly Candidate[];
  readonly mayBeNew: boolean;
  readonly decision?: RowDecision['is'];
}

/** A row that cannot be taken, with everything that is wrong with it. */
export interface RefusedRow extends RowSource {
  readonly reasons: readonly { readonly column: string | null; readonly code: string; readonly message: string; readonly remedy: string }[];
}

export const STAFF_ROLES = ['schoolHead', 'deputyHead', 'clerk', 'teacher', 'other'] as const;
/** From `Vị trí việc làm` (or `Nhóm chức vụ`): hiệu trưởng, phó hiệu trưởng, văn thư, giáo viên. */
export type StaffRole = (typeof STAFF_ROLES)[number];

export interface StaffRow {
  readonly staffId: StaffId;
  readonly fullName: string;
  /** `Vị trí việc làm` as written, e.g. `Phó hiệu trưởng`. */
  readonly position: string;
  readonly role: StaffRole;
  /** False for people who no longer work at the school. */
  readonly working: boolean;
  /** Usually none or one; a small school may give one teacher two classes. */
  readonly homeroomClassrooms: readonly string[];
  readonly subjects: readonly SubjectCode[];
  readonly source: RowSource;
}

export interface ClassroomRow {
  readonly classroom: string;
  /** The lowest grade in a combined class (lớp ghép). */
  readonly grade: Grade;
  readonly homeroomTeacherId: StaffId;
}

/** `arrived` has a record like `studying`; `left` has none and its assessment is empty. */
export type PupilStatus = 'studying' | 'arrived' | 'left';

/** What the columns `Hoàn thành chương trình lớp học` and `Lên lớp` say; a blank cell says nothing. */
export interface SheetFlags {
  readonly gradeCompleted?: boolean;
  readonly promoted?: boolean;
}

/** One cell that summer re-assessment gave a new value; keys are those of the entry grid (`subject.TOAN.level`). */
export interface NewCell {
  readonly key: string;
  readonly value: string;
}

/** TT 27/2020 Điều 11: the re-assessed cells and what the head decided. */
export interface SupplementaryRow {
  readonly date: PlainDate;
  readonly cells: readonly NewCell[];
  readonly gradeCompleted: boolean;
  readonly promoted: boolean;
  /** The signer is the school head, whom the staff list names. */
  readonly decision?: Omit<PromotionDecision, 'signer'>;
}

/** Levels and marks at a point before the year end (TT 27/2020 Điều 7). */
export interface PointRow {
  readonly assessment: YearAssessment;
  readonly source: RowSource;
}

export interface PupilRow {
  readonly identity: PupilIdentity;
  readonly classroom: string;
  readonly grade: Grade;
  readonly status: PupilStatus;
  readonly statusDate?: PlainDate;
  readonly assessment: YearAssessment;
  /** `Xếp loại`, when the sheet says something. It is compared with the computed result and never replaces it. */
  readonly sheetResult?: OverallResult;
  readonly sheetFlags: SheetFlags;
  readonly supplementary?: SupplementaryRow;
  /** Points whose results were in the files; absent when there are none. */
  readonly points?: { readonly [point in EarlierPoint]?: PointRow };
  /** Which rows spoke about this pupil: a part without a source was not in the files, and is not news. */
  readonly sources: {
    readonly list: RowSource;
    readonly results?: RowSource;
    readonly remarks?: RowSource;
    readonly supplementary: readonly RowSource[];
  };
}

/** Everything a set of workbooks says about one school and one school year. */
export interface SchoolYearData {
  readonly staff: readonly StaffRow[];
  readonly classrooms: readonly ClassroomRow[];
  /** In the order of the list. */
  readonly pupils: readonly PupilRow[];
}

/** Something a person has to look at. A row with an `error` is not taken. `row` and `column` are those Excel shows (17, `F`). */
export interface Problem {
  readonly file: string;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly publicCode: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly severity: 'error' | 'warning';
}

/** How sure a proposal is: by a header that is known, by one that resembles a known one, by the values alone. */
export const CONFIDENCES = ['sure', 'likely', 'unsure'] as const;

export interface ProposedColumn {
  /** As Excel shows it (`F`). */
  readonly column: string;
  readonly header: string;
  /** A key of `FIELDS_OF`; null for a column that is not read. */
  readonly field: string | null;
  readonly confidence: (typeof CONFIDENCES)[number] | null;
  /** At most three of its values, shortened. Personal data: for the screen of who brought the file, never for a log. */
  readonly samples: readonly string[];
}

/**
 * Sheets of one layout about whose columns somebody is asked, or has answered. asked: nothing of them is read before an answer; offered: they are
 * read, and some columns could be more; mapped: read as answered; skipped: left out as answered.
 */
export interface SheetLayout {
  /** Of the headers (`Header.fingerprint`). */
  readonly fingerprint: string;
  readonly state: 'asked' | 'offered' | 'mapped' | 'skipped';
  readonly sheets: readonly { readonly file: string; readonly sheet: string }[];
  /** Rows of the header as Excel counts them; null when the sheet has none. Such a layout is like no other and not remembered. */
  readonly headerRows: { readonly from: number; readonly to: number } | null;
  /** The first rows of the first of these sheets, shortened; personal data like the samples. */
  readonly firstRows: readonly { readonly row: number; readonly texts: readonly string[] }[];
  readonly kind: SheetKind;
  readonly columns: readonly ProposedColumn[];
  /** What was said of every row. */
  readonly constants?: readonly { readonly field: string; readonly value: string }[];
  /** What is wrong with these columns, in words. */
  readonly why: readonly string[];
}

/** One spelling that had a single possible meaning and was read as that. */
export interface Normalisation {
  readonly file: string;
  readonly sheet: string;
  readonly cell: string;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

export interface ReadingCounts {
  readonly staff: number;
  readonly classrooms: number;
  /** Pupils with a record; those who left are counted apart. */
  readonly pupils: number;
  readonly left: number;
  readonly results: number;
  /** Rows of points before the year end. */
  readonly points: number;
  readonly remarks: number;
  readonly supplementary: number;
}

export interface WorkbookReading {
  readonly files: readonly {
    readonly name: string;
    readonly kind: FileKind;
    readonly rows: number;
    readonly points: readonly AssessmentPoint[];
  }[];
  readonly pointQuestions: readonly PointQuestion[];
  /** What the title rows say of the school. */
  readonly school: { readonly name?: string };
  readonly data: SchoolYearData;
  /** Errors first. */
  readonly problems: readonly Problem[];
  readonly normalised: readonly Normalisation[];
  readonly counts: ReadingCounts;
  readonly matches: readonly RowMatch[];
  readonly layouts: readonly SheetLayout[];
  /** Rows with an error. `data` is what all the others say. */
  readonly refused: readonly RefusedRow[];
  /** Something is wrong that is not about single rows: nothing can be taken. */
  readonly blocked: boolean;
}
