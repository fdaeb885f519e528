/** TT 27/2020/TT-BGDĐT Điều 6, 7: the four points of a school year at which is assessed. */
export { cellsAt, missingCellsAt, writeCellAt } from './cells.ts';
export { curriculumAt, requiredAt } from './curriculum-at.ts';
export {
  ASSESSMENT_POINT_LABEL,
  ASSESSMENT_POINTS,
  type AssessmentPoint,
  EARLIER_POINTS,
  type EarlierPoint,
  pointInWords,
} from './point.ts';
