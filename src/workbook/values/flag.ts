import { spellings } from './spellings.ts';

/** `\uf0fc` is the tick that Wingdings draws. */
const FLAG: Readonly<Record<string, boolean>> = { x: true, '✓': true, '✔': true, '√': true, '\uf0fc': true, v: true, co: true, '1': true, true: true, khong: false, '0': false, false: false };

export const spelledFlag = spellings(FLAG);

/** What a cell to tick says; undefined for any other text. */
export const flagIn = (text: string): boolean | undefined => spelledFlag(text).value;
