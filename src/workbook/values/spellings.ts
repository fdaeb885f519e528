import { cleanText, foldText } from '#kernel';
import { remembered } from '../remembered.ts';

/** What a text says by a table of folded spellings: a value, nothing, or `unknown`. Sheets say the same few texts again and again. */
export const spellings = <T>(table: Readonly<Record<string, T>>): ((text: string) => { readonly value?: T; readonly unknown?: true }) =>
  remembered((text) => {
    const spelling = foldText(text);
    return cleanText(text) === '' ? {} : Object.hasOwn(table, spelling) ? { value: table[spelling]! } : { unknown: true };
  });
