const MARKS = /[\u0300-\u036f]/g;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
/** Latin letters and signs up to U+02FF and precomposed Vietnamese: no combining mark, nothing invisible, no space but U+0020. Whatever is made of them is in NFC (UAX #15). */
const PLAIN = /^[\n -~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff]*$/;
const PLAIN_LINE = /^[!-~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff]+(?: [!-~\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff]+)*$/;
/** A line of ASCII: it has no marks, and nothing to clean. */
const ASCII_LINE = /^[!-~]+(?: [!-~]+)*$/;
const collator = new Intl.Collator('vi');

/** Whether a text has only characters that need no closer look: NFC, one unit each, line feeds and plain spaces. Most texts are so; of the others nothing is said. */
export const isPlainText = (text: string): boolean => PLAIN.test(text);
/** The same for a line that `cleanText` would leave as it is. */
export const isPlainLine = (text: string): boolean => PLAIN_LINE.test(text);

/** One line of text as people mean it: NFC, no invisible characters (they part a letter from its mark, so they go first), single spaces, trimmed. */
export function cleanText(text: string): string {
  return isPlainLine(text) ? text : text.replace(INVISIBLE, '').normalize('NFC').replace(SPACES, ' ').trim();
}

/** Folds a text to a search key: no marks (so hoà = hòa = hoa), đ → d, lower case, single spaces. Never an identity. */
export function foldText(text: string): string {
  return ASCII_LINE.test(text)
    ? text.toLowerCase()
    : cleanText(text.toLowerCase().normalize('NFD').replace(MARKS, '').replace(/[đðɖ]/g, 'd'));
}

/** Orders two people's full names: given name (last word) first, then the whole name; CLDR tone order of `vi`. */
export function compareFullNames(a: string, b: string): number {
  const given = (name: string) => name.slice(name.lastIndexOf(' ') + 1);
  return collator.compare(given(a), given(b)) || collator.compare(a, b);
}

/** Natural order of codes: 4A2 before 4A10. */
export const compareCodes = new Intl.Collator('vi', { numeric: true }).compare;
