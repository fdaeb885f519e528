import { foldText } from '#kernel';

/** Hints that authors of workbooks put behind a header and that say nothing about which column it is. */
const HINTS = /\((?:\*+|dd\/mm\/yyyy|dd\/mm\/yy|ngay\/thang\/nam|cm|kg|x|bat buoc|ngay|buoi)\)|\*+/g;

/**
 * A header as a key: no marks, no case, no line breaks, no hints. `Mĩ thuật` and `Mỹ thuật`, `Địa lí` and `Địa lý` are one word in
 * two spellings of the language.
 */
export function foldHeader(text: string): string {
  return foldText(text)
    .replace(/\s*\(\s*/g, ' (')
    .replace(/\s*\)/g, ')')
    .replace(HINTS, ' ')
    .replace(/&/g, ' va ')
    .replace(/\s*([/-])\s*/g, '$1')
    .replace(/\b([klm])y\b/g, '$1i')
    .replace(/[\s:.]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
