const MARKS = /[\u0300-\u036f]/g;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
const collator = new Intl.Collator('vi');

/** One line of text as people mean it: NFC, no invisible characters (they part a letter from its mark, so they go first), single spaces, trimmed. */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').replace(SPACES, ' ').trim();
}

/** Folds a text to a search key: no marks (so hoà = hòa = hoa), đ → d, lower case, single spaces. Never an identity. */
export function foldText(text: string): string {
  return cleanText(text.toLowerCase().normalize('NFD').replace(MARKS, '').replace(/[đð]/g, 'd'));
}

/** Orders two people's full names: given name (last word) first, then the whole name; CLDR tone order of `vi`. */
export function compareFullNames(a: string, b: string): number {
  const given = (name: string) => name.slice(name.lastIndexOf(' ') + 1);
  return collator.compare(given(a), given(b)) || collator.compare(a, b);
}

/** Natural order of codes: 4A2 before 4A10. */
export const compareCodes = new Intl.Collator('vi', { numeric: true }).compare;
