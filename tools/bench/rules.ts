import {
  checkHocBa,
  computeResult,
  contradictionsOf,
  type HocBa,
  type JudgedYear,
  proposeAward,
  type QualityLevel,
  type SubjectLevel,
  waveOf,
  yearEndOf,
  type YearAssessment,
} from '#domain';
import { hocBa } from '../../test/builders/hoc-ba.ts';
import type { Bench } from './bench.ts';
import { interleaved, microsecondsOf, rounded } from './measure.ts';

/** A large school's year, in a few hundred different years of pupils. */
const PUPILS = 1_000;
const PASSES = 20;

/** Years of lớp 4 in which levels and marks vary, so that every level of Điều 9 and most contradictions occur. */
function years(): readonly HocBa[] {
  const record = hocBa();
  return Array.from({ length: PUPILS }, (_, n) => {
    const level = (i: number): SubjectLevel => ((n * 7 + i * 3) % 11 === 0 ? 'H' : (n + i) % 97 === 0 ? 'C' : 'T');
    const quality = (i: number): QualityLevel => ((n * 5 + i) % 13 === 0 ? 'Đ' : 'T');
    const assessment: YearAssessment = {
      ...record.assessment,
      awards: [],
      subjects: record.assessment.subjects.map((row, i) => ({
        ...row,
        level: level(i),
        ...(row.mark === undefined ? {} : { mark: (10 - ((n + i * i) % 6)) as 5 | 6 | 7 | 8 | 9 | 10 }),
        remark: `Em ${n} làm bài ${i} cẩn thận, cần cố gắng ở phần đọc.`,
      })),
      traits: Object.fromEntries(Object.keys(record.assessment.traits).map((code, i) => [code, quality(i)])),
    };
    return { ...record, assessment };
  });
}

/** The least anybody who judges must do: look at each level and each mark once. */
function readCells({ assessment }: HocBa): number {
  let seen = 0;
  for (const { level, mark } of assessment.subjects) seen += (level === 'T' ? 1 : 0) + (mark ?? 0);
  for (const code in assessment.traits) if (assessment.traits[code as keyof YearAssessment['traits']] === 'T') seen++;
  return seen;
}

/** All the rules make of a pupil's year: result with explanation, completion, wave, award, contradictions. */
function judge({ schoolYear, pupil, assessment }: HocBa): number {
  const computed = computeResult(assessment);
  const yearEnd = yearEndOf(computed, { grade: assessment.grade });
  const year: JudgedYear = { schoolYear, identity: pupil, assessment, yearEnd, awardConfirmed: false };
  return (waveOf(yearEnd, assessment) ?? 0) + (proposeAward(computed, assessment) === undefined ? 0 : 1) + contradictionsOf(year).length;
}

/** How many pupil-years the rules judge in a second on one core, against merely reading the same cells. */
export const rules: Bench = async (say) => {
  say(`Đang xét ${PUPILS} năm học của học sinh, ${PASSES} lượt mỗi vòng…`);
  const records = years();
  let sum = 0;
  const perYear = (work: (record: HocBa) => number) => () =>
    microsecondsOf(() => {
      for (let pass = 0; pass < PASSES; pass++) for (const record of records) sum += work(record);
    }) /
    (PASSES * PUPILS);
  const cost = await interleaved({
    read: perYear(readCells),
    result: perYear(({ assessment }) => computeResult(assessment).explanation.decidingCells.length),
    judge: perYear(judge),
    check: perYear((record) => checkHocBa(record).length),
  });
  if (sum === 0) throw new Error('nothing was judged');
  return {
    readUs: rounded(cost.read),
    resultUs: rounded(cost.result),
    judgeUs: rounded(cost.judge),
    checkUs: rounded(cost.check),
    resultsPerSecond: rounded(1e6 / cost.result),
    pupilYearsPerSecond: rounded(1e6 / cost.judge),
    checksPerSecond: rounded(1e6 / cost.check),
    ratioToReading: rounded(cost.read / cost.judge),
  };
};
