import { ethnicityCode, nationalityCode } from '#domain';
import { cleanText, foldText } from '#kernel';
import { looksLikeClassroom } from '../parts/classroom.ts';
import { isBlank, type RawValue } from '../sheet/read-sheets.ts';
import { shown } from '../sheet/rows.ts';

const SERIALS = { from: 36_526, to: 55_153 };
const SENTENCE_WORDS = 4;
const isNumber = (text: string, from: number, to: number) =>
  /^\d{1,3}(?:[.,]\d+)?$/.test(text) && Number(text.replace(',', '.')) >= from && Number(text.replace(',', '.')) <= to;
const starts = (pattern: RegExp) => (text: string) => pattern.test(foldText(text));

/** What a value looks like, whatever its column is called. */
const SHAPES = {
  personalId: (text: string) => /^0\d{11}$/.test(text) || /^\d{11}$/.test(text),
  day: (text: string, raw: RawValue) =>
    raw instanceof Date ||
    /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$|^\d{4}-\d{2}-\d{2}$/.test(text) ||
    (/^\d{5}$/.test(text) && Number(text) >= SERIALS.from && Number(text) <= SERIALS.to),
  gender: starts(/^(?:nam|nu)$/),
  classroom: (text: string) => looksLikeClassroom(text),
  grade: starts(/^(?:khoi |lop )?[1-5]$/),
  level: (text: string) => /^[thcđdð]$/i.test(text),
  levelWord: starts(/^(?:tot|dat|can co gang|hoan thanh tot|hoan thanh|chua hoan thanh)$/),
  mark: (text: string) => /^(?:10|\d)(?:[.,]0)?$/.test(text),
  flag: (text: string) => /^[xv✓✔√\uf0fc]$/i.test(text),
  rating: starts(/^(?:hoan thanh(?: tot| xuat sac)?|chua hoan thanh|htxs|htt|ht|cht)$/),
  status: starts(/^(?:dang hoc|chuyen den|chuyen di|thoi hoc|bo hoc|hoc lai|luu ban)/),
  working: starts(/^(?:dang lam viec|dang day|chuyen cong tac|nghi huu|thoi viec)/),
  position: starts(/^(?:pho )?hieu truong|^giao vien|^(?:nhan vien )?van thu|^nhan vien/),
  ethnicity: (text: string) => ethnicityCode(text) !== undefined,
  nationality: (text: string) => nationalityCode(text) !== undefined && foldText(text) === 'viet nam',
  sentence: (text: string) => cleanText(text).split(' ').length >= SENTENCE_WORDS && /[\p{Ll}]/u.test(text),
  name: (text: string) => /^\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*){1,5}$/u.test(cleanText(text)),
  height: (text: string) => isNumber(text, 80, 190),
  weight: (text: string) => isNumber(text, 10, 90),
  count: (text: string) => isNumber(text, 0, 250) && /^\d+$/.test(text),
  /** Not a telephone number. */
  code: (text: string) => !/^0[35789]\d{8}$/.test(text) && /^(?=(?:.*\d){3})[A-Za-z0-9._-]{4,20}$/.test(text),
} as const satisfies Readonly<Record<string, (text: string, raw: RawValue) => boolean>>;
export type Shape = keyof typeof SHAPES;

const MOSTLY = 0.8;

/** The shapes that four of five values of a column have; none for a blank column. */
export function shapesOf(values: readonly RawValue[]): ReadonlySet<Shape> {
  const filled = values.filter((value) => !isBlank(value));
  const has = (shape: Shape) =>
    filled.length > 0 && filled.filter((value) => SHAPES[shape](cleanText(shown(value)), value)).length >= filled.length * MOSTLY;
  return new Set((Object.keys(SHAPES) as Shape[]).filter(has));
}
