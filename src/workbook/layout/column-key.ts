import { cellNamed, fieldNamed } from '../labels/fields.ts';
import { type Group, type Measure, readLabel } from '../labels/header-words.ts';
import { subjectNamed, subjectShort, traitNamed, traitShort } from '../labels/subjects.ts';

const RELATIVES: readonly (readonly [RegExp, string])[] = [
  [/\bcha\b|^(?:thong tin )?bo\b/, 'fatherName'],
  [/\bme\b/, 'motherName'],
  [/giam ho|nuoi duong/, 'guardianName'],
];
const BIRTH_PARTS: Readonly<Record<string, string>> = { ngay: 'birthDay', thang: 'birthMonth', nam: 'birthYear' };
const RATING_PARTS: Readonly<Record<string, string>> = {
  'hoan thanh xuat sac': 'rating.excellent',
  'hoan thanh tot': 'rating.good',
  'hoan thanh': 'rating.completed',
  'chua hoan thanh': 'rating.notCompleted',
};
const REMARK_GROUPS: { readonly [group in Group]?: string } = {
  qualities: 'remark.qualities',
  general: 'remark.generalCompetencies',
  specific: 'remark.specificCompetencies',
};
/** Groups over the parts of a subject: the part is the subject of the form. */
const FAMILIES: ReadonlySet<string> = new Set([
  'nghe thuat',
  'nt',
  'tin hoc va cong nghe',
  'tin hoc-cong nghe',
  'th-cn',
  'thcn',
  'th va cn',
]);

/** What the texts of a header say together, each folded, bottom first. */
interface Read {
  readonly measure: Measure | undefined;
  readonly group: Group | undefined;
  /** Name of a subject or trait as it stands in the header; undefined when there is none. */
  readonly name: string | undefined;
}

function read(labels: readonly string[]): Read {
  const parts = labels.map(readLabel);
  const [name, above] = parts.map(({ rest }) => rest).filter((rest) => rest !== '');
  return {
    measure: parts.find(({ measure }) => measure)?.measure,
    group: parts.find(({ group }) => group)?.group,
    name:
      name !== undefined && above !== undefined && FAMILIES.has(above) && subjectNamed(name) === undefined ? `${above} (${name})` : name,
  };
}

const isTraits = (group: Group | undefined): boolean => group !== undefined && group !== 'subjects';

/** A trait has levels alone. The column of a subject that says nothing more is its level. */
function cellKey({ measure, group, name }: Read): string | undefined {
  if (measure === 'remark') {
    const subject = name === undefined ? undefined : (subjectNamed(name) ?? subjectShort(name));
    return subject ? `subject.${subject}.remark` : name === undefined && group ? REMARK_GROUPS[group] : undefined;
  }
  if (name === undefined) return undefined;
  const trait = isTraits(group)
    ? (traitNamed(name) ?? traitShort(name, group === 'qualities' ? 'PC' : group === 'traits' ? undefined : 'NL'))
    : group === undefined && measure === undefined
      ? traitNamed(name)
      : undefined;
  if (isTraits(group)) return trait && measure !== 'mark' ? `trait.${trait}` : undefined;
  const subject = subjectNamed(name) ?? (group === 'subjects' || measure ? subjectShort(name) : undefined);
  return subject ? `subject.${subject}.${measure ?? 'level'}` : trait && `trait.${trait}`;
}

/**
 * Which column this is, from its folded header texts, bottom first: the name of a field (`pupilId`) or the key of a cell of the entry
 * grid (`subject.TOAN.mark`, `trait.PC.NHANAI`). Undefined for a column that says nothing to us.
 */
export function columnKey(labels: readonly string[]): string | undefined {
  const [bottom, ...above] = labels;
  if (bottom === undefined) return undefined;
  const relative = RELATIVES.find(([pattern]) => above.some((label) => pattern.test(label)));
  if (relative) return fieldNamed(bottom) === 'fullName' || fieldNamed(bottom) === relative[1] ? relative[1] : undefined;
  if (BIRTH_PARTS[bottom] && above.some((label) => fieldNamed(label) === 'birthDate')) return BIRTH_PARTS[bottom];
  if (RATING_PARTS[bottom] && above.every((label) => fieldNamed(label) === 'rating')) return RATING_PARTS[bottom];
  const said = read(labels);
  const field = fieldNamed(bottom);
  const isMeasure = field === 'level' || field === 'mark';
  if (field && !isMeasure && !isTraits(said.group)) return field;
  const bare = said.name === undefined && said.measure !== 'remark' ? (said.measure ?? field) : undefined;
  return cellKey(said) ?? bare ?? (isMeasure || field === 'order' ? undefined : field) ?? cellNamed(bottom);
}

/** Three names (Khoa học, Công nghệ, Tin học) are both a subject and a competence; a header that says nothing else leaves it open. */
export function alsoTrait(labels: readonly string[]): string | undefined {
  const { measure, group, name } = read(labels);
  const trait = name === undefined || measure || group ? undefined : traitNamed(name);
  return trait && subjectNamed(name!) ? `trait.${trait}` : undefined;
}

/** A header says at least what one of these says; used to tell header rows from titles and data. */
export function isHeaderText(folded: string): boolean {
  if (folded === '') return false;
  const { group, measure, name } = read([folded]);
  return (
    columnKey([folded]) !== undefined ||
    (name === undefined && (group !== undefined || measure !== undefined)) ||
    folded === 'ngay' ||
    folded === 'thang' ||
    /^(?:nang luc|pham chat|nhan xet|cac mon hoc)/.test(folded)
  );
}
