import { err, ok, type Result } from '#kernel';
import type { YearAssessment } from '../../../record/hoc-ba.ts';
import type { Grade } from '../../../record/identifiers.ts';
import { type Refusal, refusal } from '../../../refusal/refusal.ts';
import { type CellKey, cellLabel, missingIn, writeCell } from '../cells.ts';
import { curriculumAt, requiredAt } from './curriculum-at.ts';
import { type AssessmentPoint, pointInWords } from './point.ts';

/** The levels and marks that exist at a point, in the order of the form. Remarks, health and awards belong to the year alone (Điều 10, Phụ lục 1). */
export function cellsAt(point: AssessmentPoint, grade: Grade): readonly CellKey[] {
  const { subjects, traits } = curriculumAt(point, grade);
  return [
    ...subjects.flatMap(({ code, tested }) => [`subject.${code}.level`, ...(tested ? [`subject.${code}.mark`] : [])]),
    ...traits.map((code) => `trait.${code}`),
  ];
}

/**
 * Puts a text into a cell of a point as {@link writeCell} does into one of the year; the spellings and refusals are the same. `content/not-at-point` where the
 * grade has the cell at another point only: a mark where there is no test, a remark.
 */
export function writeCellAt(
  point: AssessmentPoint,
  assessment: YearAssessment,
  key: CellKey,
  typed: string,
): Result<YearAssessment, Refusal> {
  const written = writeCell(assessment, key, typed);
  if (!written.ok || point === 'yearEnd' || cellsAt(point, assessment.grade).includes(key)) return written;
  if (typed.trim() === '') return ok(assessment);
  return err(
    refusal('content/not-at-point', { cell: cellLabel(key), grade: assessment.grade, point: pointInWords(point) }, cellLabel(key)),
  );
}

/** The required cells of a point that are empty, in the order of the form; an optional subject is required of those who study it. */
export const missingCellsAt = (point: AssessmentPoint, assessment: YearAssessment): readonly CellKey[] =>
  missingIn(requiredAt(point, assessment), assessment);
