import type { SubjectCode, TraitCode } from '#domain';
import { FIELD_SPELLINGS } from './fields.ts';
import { foldHeader } from './fold-header.ts';
import { SUBJECT_SPELLINGS, TRAIT_SPELLINGS } from './subjects.ts';

/** How people shorten the words of a header, and the few English ones that school software writes; folded, whole words. */
const SHORT: Readonly<Record<string, string>> = {
  hs: 'hoc sinh',
  gv: 'giao vien',
  cb: 'can bo',
  ns: 'ngay sinh',
  gt: 'gioi tinh',
  tv: 'tieng viet',
  tviet: 'tieng viet',
  ta: 'tieng anh',
  dd: 'dao duc',
  ls: 'lich su',
  dl: 'dia li',
  td: 'the chat',
  gvcn: 'chu nhiem',
  cccd: 'so cccd',
  dob: 'ngay sinh',
  hdtn: 'hoat dong trai nghiem',
  nx: 'nhan xet',
  kt: 'kiem tra',
  cd: 'co dinh',
  dgia: 'danh gia',
  dg: 'danh gia',
  nl: 'nang luc',
  pc: 'pham chat',
  qd: 'quyet dinh',
  cc: 'can nang',
  student: 'hoc sinh',
  pupil: 'hoc sinh',
  teacher: 'giao vien',
  name: 'ho ten',
  fullname: 'ho ten',
  birthday: 'ngay sinh',
  birthdate: 'ngay sinh',
  birth: 'ngay sinh',
  gender: 'gioi tinh',
  sex: 'gioi tinh',
  class: 'lop',
  classroom: 'lop',
  id: 'ma',
  code: 'ma',
  ethnic: 'dan toc',
  ethnicity: 'dan toc',
  nationality: 'quoc tich',
  status: 'trang thai',
  address: 'cho o',
  father: 'ho ten cha',
  mother: 'ho ten me',
};

const plain = (header: string): string =>
  foldHeader(header.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 '))
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** A header in whole words, nothing shortened: `Môn T.Việt` → `mon tieng viet`, `Student ID` → `ma hoc sinh`. */
export const wordsOf = (header: string): string =>
  plain(header)
    .replace(/\bt (?=viet|anh)/g, 'tieng ')
    .replace(/\b(student|pupil|teacher) (code|id)\b/g, '$2 $1')
    .split(' ')
    .map((word) => SHORT[word] ?? word)
    .join(' ');

const LEAST = 3;
/** Names as whole words, the longest first; very short ones stand in too many words. */
const byLength = <Code extends string>(names: Readonly<Record<Code, readonly string[]>>) =>
  (Object.entries(names) as [Code, readonly string[]][])
    .flatMap(([code, all]) => all.map((name) => [plain(name), code] as const))
    .filter(([name]) => name.length >= LEAST)
    .toSorted(([a], [b]) => b.length - a.length);
const FIELDS = byLength(FIELD_SPELLINGS);
const SUBJECTS = byLength(SUBJECT_SPELLINGS);
const TRAITS = byLength(TRAIT_SPELLINGS);

/** Names that say little where they stand inside another text. */
const ALONE: ReadonlySet<string> = new Set(['level', 'mark', 'order', 'grade']);

interface Within<Code> {
  readonly name: string;
  readonly code: Code;
}
function within<Code extends string>(names: readonly (readonly [string, Code])[], words: string): Within<Code> | undefined {
  const found = names.find(([name]) => ` ${words} `.includes(` ${name} `));
  return found && { name: found[0], code: found[1] };
}

/** The field, subject or trait whose name stands in the words of a header, the longest name first. */
export const fieldWithin = (words: string): string | undefined =>
  within(
    FIELDS.filter(([name, field]) => !ALONE.has(field) || name === words),
    words,
  )?.code;
export const subjectWithin = (words: string): Within<SubjectCode> | undefined => within(SUBJECTS, words);
export const traitWithin = (words: string): Within<TraitCode> | undefined => within(TRAITS, words);
