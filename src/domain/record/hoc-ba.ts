import type { PlainDate } from '#kernel';
import type { Gender, Mark, OverallResult, QualityLevel, SubjectCode, SubjectLevel, TraitCode } from './codes.ts';
import type { Grade, LookupCode, PersonalId, PupilId, SchoolCode, SchoolYear, Sha256Hex, StaffId, VersionId, Wave } from './identifiers.ts';

/** Who a pupil is, as on the birth certificate (TT 27/2020 Phụ lục 1, trang 3). */
export interface PupilIdentity {
  readonly pupilId: PupilId;
  readonly personalId?: PersonalId;
  readonly fullName: string;
  readonly birthDate: PlainDate;
  readonly gender: Gender;
  /** Code 01..55 of Quyết định 121-TCTK/PPCĐ. */
  readonly ethnicity: string;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  readonly birthPlace?: string;
  readonly queQuan?: string;
  /** Nơi ở hiện nay. */
  readonly residence?: string;
  readonly fatherName?: string;
  readonly motherName?: string;
  readonly guardianName?: string;
  /** Số đăng bộ. */
  readonly registerNumber?: string;
  readonly disability?: string;
}

/** One row of QUÁ TRÌNH HỌC TẬP. */
export interface HistoryRow {
  readonly schoolYear: SchoolYear;
  readonly classroom: string;
  readonly schoolName: string;
  readonly registerNumber?: string;
  readonly entryDate?: PlainDate;
}

/** The year-end row of a subject: level, mark of the last test, remark. */
export interface SubjectResult {
  readonly subject: SubjectCode;
  /** Taught language of NN1 or TDT, e.g. `en`. */
  readonly language?: string;
  readonly level?: SubjectLevel;
  readonly mark?: Mark;
  readonly remark?: string;
  /** Absent: the homeroom teacher teaches it. */
  readonly teacher?: StaffName;
}

export interface StaffName {
  readonly staffId: StaffId;
  readonly fullName: string;
}

export type TraitLevels = { readonly [code in TraitCode]?: QualityLevel };

/** Everything that is assessed in one school year, before any rule looks at it. A missing property is an empty cell. */
export interface YearAssessment {
  readonly grade: Grade;
  /** TT 27/2020 Điều 8: a disabled pupil who is not assessed; results are then not required. */
  readonly notAssessed: boolean;
  /** TT 27/2020 Điều 8: a pupil of a class for the disabled has a periodic result in Toán and Tiếng Việt alone, and none of Điều 9; `notAssessed` is then true on the form. */
  readonly specialClass?: boolean;
  readonly subjects: readonly SubjectResult[];
  readonly traits: TraitLevels;
  readonly qualityRemark?: string;
  readonly generalCompetencyRemark?: string;
  readonly specificCompetencyRemark?: string;
  readonly health: { readonly heightCm?: number; readonly weightKg?: number; readonly note?: string };
  readonly absence: { readonly excused?: number; readonly unexcused?: number };
  readonly awards: readonly string[];
}

/** Điều 11: what happened in summer, and the head's decision on promotion. */
export interface SupplementaryAssessment {
  readonly date: PlainDate;
  /** The result before it. Only CHT goes to supplementary assessment. */
  readonly before: 'CHT';
}

export interface PromotionDecision {
  readonly number: string;
  readonly date: PlainDate;
  readonly signer: string;
}

/** Items 4 to 6 of the form. `overallResult` and the flags are absent only for a pupil who is not assessed. */
export interface YearEnd {
  readonly overallResult?: OverallResult;
  readonly supplementary?: SupplementaryAssessment;
  readonly gradeCompleted?: boolean;
  readonly primaryCompleted?: boolean;
  readonly promoted?: boolean;
  readonly promotionDecision?: PromotionDecision;
}

/** The school as it stood on the day of issue: names are frozen in the record (R95). */
export interface IssuingSchool {
  readonly provinceDepartmentCode: string;
  readonly code: SchoolCode;
  readonly name: string;
  readonly commune: string;
  /** Absent from 01/7/2025 on: there is no district level any more. */
  readonly district?: string;
  readonly province: string;
  /** Địa danh phát hành, the place before the date. */
  readonly issuePlace: string;
}

export interface SchoolHeadName extends StaffName {
  /** `Hiệu trưởng` or `Phó hiệu trưởng`. */
  readonly position: string;
}

/** One pupil × one school year: everything the official form prints, and nothing else. The signed content of a packet. */
export interface HocBa {
  readonly lookupCode: LookupCode;
  readonly versionId: VersionId;
  readonly versionNumber: number;
  readonly replaces?: { readonly versionId: VersionId; readonly sha256: Sha256Hex; readonly reason: string };
  readonly previousYear?: { readonly schoolYear: SchoolYear; readonly versionId: VersionId; readonly sha256: Sha256Hex };
  readonly schoolYear: SchoolYear;
  readonly wave: Wave;
  readonly createdOn: PlainDate;
  readonly classroom: string;
  readonly school: IssuingSchool;
  readonly pupil: PupilIdentity;
  readonly history: readonly HistoryRow[];
  readonly assessment: YearAssessment;
  readonly yearEnd: YearEnd;
  readonly homeroomTeacher: StaffName;
  readonly schoolHead: SchoolHeadName;
}
