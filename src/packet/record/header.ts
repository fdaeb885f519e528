import { content, day, group, leaf, line, many, matching, oneOf, optional, prose, sha256, whole } from '../codec/index.ts';
import { className, grade, lookupCode, placeName, schoolCode, schoolYear, versionId, wave } from '../document/types.ts';

/** `THONG_TIN_CHUNG`: which record this is, of which year, class and school, and what it follows or replaces. */
export const headerContent = content('THONG_TIN_CHUNG', {
  lookupCode: leaf('MA_TRA_CUU', lookupCode),
  versionId: leaf('MA_PHIEN_BAN', versionId),
  versionNumber: leaf('SO_PHIEN_BAN', whole(1, 999)),
  replaces: optional(
    group('THAY_THE_CHO', {
      versionId: leaf('MA_PHIEN_BAN', versionId),
      sha256: leaf('BAM_SHA256', sha256),
      reason: leaf('LY_DO', prose(1000)),
    }),
  ),
  previousYear: optional(
    group('NAM_TRUOC', {
      schoolYear: leaf('NAM_HOC', schoolYear),
      versionId: leaf('MA_PHIEN_BAN', versionId),
      sha256: leaf('BAM_SHA256', sha256),
    }),
  ),
  educationLevel: leaf('CAP_HOC', oneOf(['02'])),
  schoolYear: leaf('NAM_HOC', schoolYear),
  grade: leaf('KHOI', grade),
  classroom: leaf('LOP', className),
  departmentCode: leaf('MA_SO_GDDT', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/, 'mã Sở: tối đa 20 chữ cái, chữ số')),
  schoolCode: leaf('MA_TRUONG', schoolCode),
  schoolName: leaf('TEN_TRUONG', line(200)),
  commune: leaf('TEN_XA', placeName),
  district: optional(leaf('TEN_HUYEN', placeName)),
  province: leaf('TEN_TINH', placeName),
  issuePlace: leaf('DIA_DANH_PHAT_HANH', placeName),
  createdOn: leaf('NGAY_LAP', day),
  wave: leaf('DOT_CHOT', wave),
});

/** `QUA_TRINH_HOC_TAP`: the years so far. */
export const historyField = group('QUA_TRINH_HOC_TAP', {
  rows: many(
    group('DONG', {
      schoolYear: leaf('NAM_HOC', schoolYear),
      classroom: leaf('LOP', className),
      schoolName: leaf('TEN_TRUONG', line(200)),
      registerNumber: optional(leaf('SO_DANG_BO', line(50))),
      entryDate: optional(leaf('NGAY_NHAP_HOC', day)),
    }),
    1,
    10,
  ),
});
