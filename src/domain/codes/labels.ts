import type { OverallResult, QualityLevel, SubjectCode, SubjectLevel, TraitCode } from '../record/codes.ts';

/** Labels exactly as on the form (TT 27/2020 Phụ lục 1) and in TT 32/2018. */
export const SUBJECT_LABEL: Readonly<Record<SubjectCode, string>> = {
  TV: 'Tiếng Việt',
  TOAN: 'Toán',
  NN1: 'Ngoại ngữ 1',
  DD: 'Đạo đức',
  TNXH: 'Tự nhiên và Xã hội',
  LSDL: 'Lịch sử và Địa lí',
  KH: 'Khoa học',
  TH: 'Tin học và Công nghệ – Tin học',
  CN: 'Tin học và Công nghệ – Công nghệ',
  GDTC: 'Giáo dục thể chất',
  AN: 'Nghệ thuật – Âm nhạc',
  MT: 'Nghệ thuật – Mĩ thuật',
  HDTN: 'Hoạt động trải nghiệm',
  TDT: 'Tiếng dân tộc',
};
export const TRAIT_LABEL: Readonly<Record<TraitCode, string>> = {
  'PC.YEUNUOC': 'Yêu nước',
  'PC.NHANAI': 'Nhân ái',
  'PC.CHAMCHI': 'Chăm chỉ',
  'PC.TRUNGTHUC': 'Trung thực',
  'PC.TRACHNHIEM': 'Trách nhiệm',
  'NL.TUCHU': 'Tự chủ và tự học',
  'NL.GIAOTIEP': 'Giao tiếp và hợp tác',
  'NL.GIAIQUYETVD': 'Giải quyết vấn đề và sáng tạo',
  'NL.NGONNGU': 'Ngôn ngữ',
  'NL.TINHTOAN': 'Tính toán',
  'NL.KHOAHOC': 'Khoa học',
  'NL.CONGNGHE': 'Công nghệ',
  'NL.TINHOC': 'Tin học',
  'NL.THAMMI': 'Thẩm mĩ',
  'NL.THECHAT': 'Thể chất',
};
/** Điều 9. */
export const RESULT_LABEL: Readonly<Record<OverallResult, string>> = {
  HTXS: 'Hoàn thành xuất sắc',
  HTT: 'Hoàn thành tốt',
  HT: 'Hoàn thành',
  CHT: 'Chưa hoàn thành',
};
/** Điều 7: subjects. */
export const SUBJECT_LEVEL_LABEL: Readonly<Record<SubjectLevel, string>> = { T: 'Hoàn thành tốt', H: 'Hoàn thành', C: 'Chưa hoàn thành' };
/** Qualities and competences. */
export const QUALITY_LEVEL_LABEL: Readonly<Record<QualityLevel, string>> = { T: 'Tốt', Đ: 'Đạt', C: 'Cần cố gắng' };
