import type { SubjectCode, TraitCode } from '#domain';

/**
 * How schools shorten the name of a subject, folded. Two letters say nothing by themselves (`TH`: Tin học or tổng hợp), so they count only where the
 * header says that it is about a subject: under a group of subjects, beside `Mức` or `Điểm`, behind `Môn`.
 */
export const SUBJECT_SHORT: Readonly<Record<SubjectCode, readonly string[]>> = {
  TV: ['tv', 't viet', 't.viet', 'tviet', 't. viet'],
  TOAN: [],
  NN1: ['nn', 'nn1', 'ta', 't anh', 't.anh', 't. anh', 'anh', 'anh van'],
  DD: ['dd', 'd.duc', 'd duc'],
  TNXH: ['tn-xh', 'tn xh', 'tnvxh', 'tn va xa hoi'],
  LSDL: ['lsdl', 'ls-dl', 'ls dl', 'ls/dl', 'lsvdl', 'su dia', 'su-dia', 'su va dia'],
  KH: ['kh', 'k.hoc', 'k hoc'],
  TH: ['th', 'tin', 'th-cn (th)', 'thcn (th)', 'th va cn (th)', 'thcn-th', 'th-cn-th'],
  CN: ['cn', 'c.nghe', 'c nghe', 'th-cn (cn)', 'thcn (cn)', 'th va cn (cn)', 'thcn-cn', 'th-cn-cn'],
  GDTC: ['td', 'the duc', 'gd the chat', 'gdt'],
  AN: ['an', 'nhac', 'nt (an)', 'nghe thuat (an)', 'a.nhac'],
  MT: ['mt', 'nt (mt)', 'nghe thuat (mt)', 'm.thuat'],
  HDTN: ['hdtn', 'hd tn', 'tn', 'trai nghiem'],
  TDT: ['tdt', 'dtts', 'tdtts'],
};

/** The same of competencies and qualities; `TT` is Tính toán under the ones and Trung thực under the others. */
export const TRAIT_SHORT: Readonly<Record<TraitCode, readonly string[]>> = {
  'PC.YEUNUOC': ['yn'],
  'PC.NHANAI': ['na'],
  'PC.CHAMCHI': ['cc'],
  'PC.TRUNGTHUC': ['tt'],
  'PC.TRACHNHIEM': ['tn'],
  'NL.TUCHU': ['tc-th', 'tcth', 'tc th', 'tcvth', 'tc va th', 'tu chu', 'tu chu-tu hoc', 'tu chu tu hoc', 'tctuhoc'],
  'NL.GIAOTIEP': ['gt-ht', 'gtht', 'gt ht', 'gtvht', 'gt va ht', 'giao tiep', 'giao tiep-hop tac', 'giao tiep hop tac'],
  'NL.GIAIQUYETVD': [
    'gqvd',
    'gqvd-st',
    'gqvdst',
    'gqvd st',
    'gqvdvst',
    'gqvd va st',
    'giai quyet van de',
    'gq van de va sang tao',
    'giai quyet vd va sang tao',
    'gqvd-sang tao',
    'giai quyet van de-sang tao',
  ],
  'NL.NGONNGU': ['nn'],
  'NL.TINHTOAN': ['tt'],
  'NL.KHOAHOC': ['kh'],
  'NL.CONGNGHE': ['cn'],
  'NL.TINHOC': ['th'],
  'NL.THAMMI': ['tm'],
  'NL.THECHAT': ['tc'],
};
