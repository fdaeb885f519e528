import type {
  Attempt,
  AwardDecision,
  Grade,
  LookupCode,
  OverallResult,
  PromotionDecision,
  PupilId,
  PupilIdentity,
  SchoolCode,
  SchoolYear,
  Sha256Hex,
  StaffId,
  StaffName,
  SubjectCode,
  SupplementaryAssessment,
  VersionId,
  Wave,
} from '#domain';
import type { Instant, PlainDate } from '#kernel';
import type { RecordEvent } from './record/events.ts';

/** A school as it is registered in this desk. */
export interface School {
  readonly code: SchoolCode;
  readonly name: string;
  readonly commune: string;
  readonly district?: string;
  readonly province: string;
  readonly provinceDepartmentCode: string;
  readonly issuePlace: string;
  readonly currentSchoolYear?: SchoolYear;
}

export interface StaffMember extends StaffName {
  readonly position: string;
  readonly working: boolean;
}

export interface Classroom {
  readonly classroom: string;
  readonly grade: Grade;
  readonly homeroomStaffId?: StaffId;
}

/** One value of the entry grid. `imported` is what the workbook said last: the same workbook once more is no news, even after the cell was edited. */
export interface Cell {
  readonly value: string;
  readonly revision: number;
  readonly source: string;
  readonly imported?: string;
}
export type Cells = Readonly<Record<string, Cell>>;

/** What belongs to the assessment of a year but is no cell. */
export interface Frame {
  readonly grade: Grade;
  readonly notAssessed: boolean;
  readonly specialClass?: boolean;
  /** Who at this desk decided how the pupil is assessed (Điều 8), and why; a workbook does not undo it. */
  readonly wayDecided?: { readonly reason: string; readonly by: string };
  readonly languages: { readonly [subject in SubjectCode]?: string };
  readonly teachers: { readonly [subject in SubjectCode]?: StaffName };
}

export type EnrolmentStatus = 'studying' | 'arrived' | 'left';

/** TT 27/2020 Điều 11: what was assessed again in summer, and what the head decided for a pupil who still did not complete. */
export interface Supplementary extends SupplementaryAssessment {
  /** What the last round of each cell says. */
  readonly cells: Readonly<Record<string, string>>;
  /** Every round, by day; absent where a workbook told only the outcome. */
  readonly attempts?: readonly Attempt[];
  /** Only for a pupil who still does not complete. */
  readonly promotion?: { readonly promoted: boolean; readonly decision?: PromotionDecision };
  readonly source: string;
}

/** Everything the school keeps of one pupil in one school year, before any rule looks at it. */
export interface PupilYear {
  readonly schoolYear: SchoolYear;
  readonly identity: PupilIdentity;
  readonly classroom: string;
  readonly listOrder: number;
  readonly status: EnrolmentStatus;
  readonly frame: Frame;
  readonly cells: Cells;
  readonly sheetResult?: OverallResult;
  readonly accepted?: { readonly result: OverallResult; readonly by: string; readonly at: Instant };
  readonly supplementary?: Supplementary;
  /** Điều 13: the title the homeroom teacher confirmed. */
  readonly award?: AwardDecision & { readonly by: string; readonly at: Instant };
  /** Ngày nhập học/chuyển đến, for QUÁ TRÌNH HỌC TẬP. */
  readonly entryDate?: PlainDate;
}

export type SlotName = 'homeroomTeacher' | 'schoolHead' | 'orgSignature';
export const SLOT_ORDER: readonly SlotName[] = ['homeroomTeacher', 'schoolHead', 'orgSignature'];

/** One file that was written for a pupil × year. */
export interface RecordVersion {
  readonly pupilId: PupilId;
  readonly versionNumber: number;
  readonly versionId: VersionId;
  readonly classroom: string;
  readonly wave: Wave;
  readonly replaces?: { readonly versionId: VersionId; readonly sha256: Sha256Hex; readonly reason: string };
}

export interface VersionStage {
  readonly versionId: VersionId;
  readonly slot: SlotName;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256Hex;
  readonly signedAt: Instant;
  readonly certificateSha256: Sha256Hex;
}

/** A pupil with everything that decides what may be done with the record. */
export interface PupilFile {
  readonly year: PupilYear;
  readonly lookupCode?: LookupCode;
  readonly events: readonly RecordEvent[];
  /** Contradictions somebody has looked at, by their key. */
  readonly seen: ReadonlyMap<string, { readonly by: string; readonly at: Instant }>;
}

/** Who asks: an account of the desk. A homeroom teacher reaches own classes only. */
export interface Actor {
  readonly schoolCode: SchoolCode;
  readonly name: string;
  readonly role: 'homeroomTeacher' | 'subjectTeacher' | 'schoolHead' | 'deputyHead' | 'clerk' | 'schoolAdmin';
  readonly staffId?: StaffId;
  readonly classrooms: readonly string[];
}
