import type { Gender } from '#domain';
import { content, day, flag, leaf, line, matching, optional, whole } from '../codec/index.ts';
import { personalId, personName, placeName, pupilId } from '../document/types.ts';

/** `HOC_SINH`. Codes of people and places are opaque; what they mean is judged by the registry. */
export const pupilContent = content('HOC_SINH', {
  pupilId: leaf('MA_HOC_SINH', pupilId),
  personalId: optional(leaf('SO_DINH_DANH', personalId)),
  fullName: leaf('HO_TEN', personName),
  birthDate: leaf('NGAY_SINH', day),
  gender: leaf('GIOI_TINH', whole<Gender>(0, 2)),
  ethnicity: leaf('DAN_TOC', matching(/^\d{2}$/, 'mã dân tộc hai chữ số')),
  nationality: leaf('QUOC_TICH', matching(/^[A-Z]{2}$/, 'mã quốc gia hai chữ cái (ISO 3166-1)')),
  birthPlace: optional(leaf('NOI_SINH', placeName)),
  queQuan: optional(leaf('QUE_QUAN', placeName)),
  residence: optional(leaf('NOI_CU_TRU', placeName)),
  fatherName: optional(leaf('HO_TEN_CHA', personName)),
  motherName: optional(leaf('HO_TEN_ME', personName)),
  guardianName: optional(leaf('HO_TEN_NGUOI_GIAM_HO', personName)),
  registerNumber: optional(leaf('SO_DANG_BO', line(50))),
  disability: optional(leaf('LOAI_KHUYET_TAT', line(200))),
  notAssessed: leaf('KHUYET_TAT_KHONG_DANH_GIA', flag),
});
