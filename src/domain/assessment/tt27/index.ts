/** Thông tư 27/2020/TT-BGDĐT: subjects and tests, cells, Điều 9, Điều 11. */
export { type CellKey, cellLabel, missingCells, readCell, writeCell } from './cells.ts';
export { checkHocBa } from './check.ts';
export { type Curriculum, curriculumOf, type CurriculumSubject } from './curriculum.ts';
export { type Computation, computeResult, type Explanation, type Rung } from './result.ts';
export { completes, waveOf, yearEndOf, type YearEndFacts } from './year-end.ts';
