import { foldHeader } from '../labels/fold-header.ts';
import { readLabel } from '../labels/header-words.ts';
import { remembered } from '../remembered.ts';
import { alsoTrait, columnKey } from './column-key.ts';

/** What a cell names: a subject (`subject.TOAN`), a competence or quality (`trait.PC.CHAMCHI`), or one of the three names that are both. */
export interface Item {
  readonly subject?: string;
  readonly trait?: string;
}

const named = (labels: readonly string[]): Item | undefined => {
  const key = columnKey(labels);
  const subject = /^(subject\.[A-Z0-9]+)\.level$/.exec(key ?? '')?.[1];
  return subject !== undefined ? { subject } : key?.startsWith('trait.') ? { trait: key } : undefined;
};

/** The group under which the cells of a column stand, if its header names one alone; as `readLabel` knows it. */
export function groupAbove(header: readonly string[]): string | undefined {
  const text = header.join(' ');
  const isOf = [/\bmon\b|hoat dong giao duc|\bhdgd\b/, /nang luc|\bnl\b/, /pham chat|\bpc\b/].map((words) => words.test(text));
  return isOf.filter(Boolean).length === 1 ? ['mon hoc', 'nang luc', 'pham chat'][isOf.indexOf(true)] : undefined;
}

/**
 * What a cell below a header names, read as if it stood in the header of a wide table: `TV` below `Môn học` is Tiếng Việt, `TT` below `Phẩm chất`
 * Trung thực. Undefined when it names nothing.
 */
export const itemIn = (text: string, header: readonly string[]): Item | undefined => inGroup(`${groupAbove(header) ?? ''}\n${text}`);

/** Group and text, a line each: a sheet names the same few items again and again. */
const inGroup = remembered((groupAndText): Item | undefined => {
  const [group, ...lines] = groupAndText.split('\n') as [string, ...string[]];
  const folded = foldHeader(lines.join(' '));
  const trait = alsoTrait([folded]);
  if (readLabel(folded).rest === '') return undefined;
  const alone = named([folded]);
  return trait !== undefined ? { ...alone, trait } : ((group === '' ? undefined : named([folded, group])) ?? alone);
});
