/** What a column of the entry grid holds. */
export type Measure = 'level' | 'mark' | 'remark';
/** Which part of the form a group of columns is about (TT 27/2020, Phụ lục 1 and 2). `traits`: competencies or qualities, it does not say which. */
export type Group = 'subjects' | 'general' | 'specific' | 'competencies' | 'qualities' | 'traits';

/** Words of a header beside the name of a subject or trait, folded. */
const MEASURES: Readonly<Record<Measure, readonly string[]>> = {
  level: ['muc dat duoc', 'muc do dat duoc', 'muc danh gia', 'muc hoan thanh', 'muc do', 'muc dg', 'muc dd', 'muc', 'mdd', 'mdg'],
  mark: [
    'diem kiem tra dinh ki',
    'diem bai kiem tra',
    'diem kiem tra',
    'diem ktdk',
    'diem kt',
    'diem thi',
    'diem so',
    'diem',
    'dktdk',
    'ktdk',
    'dkt',
  ],
  remark: ['noi dung nhan xet', 'loi nhan xet', 'nhan xet', 'nx'],
};
const GROUPS: Readonly<Record<Group, readonly string[]>> = {
  subjects: [
    'cac mon hoc va hoat dong giao duc',
    'mon hoc va hoat dong giao duc',
    'mon hoc/hoat dong giao duc',
    'mon hoc va hdgd',
    'mon hoc/hdgd',
    'cac mon hoc',
    'mon hoc',
    'mon',
    'hoat dong giao duc',
    'hdgd',
  ],
  general: ['nang luc chung', 'nl chung', 'nlc'],
  specific: ['nang luc dac thu', 'nl dac thu', 'nldt'],
  competencies: ['nang luc cot loi', 'cac nang luc', 'nang luc', 'nl'],
  qualities: ['pham chat chu yeu', 'cac pham chat', 'pham chat', 'pc'],
  traits: [
    'nang luc va pham chat',
    'nang luc, pham chat',
    'pham chat va nang luc',
    'pham chat, nang luc',
    'nlpc',
    'nl-pc',
    'nl, pc',
    'nl va pc',
  ],
};
/** Words that say nothing about which column it is; the point of assessment is read before (`readPoint`). */
const FILLER = ['cuoi hoc ki', 'cuoi ki', 'chk', 'ck', 've', 'ket qua', 'kq', 'danh gia'];

type Meaning = { readonly measure: Measure } | { readonly group: Group } | { readonly filler: true };
const worded = <Key extends string>(table: Readonly<Record<Key, readonly string[]>>, meaning: (key: Key) => Meaning) =>
  (Object.entries(table) as [Key, readonly string[]][]).flatMap(([key, words]) =>
    words.map((word): [string, Meaning] => [word, meaning(key)]),
  );
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...worded(MEASURES, (measure) => ({ measure })),
  ...worded(GROUPS, (group) => ({ group })),
  ...FILLER.map((word): [string, Meaning] => [word, { filler: true }]),
]);

/** The longest first: `mon hoc` before `mon`. */
const ANY = [...MEANINGS.keys()].toSorted((a, b) => b.length - a.length).join('|');
const BETWEEN = '[\\s:/_.,–—-]';
const FRONT = new RegExp(`^\\(?(${ANY})(?:\\)?(?:${BETWEEN}+|$)|(?=\\())`);
const BACK = new RegExp(`(?:${BETWEEN}+|\\s*\\()(${ANY})\\)?$`);
const TRIM = new RegExp(`^${BETWEEN}+|${BETWEEN}+$`, 'g');
/** No honest header is longer or says more; a hostile one would only cost time. */
const CHARS_MAX = 150;
const WORDS_MAX = 8;

export interface ReadLabel {
  readonly measure?: Measure;
  readonly group?: Group;
  /** The text without those words: the name of a subject or trait, or what nobody knows. */
  readonly rest: string;
}

/** Takes the words that say measure and group off both ends of a folded header text: `mon toan - muc` → level of `toan`. */
export function readLabel(folded: string): ReadLabel {
  if (folded.length > CHARS_MAX) return { rest: folded };
  let rest = folded.replace(/[_\s]+/g, ' ').replace(TRIM, '');
  let found: Omit<ReadLabel, 'rest'> = {};
  for (let taken = 0; taken < WORDS_MAX && rest !== ''; taken++) {
    const front = FRONT.exec(rest);
    const back = BACK.exec(rest);
    const isFront = front !== null && (back === null || front[1]!.length >= back[1]!.length);
    const end = isFront ? front : back;
    if (end === null) break;
    found = { ...MEANINGS.get(end[1]!), ...found };
    rest = (isFront ? rest.slice(end[0].length) : rest.slice(0, end.index)).replace(TRIM, '').replace(/^\(([^()]*)\)$/, '$1');
  }
  const { measure, group } = found;
  return { rest, ...(measure ? { measure } : {}), ...(group ? { group } : {}) };
}
