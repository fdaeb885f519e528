/** TT 27/2020/TT-BGDĐT Điều 7 khoản 1 điểm a and khoản 2: when is assessed, in the order of the school year. The học bạ holds the last (Điều 10). */
export const ASSESSMENT_POINTS = ['midTerm1', 'endOfTerm1', 'midTerm2', 'yearEnd'] as const;
export type AssessmentPoint = (typeof ASSESSMENT_POINTS)[number];
/** A point before the year end; nothing of it goes into the học bạ. */
export type EarlierPoint = Exclude<AssessmentPoint, 'yearEnd'>;
export const EARLIER_POINTS = ['midTerm1', 'endOfTerm1', 'midTerm2'] as const satisfies readonly EarlierPoint[];

export const ASSESSMENT_POINT_LABEL: Readonly<Record<AssessmentPoint, string>> = {
  midTerm1: 'Giữa học kỳ I',
  endOfTerm1: 'Cuối học kỳ I',
  midTerm2: 'Giữa học kỳ II',
  yearEnd: 'Cuối năm học',
};
/** `giữa học kỳ II`, inside a sentence. */
export const pointInWords = (point: AssessmentPoint): string => ASSESSMENT_POINT_LABEL[point].replace(/./u, (first) => first.toLowerCase());
