import { spellings } from './spellings.ts';

/** `\uf0fc` is the tick that Wingdings draws. A cell may say in words what its header says. */
const FLAG: Readonly<Record<string, boolean>> = {
  x: true,
  '✓': true,
  '✔': true,
  '√': true,
  '\uf0fc': true,
  v: true,
  co: true,
  '1': true,
  true: true,
  khong: false,
  '0': false,
  false: false,
  'len lop': true,
  'duoc len lop': true,
  'hoan thanh chuong trinh': true,
  'hoan thanh chuong trinh lop hoc': true,
  htctlh: true,
  'o lai': false,
  'o lai lop': false,
  'luu ban': false,
  'chua len lop': false,
  'chua hoan thanh chuong trinh': false,
  'chua hoan thanh chuong trinh lop hoc': false,
};

export const spelledFlag = spellings(FLAG);

/** What a cell to tick says; undefined for any other text. */
export const flagIn = (text: string): boolean | undefined => spelledFlag(text).value;
