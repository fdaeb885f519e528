import { type Brand, err, ok, type PlainDate, type Result } from '#kernel';

/** `MA_TRA_CUU`: UUID v4 as 32 lower-case hex digits, one per học bạ of a pupil (KH 1154/KH-SGDĐT, PL 1.2). */
export type LookupCode = Brand<string, 'LookupCode'>;
/** `MA_PHIEN_BAN`: UUID v4 as 32 lower-case hex digits, one per issued packet. */
export type VersionId = Brand<string, 'VersionId'>;
/** `NAM_HOC`: `2023-2024`. */
export type SchoolYear = Brand<string, 'SchoolYear'>;
/** Sector code of a pupil (`MA_HOC_SINH`): opaque, at most 20 letters and digits (TT 42/2021/TT-BGDĐT Điều 10). */
export type PupilId = Brand<string, 'PupilId'>;
/** Sector code of a school (`MA_TRUONG`): opaque text. */
export type SchoolCode = Brand<string, 'SchoolCode'>;
/** Code of a member of staff inside a school (`MA_CAN_BO`). */
export type StaffId = Brand<string, 'StaffId'>;
/** Số định danh cá nhân: 12 digits kept as text. */
export type PersonalId = Brand<string, 'PersonalId'>;
/** SHA-256 of exact bytes, lower-case hex. */
export type Sha256Hex = Brand<string, 'Sha256Hex'>;
export type Grade = 1 | 2 | 3 | 4 | 5;
/** `DOT_CHOT`: 1 is due 30/6, 2 is due 15/8. */
export type Wave = 1 | 2;

const UUID_V4_HEX = /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/;

function parser<T extends string>(pattern: RegExp, code: string) {
  return (text: string): Result<T, string> => (pattern.test(text) ? ok(text as T) : err(code));
}

/** The form people type: upper case and hyphens are accepted; the stored form is 32 lower-case hex digits. */
const normalised = (text: string) => text.replace(/[-\s]/g, '').toLowerCase();

export const LookupCode = {
  parse: parser<LookupCode>(UUID_V4_HEX, 'lookup-code/malformed'),
  parseTyped: (text: string): Result<LookupCode, string> => LookupCode.parse(normalised(text)),
  /** `5f0c 2b7e …`: groups of four for reading aloud and typing. */
  grouped: (code: LookupCode): string => code.replace(/(.{4})(?=.)/g, '$1 '),
};
export const VersionId = { parse: parser<VersionId>(UUID_V4_HEX, 'version-id/malformed') };
export const PupilId = { parse: parser<PupilId>(CODE, 'pupil-id/malformed') };
export const SchoolCode = { parse: parser<SchoolCode>(CODE, 'school-code/malformed') };
export const StaffId = { parse: parser<StaffId>(CODE, 'staff-id/malformed') };
export const PersonalId = { parse: parser<PersonalId>(/^\d{12}$/, 'personal-id/malformed') };
export const Sha256Hex = { parse: parser<Sha256Hex>(/^[0-9a-f]{64}$/, 'sha256/malformed') };
export const SchoolYear = {
  parse(text: string): Result<SchoolYear, string> {
    const match = /^(20\d\d)-(20\d\d)$/.exec(text);
    return match && Number(match[2]) === Number(match[1]) + 1 ? ok(text as SchoolYear) : err('school-year/malformed');
  },
  /** First calendar year: 2023 of `2023-2024`. */
  firstYear: (year: SchoolYear): number => Number(year.slice(0, 4)),
  /** The school year whose papers are written on a day: until the end of August still those of the year before (Luật Giáo dục 2019; the year begins in September). */
  on(day: PlainDate): SchoolYear {
    const year = Number(day.slice(0, 4));
    const first = day.slice(5, 7) >= '09' ? year : year - 1;
    return `${first}-${first + 1}` as SchoolYear;
  },
};
export const Grade = {
  parse: (value: number): Result<Grade, string> =>
    Number.isInteger(value) && value >= 1 && value <= 5 ? ok(value as Grade) : err('grade/malformed'),
};
