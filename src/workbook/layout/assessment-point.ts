import { foldHeader } from '../labels/fold-header.ts';

/** TT 27/2020 Điều 7 khoản 2: the four points of a school year at which is assessed. The record (học bạ) holds the last. */
export const POINT_LABEL = {
  midTerm1: 'giữa học kỳ I', endOfTerm1: 'cuối học kỳ I', midTerm2: 'giữa học kỳ II', midTerm: 'giữa học kỳ', yearEnd: 'cuối năm học',
} as const;
export type AssessmentPoint = keyof typeof POINT_LABEL;

const TERM = '(?:hoc ki|hk|ki)', FIRST = '\\s*(?:i|1)\\b', SECOND = '\\s*(?:ii|2)\\b';
/** How people write a point, folded; `cuối học kỳ II` is the year end. In this order: each takes its words away from the next. */
const SPELLINGS: readonly (readonly [AssessmentPoint, RegExp])[] = [
  ['midTerm2', new RegExp(`\\b(?:giua ${TERM}|ghk|gk)${SECOND}`, 'g')],
  ['midTerm1', new RegExp(`\\b(?:giua ${TERM}|ghk|gk)${FIRST}`, 'g')],
  ['midTerm', new RegExp(`\\bgiua ${TERM}\\b`, 'g')],
  ['yearEnd', new RegExp(`\\b(?:ca nam(?: hoc)?|cuoi nam(?: hoc)?|tong ket nam(?: hoc)?|(?:cuoi )?${TERM}${SECOND}|(?:chk|ck)${SECOND})`, 'g')],
  ['endOfTerm1', new RegExp(`\\b(?:(?:cuoi )?${TERM}${FIRST}|(?:chk|ck)${FIRST})`, 'g')],
];

/** What a text says of the point of assessment, and the text (folded) without it. */
export function readPoint(folded: string): { readonly points: readonly AssessmentPoint[]; readonly rest: string } {
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

export const namesYearEnd = (text: string): boolean => readPoint(wordsOf(text)).points.includes('yearEnd');

/** The point other than the year end that a title, a sheet or a file names. One that names the year end too says nothing. */
export const otherPointIn = (text: string): AssessmentPoint | undefined => (namesYearEnd(text) ? undefined : readPoint(wordsOf(text)).points[0]);
