import { type Mark, SUBJECT_CODES, SUBJECT_LEVELS, type SubjectCode } from '#domain';
import { attribute, group, leaf, line, many, matching, oneOf, optional, whole } from '../codec/index.ts';
import { personName, pupilId, remark, schoolYear, staffId, versionId } from '../document/types.ts';

/** `TEN_MON` of each code, frozen with the profile: it stands in signed files, so it does not follow the wording of screens. */
export const SUBJECT_NAMES: Readonly<Record<SubjectCode, string>> = {
  TV: 'Tiếng Việt',
  TOAN: 'Toán',
  NN1: 'Ngoại ngữ 1',
  DD: 'Đạo đức',
  TNXH: 'Tự nhiên và Xã hội',
  LSDL: 'Lịch sử và Địa lí',
  KH: 'Khoa học',
  TH: 'Tin học',
  CN: 'Công nghệ',
  GDTC: 'Giáo dục thể chất',
  AN: 'Âm nhạc',
  MT: 'Mĩ thuật',
  HDTN: 'Hoạt động trải nghiệm',
  TDT: 'Tiếng dân tộc thiểu số',
};

/** `DIEM_TONG_KET` repeats version, pupil and year, so that a teacher's signature over it cannot be moved to another record. */
export const subjectsField = group('DANH_SACH_DIEM', {
  blocks: many(
    group(
      'DIEM_TONG_KET',
      {
        versionId: leaf('MA_PHIEN_BAN', versionId),
        pupilId: leaf('MA_HOC_SINH', pupilId),
        schoolYear: leaf('NAM_HOC', schoolYear),
        subject: leaf('MA_MON', oneOf(SUBJECT_CODES)),
        name: leaf('TEN_MON', line(100)),
        language: optional(leaf('NGON_NGU', matching(/^[a-z]{2,3}$/, 'mã ngôn ngữ ISO 639, ví dụ en'))),
        level: optional(leaf('MUC_DAT_DUOC', oneOf(SUBJECT_LEVELS))),
        mark: optional(leaf('DIEM_KTDK', whole<Mark>(0, 10))),
        remark: optional(leaf('NHAN_XET', remark)),
        teacher: optional(group('GVBM', { staffId: leaf('MA_CAN_BO', staffId), fullName: leaf('HO_TEN', personName) })),
      },
      { attributes: { id: attribute('Id', matching(/^diem-[1-9]\d?$/, 'diem-1, diem-2, …')) } },
    ),
    1,
    20,
  ),
});
