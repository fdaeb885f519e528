import type { SubjectCode } from '../../../record/codes.ts';
import type { YearAssessment } from '../../../record/hoc-ba.ts';
import type { Grade } from '../../../record/identifiers.ts';
import { type Curriculum, curriculumOf } from '../curriculum.ts';
import { specialClassCurriculum } from '../disability.ts';
import type { AssessmentPoint } from './point.ts';

/** The subjects that may have a test; `all` are those of the year end. */
type Tests = 'all' | readonly SubjectCode[];
const TV_TOAN: Tests = ['TV', 'TOAN'];
const NONE: Tests = [];
/**
 * TT 27/2020 Điều 7 khoản 1 điểm b: the compulsory subjects with a test have it at the end of term I and of the year; lớp 4 and 5 are tested in Tiếng Việt and
 * Toán in the middle of both terms besides. Columns: lớp 1, 2, 3, 4, 5.
 */
const TESTS: Readonly<Record<AssessmentPoint, readonly [Tests, Tests, Tests, Tests, Tests]>> = {
  midTerm1: [NONE, NONE, NONE, TV_TOAN, TV_TOAN],
  endOfTerm1: ['all', 'all', 'all', 'all', 'all'],
  midTerm2: [NONE, NONE, NONE, TV_TOAN, TV_TOAN],
  yearEnd: ['all', 'all', 'all', 'all', 'all'],
};

function testedAt(point: AssessmentPoint, grade: Grade, { subjects, traits }: Curriculum): Curriculum {
  const tests = TESTS[point][grade - 1]!;
  return {
    traits,
    subjects: subjects.map((subject) => ({ ...subject, tested: subject.tested && (tests === 'all' || tests.includes(subject.code)) })),
  };
}

/** What is assessed at a point: every subject and every quality and competence of the grade has a level (Điều 7 khoản 1 điểm a, khoản 2), a mark only where there is a test. */
export const curriculumAt = (point: AssessmentPoint, grade: Grade): Curriculum => testedAt(point, grade, curriculumOf(grade));

/** The same for one pupil: a special class has Toán and Tiếng Việt alone, a pupil who is not assessed has nothing (Điều 8). */
export function requiredAt(
  point: AssessmentPoint,
  { grade, notAssessed, specialClass }: Pick<YearAssessment, 'grade' | 'notAssessed' | 'specialClass'>,
): Curriculum {
  if (specialClass) return testedAt(point, grade, specialClassCurriculum(grade));
  return notAssessed ? { subjects: [], traits: [] } : curriculumAt(point, grade);
}
