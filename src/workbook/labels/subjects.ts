import type { SubjectCode, TraitCode } from '#domain';
import { SUBJECT_SHORT, TRAIT_SHORT } from './short-names.ts';

/** How sheets name a subject, folded. The sector database writes the two parts of a subject behind its name: `TH-CN (Tin học)`. */
export const SUBJECT_SPELLINGS: Readonly<Record<SubjectCode, readonly string[]>> = {
  TV: ['tieng viet'],
  TOAN: ['toan'],
  NN1: ['ngoai ngu', 'ngoai ngu 1', 'ngoai ngu (tieng anh)', 'ngoai ngu 1 (tieng anh)', 'tieng anh'],
  DD: ['dao duc'],
  TNXH: ['tu nhien va xa hoi', 'tu nhien xa hoi', 'tnxh', 'tn va xh'],
  LSDL: ['lich su va dia li', 'lich su dia li', 'lich su-dia li', 'ls va dl'],
  KH: ['khoa hoc'],
  TH: ['tin hoc', 'th-cn (tin hoc)', 'thcn (tin hoc)', 'tin hoc va cong nghe (tin hoc)', 'tin hoc-cong nghe (tin hoc)'],
  CN: ['cong nghe', 'th-cn (cong nghe)', 'thcn (cong nghe)', 'tin hoc va cong nghe (cong nghe)', 'tin hoc-cong nghe (cong nghe)'],
  GDTC: ['giao duc the chat', 'gdtc'],
  AN: ['am nhac', 'nghe thuat (am nhac)'],
  MT: ['mi thuat', 'nghe thuat (mi thuat)'],
  HDTN: ['hoat dong trai nghiem', 'hdtn', 'hd trai nghiem', 'hoat dong trai nghiem, huong nghiep'],
  TDT: ['tieng dan toc', 'tieng dan toc thieu so', 'tieng dtts'],
};

export const TRAIT_SPELLINGS: Readonly<Record<TraitCode, readonly string[]>> = {
  'PC.YEUNUOC': ['yeu nuoc'],
  'PC.NHANAI': ['nhan ai'],
  'PC.CHAMCHI': ['cham chi'],
  'PC.TRUNGTHUC': ['trung thuc'],
  'PC.TRACHNHIEM': ['trach nhiem'],
  'NL.TUCHU': ['tu chu va tu hoc', 'tu chu, tu hoc', 'tu hoc va tu chu', 'tu hoc, tu chu'],
  'NL.GIAOTIEP': ['giao tiep va hop tac', 'giao tiep, hop tac'],
  'NL.GIAIQUYETVD': ['giai quyet van de va sang tao', 'gqvd va sang tao', 'giai quyet van de, sang tao'],
  'NL.NGONNGU': ['ngon ngu'],
  'NL.TINHTOAN': ['tinh toan'],
  'NL.KHOAHOC': ['khoa hoc'],
  'NL.CONGNGHE': ['cong nghe'],
  'NL.TINHOC': ['tin hoc'],
  'NL.THAMMI': ['tham mi'],
  'NL.THECHAT': ['the chat'],
};

const byName = <Code extends string>(names: Readonly<Record<Code, readonly string[]>>): ReadonlyMap<string, Code> =>
  new Map((Object.entries(names) as [Code, readonly string[]][]).flatMap(([code, all]) => all.map((name) => [name, code] as const)));

const SUBJECTS = byName(SUBJECT_SPELLINGS);
const TRAITS = byName(TRAIT_SPELLINGS);
const SUBJECTS_SHORT = byName(SUBJECT_SHORT);
const of = (area: 'NL' | 'PC') =>
  Object.fromEntries(Object.entries(TRAIT_SHORT).filter(([code]) => code.startsWith(area))) as Readonly<
    Record<TraitCode, readonly string[]>
  >;
const TRAITS_SHORT = { NL: byName(of('NL')), PC: byName(of('PC')) } as const;

/** `Nghệ thuật – Âm nhạc`, `Tin học và Công nghệ: Tin học`: the part of a subject behind its name. */
const withPart = (folded: string): string => folded.replace(/^(.+?)\s*[–—:-]\s*([^–—:-]+)$/, '$1 ($2)');

export const subjectNamed = (folded: string): SubjectCode | undefined => SUBJECTS.get(folded) ?? SUBJECTS.get(withPart(folded));
/** Three names (Khoa học, Công nghệ, Tin học) are both a subject and a competence: the caller knows which group it reads. */
export const traitNamed = (folded: string): TraitCode | undefined =>
  TRAITS.get(folded.replace(/^(?:nang luc(?: chung| dac thu)?|pham chat|nl|pc)\s*:?\s+/, ''));
/** Shortened names, where the header says that it is about a subject, a competence (`NL`) or a quality (`PC`). */
export const subjectShort = (folded: string): SubjectCode | undefined => SUBJECTS_SHORT.get(folded);
export const traitShort = (folded: string, area: 'NL' | 'PC' | undefined): TraitCode | undefined =>
  area ? TRAITS_SHORT[area].get(folded) : undefined;
