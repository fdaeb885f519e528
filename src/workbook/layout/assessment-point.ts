import { type AssessmentPoint, pointInWords } from '#domain';
import { foldHeader } from '../labels/fold-header.ts';

/** A point of assessment (TT 27/2020 Điều 7) as a text names it: `giữa kỳ` leaves the term open. */
export type NamedPoint = AssessmentPoint | 'midTerm';
export const namedPointInWords = (point: NamedPoint): string => (point === 'midTerm' ? 'giữa học kỳ' : pointInWords(point));

const TERM = '(?:hoc ki|hk|ki)';
const FIRST = '[\\s:]*(?:i|1)\\b';
const SECOND = '[\\s:]*(?:ii|2)\\b';
/** How people write a point, folded; `cuối học kỳ II` is the year end. In this order: each takes its words away from the next. */
const SPELLINGS: readonly (readonly [NamedPoint, RegExp])[] = [
  ['midTerm2', new RegExp(`\\b(?:giua ${TERM}|ghk|gk)${SECOND}`, 'g')],
  ['midTerm1', new RegExp(`\\b(?:giua ${TERM}|ghk|gk)${FIRST}`, 'g')],
  ['midTerm', new RegExp(`\\b(?:giua ${TERM}|ghk|gk)\\b`, 'g')],
  [
    'yearEnd',
    new RegExp(`\\b(?:ca nam(?: hoc)?|cuoi nam(?: hoc)?|tong ket nam(?: hoc)?|(?:cuoi )?${TERM}${SECOND}|(?:chk|ck)${SECOND})`, 'g'),
  ],
  ['endOfTerm1', new RegExp(`\\b(?:(?:cuoi )?${TERM}${FIRST}|(?:chk|ck)${FIRST})`, 'g')],
];

/** `ĐGK`, `ĐCK2`, `ĐGHKI`: mark and point in one word. */
const MARK_AT = /\bd((?:ghk|gk|chk|ck)(?:1|2|ii?)?)\b/g;

/** What a text says of the point of assessment, and the text (folded) without it. */
export function readPoint(text: string): { readonly points: readonly NamedPoint[]; readonly rest: string } {
  const folded = text.replace(MARK_AT, 'diem $1');
  let rest = folded;
  const points = SPELLINGS.flatMap(([point, pattern]) => {
    const without = rest.replace(pattern, ' ');
    if (without === rest) return [];
    rest = without;
    return [point];
  });
  return { points, rest: points.length === 0 ? folded : foldHeader(rest.replace(/^[\s:–-]+|[\s:–-]+$/g, '')) };
}

/** `KetQua_GK1.xlsx` in words. */
const wordsOf = (text: string): string => foldHeader(text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ').replace(/[_.]+/g, ' '));

/** The one point that a title, a sheet or a file names; a text that names several says nothing. */
export function pointIn(text: string): NamedPoint | undefined {
  const [point, ...more] = readPoint(wordsOf(text)).points;
  return more.length === 0 ? point : undefined;
}
