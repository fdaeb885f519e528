import { OVERALL_RESULTS, QUALITY_LEVELS, TRAIT_CODES } from '#domain';
import { day, flag, group, labelled, leaf, line, many, measure, once, oneOf, optional, whole } from '../codec/index.ts';
import { personName, remark } from '../document/types.ts';

/** `SUC_KHOE` */
export const healthField = group('SUC_KHOE', {
  heightCm: optional(leaf('CHIEU_CAO_CM', measure(250))),
  weightKg: optional(leaf('CAN_NANG_KG', measure(250))),
  note: optional(leaf('NHAN_XET', remark)),
});

/** `PHAM_CHAT_NANG_LUC`: one `MUC` per quality or competence that is assessed. */
export const traitsField = group('PHAM_CHAT_NANG_LUC', {
  levels: many(once('MUC', labelled('MUC', 'Ma', oneOf(TRAIT_CODES), oneOf(QUALITY_LEVELS))), 0, 15),
  qualityRemark: optional(leaf('NHAN_XET_PHAM_CHAT', remark)),
  generalCompetencyRemark: optional(leaf('NHAN_XET_NANG_LUC_CHUNG', remark)),
  specificCompetencyRemark: optional(leaf('NHAN_XET_NANG_LUC_DAC_THU', remark)),
});

/** `KET_QUA_CUOI_NAM`: items 4 to 6 of the form, absence and awards. */
export const yearEndField = group('KET_QUA_CUOI_NAM', {
  excused: leaf('SO_NGAY_NGHI_CO_PHEP', whole(0, 366)),
  unexcused: leaf('SO_NGAY_NGHI_KHONG_PHEP', whole(0, 366)),
  overallResult: optional(leaf('KET_QUA_GIAO_DUC', oneOf(OVERALL_RESULTS))),
  supplementary: optional(group('DANH_GIA_BO_SUNG', { date: leaf('NGAY', day), before: leaf('KET_QUA_TRUOC', oneOf<'CHT'>(['CHT'])) })),
  gradeCompleted: optional(leaf('HOAN_THANH_CHUONG_TRINH_LOP', flag)),
  primaryCompleted: optional(leaf('HOAN_THANH_CHUONG_TRINH_TIEU_HOC', flag)),
  promoted: optional(leaf('DUOC_LEN_LOP', flag)),
  promotionDecision: optional(
    group('QUYET_DINH_LEN_LOP', { number: leaf('SO', line(50)), date: leaf('NGAY', day), signer: leaf('NGUOI_KY', personName) }),
  ),
  awards: many(leaf('KHEN_THUONG', line(500)), 0, 10),
});
