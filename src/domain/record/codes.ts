/**
 * Official codes, verbatim. TT 27/2020/TT-BGDĐT Điều 7 (subjects: T, H, C) and Điều 7, 9 (qualities and competences: T, Đ, C).
 * T and C mean different things in the two scales, so the two types are never mixed. Đ is U+0110.
 */
export const SUBJECT_LEVELS = ['T', 'H', 'C'] as const;
export type SubjectLevel = (typeof SUBJECT_LEVELS)[number];
export const QUALITY_LEVELS = ['T', 'Đ', 'C'] as const;
export type QualityLevel = (typeof QUALITY_LEVELS)[number];
/** Điểm kiểm tra định kỳ: a whole number 0..10. */
export type Mark = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

/** Điều 9: Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
export const OVERALL_RESULTS = ['HTXS', 'HTT', 'HT', 'CHT'] as const;
export type OverallResult = (typeof OVERALL_RESULTS)[number];

/** TH and CN are the two parts of Tin học và Công nghệ; AN and MT of Nghệ thuật. */
export const SUBJECT_CODES = ['TV', 'TOAN', 'NN1', 'DD', 'TNXH', 'LSDL', 'KH', 'TH', 'CN', 'GDTC', 'AN', 'MT', 'HDTN', 'TDT'] as const;
export type SubjectCode = (typeof SUBJECT_CODES)[number];

export const QUALITY_CODES = ['PC.YEUNUOC', 'PC.NHANAI', 'PC.CHAMCHI', 'PC.TRUNGTHUC', 'PC.TRACHNHIEM'] as const;
export const GENERAL_COMPETENCY_CODES = ['NL.TUCHU', 'NL.GIAOTIEP', 'NL.GIAIQUYETVD'] as const;
export const SPECIFIC_COMPETENCY_CODES = [
  'NL.NGONNGU',
  'NL.TINHTOAN',
  'NL.KHOAHOC',
  'NL.CONGNGHE',
  'NL.TINHOC',
  'NL.THAMMI',
  'NL.THECHAT',
] as const;
export type QualityCode = (typeof QUALITY_CODES)[number];
export type CompetencyCode = (typeof GENERAL_COMPETENCY_CODES)[number] | (typeof SPECIFIC_COMPETENCY_CODES)[number];
export type TraitCode = QualityCode | CompetencyCode;
export const TRAIT_CODES = [...QUALITY_CODES, ...GENERAL_COMPETENCY_CODES, ...SPECIFIC_COMPETENCY_CODES] as const;

/** QCVN 109:2017/BTTTT: 0 no information, 1 male, 2 female. */
export type Gender = 0 | 1 | 2;
