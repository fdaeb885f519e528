import { foldText } from '#kernel';

/** `\uf0fc` is the tick that Wingdings draws. */
const FLAG: Readonly<Record<string, boolean>> = { x: true, '✓': true, '✔': true, '√': true, '\uf0fc': true, v: true, co: true, '1': true, true: true, khong: false, '0': false, false: false };

/** What a cell to tick says; undefined for any other text. */
export function flagIn(text: string): boolean | undefined {
  const folded = foldText(text);
  return Object.hasOwn(FLAG, folded) ? FLAG[folded] : undefined;
}
