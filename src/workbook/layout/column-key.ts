import { cellNamed, fieldNamed } from '../labels/fields.ts';
import { subjectNamed, traitNamed } from '../labels/subjects.ts';

const REMARK = /^nhan xet(?:\s*[:-]\s*|\s+ve\s+|\s+mon\s+|\s+|$)/;
const TRAIT_GROUP = /nang luc|pham chat/;
const RELATIVES: readonly (readonly [RegExp, string])[] = [[/\bcha\b|^(?:thong tin )?bo\b/, 'fatherName'], [/\bme\b/, 'motherName'], [/giam ho|nuoi duong/, 'guardianName']];
const REMARK_GROUPS: Readonly<Record<string, string>> = {
  'pham chat': 'remark.qualities', 'pham chat chu yeu': 'remark.qualities',
  'nang luc chung': 'remark.generalCompetencies', 'nang luc dac thu': 'remark.specificCompetencies',
};
/** `Toán (Mức đạt được)`, `Toán - Điểm KTĐK`: subject and measure in one cell. */
const SUBJECT_AND_MEASURE = /^(.+?)\s*[-(:]\s*(muc dat duoc|muc|diem ktdk|diem)\)?$/;

function remarkKey(bottom: string, above: readonly string[]): string | undefined {
  const named = [bottom, ...above].map((label) => label.replace(REMARK, '')).find((label) => label !== '');
  if (named === undefined) return undefined;
  const subject = subjectNamed(named);
  return REMARK_GROUPS[named] ?? (subject && `subject.${subject}.remark`);
}

function measureKey(measure: string, labels: readonly string[]): string | undefined {
  const inTraits = labels.some((label) => TRAIT_GROUP.test(label));
  for (const label of labels) {
    const trait = inTraits ? traitNamed(label) : undefined;
    if (trait) return measure === 'level' ? `trait.${trait}` : undefined;
    const subject = subjectNamed(label);
    if (subject) return `subject.${subject}.${measure}`;
  }
  return undefined;
}

/**
 * Which column this is, from its folded header texts, bottom first: the name of a field (`pupilId`) or the key of a cell of the entry
 * grid (`subject.TOAN.mark`, `trait.PC.NHANAI`). Undefined for a column that says nothing to us.
 */
export function columnKey(labels: readonly string[]): string | undefined {
  const [bottom, ...above] = labels;
  if (bottom === undefined) return undefined;
  if (labels.some((label) => REMARK.test(label))) return remarkKey(bottom, above);
  const relative = RELATIVES.find(([pattern]) => above.some((label) => pattern.test(label)));
  if (relative) return fieldNamed(bottom) === 'fullName' || fieldNamed(bottom) === relative[1] ? relative[1] : undefined;
  const field = fieldNamed(bottom);
  if (field === 'level' || field === 'mark') return measureKey(field, above) ?? field;
  const combined = SUBJECT_AND_MEASURE.exec(bottom);
  const combinedKey = combined && measureKey(fieldNamed(combined[2]!)!, [combined[1]!]);
  if (combinedKey) return combinedKey;
  const trait = traitNamed(bottom), subject = subjectNamed(bottom);
  if (trait && (!subject || above.some((label) => TRAIT_GROUP.test(label)))) return `trait.${trait}`;
  if (subject) return `subject.${subject}.level`;
  return field ?? cellNamed(bottom);
}

/** A header says at least what one of these says; used to tell header rows from titles and data. */
export const isHeaderText = (folded: string): boolean =>
  folded !== '' && (columnKey([folded]) !== undefined || /^(?:mon hoc va hoat dong giao duc|cac mon hoc|nang luc|pham chat|nhan xet)/.test(folded));
