import type { HocBa } from '../../record/hoc-ba.ts';
import { FIRST_YEAR_OF_GRADE } from '../../policy/index.ts';
import { SchoolYear } from '../../record/identifiers.ts';
import { type Refusal, refusal } from '../../refusal/refusal.ts';
import { isOldTitle, resultOfTitle } from './award.ts';
import { cellLabel } from './cells.ts';
import { curriculumOf } from './curriculum.ts';
import { computeResult } from './result.ts';
import { completes } from './year-end.ts';
import { RESULT_LABEL, SUBJECT_LABEL } from '../../codes/labels.ts';

type Check = (hocBa: HocBa) => readonly Refusal[];
const rule = (hocBa: HocBa, code: string, params: Record<string, string | number>, where: string): Refusal =>
  refusal(code, { pupil: hocBa.pupil.fullName, ...params }, where);

/** TT 27/2020 Điều 17: lớp 1 from 2020–2021, then one grade a year; lớp 5 from 2024–2025 (R20). */
const gradeInForce: Check = (hocBa) => {
  const { grade } = hocBa.assessment;
  return SchoolYear.firstYear(hocBa.schoolYear) >= FIRST_YEAR_OF_GRADE[grade]!
    ? []
    : [rule(hocBa, 'content/grade-not-in-force', { grade, year: hocBa.schoolYear }, 'Khối')];
};

/** TT 32/2018 and TT 27/2020 Điều 7: the subjects of the grade, and a mark exactly where there is a year-end test. */
const subjectsOfGrade: Check = (hocBa) => {
  const { assessment } = hocBa;
  const { subjects } = curriculumOf(assessment.grade);
  const strange = assessment.subjects.filter(
    ({ subject, mark }) => !subjects.some(({ code, tested }) => code === subject && (mark === undefined || tested)),
  );
  return [
    ...strange.map(({ subject, mark }) =>
      rule(
        hocBa,
        'content/not-taught',
        { cell: cellLabel(`subject.${subject}.${mark === undefined ? 'level' : 'mark'}`), grade: assessment.grade },
        `Môn ${SUBJECT_LABEL[subject]}`,
      ),
    ),
    ...Object.keys(assessment.traits)
      .filter((code) => !curriculumOf(assessment.grade).traits.some((trait) => trait === code))
      .map((code) =>
        rule(hocBa, 'content/not-taught', { cell: cellLabel(`trait.${code}`), grade: assessment.grade }, cellLabel(`trait.${code}`)),
      ),
  ];
};

/** Điều 9: the rating is the one that follows from the cells. Điều 8: a pupil who is not assessed may have none. */
const ratingFollowsFromCells: Check = (hocBa) => {
  const computed = computeResult(hocBa.assessment);
  const { overallResult } = hocBa.yearEnd;
  if (computed.kind === 'notAssessed') return [];
  if (computed.kind === 'incomplete')
    return [
      rule(
        hocBa,
        'content/cells-missing',
        { count: computed.missing.length, cells: computed.missing.slice(0, 3).map(cellLabel).join(', ') },
        'Bảng kết quả',
      ),
    ];
  if (overallResult === computed.result) return [];
  return [
    rule(
      hocBa,
      'content/rating-differs',
      {
        stated: overallResult ? RESULT_LABEL[overallResult] : 'trống',
        computed: RESULT_LABEL[computed.result],
        why: computed.explanation.sentence,
      },
      'Đánh giá kết quả giáo dục',
    ),
  ];
};

/** Điều 11: completion follows from the rating, promotion from completion or from the head's decision. */
const flagsFollow: Check = (hocBa) => {
  const { overallResult, gradeCompleted, primaryCompleted, promoted, promotionDecision } = hocBa.yearEnd;
  const { grade, notAssessed } = hocBa.assessment;
  const wrong = (what: string, where: string) => rule(hocBa, 'content/flag-inconsistent', { what }, where);
  if (overallResult === undefined) {
    return notAssessed && gradeCompleted === undefined && primaryCompleted === undefined && promoted === undefined
      ? []
      : notAssessed
        ? [wrong('em không đánh giá thì không ghi hoàn thành hay lên lớp', 'Kết quả cuối năm')]
        : [];
  }
  const completed = completes(overallResult);
  return [
    ...(gradeCompleted === completed
      ? []
      : [wrong('hoàn thành chương trình lớp học trái với kết quả giáo dục', 'Hoàn thành chương trình lớp học')]),
    ...(primaryCompleted === (completed && grade === 5)
      ? []
      : [wrong('hoàn thành chương trình tiểu học chỉ ghi cho lớp 5 đã hoàn thành', 'Hoàn thành chương trình tiểu học')]),
    ...(promoted === undefined || (completed && promoted === false)
      ? [wrong('được lên lớp trái với hoàn thành chương trình lớp học', 'Được lên lớp')]
      : []),
    ...(!completed && promoted === true && promotionDecision === undefined
      ? [wrong('lên lớp khi chưa hoàn thành phải có quyết định của hiệu trưởng', 'Quyết định lên lớp')]
      : []),
    ...(completed && promotionDecision !== undefined
      ? [wrong('đã hoàn thành thì không cần quyết định lên lớp', 'Quyết định lên lớp')]
      : []),
  ];
};

/** Điều 13 khoản 1: a year-end title stands only beside the result it is given for, and the title of TT 22/2016 beside none. */
const awardsFollow: Check = (hocBa) => {
  const { overallResult } = hocBa.yearEnd;
  const stated = overallResult ? RESULT_LABEL[overallResult] : 'không xếp mức';
  return hocBa.assessment.awards
    .filter((award) => isOldTitle(award) || (resultOfTitle(award) ?? overallResult) !== overallResult)
    .map((award) => rule(hocBa, 'content/award-differs', { award, result: stated }, 'Khen thưởng'));
};

/** KH 1154/KH-SGDĐT PL 2.1: wave 1 has those who completed (or are not assessed), wave 2 those assessed once more after Chưa hoàn thành. */
const waveFits: Check = (hocBa) => {
  const { wave, yearEnd, assessment } = hocBa;
  const wrong = (why: string) => [rule(hocBa, 'content/wrong-wave', { wave, why }, 'Đợt chốt')];
  if (wave === 1 && yearEnd.overallResult === 'CHT') return wrong('em chưa hoàn thành phải đánh giá bổ sung rồi nộp đợt 2');
  if (wave === 1 && yearEnd.supplementary) return wrong('em đã đánh giá bổ sung thuộc đợt 2');
  if (wave === 2 && !yearEnd.supplementary) return wrong('đợt 2 chỉ dành cho em đã đánh giá bổ sung');
  return assessment.notAssessed && yearEnd.overallResult === undefined && wave === 2 ? wrong('em không đánh giá thuộc đợt 1') : [];
};

/** What must agree inside one file: dates in order, the year's own row of QUÁ TRÌNH HỌC TẬP. */
const plainSense: Check = (hocBa) => {
  const startYear = SchoolYear.firstYear(hocBa.schoolYear);
  const age = startYear - Number(hocBa.pupil.birthDate.slice(0, 4));
  const wrong = (what: string, where: string) => rule(hocBa, 'content/implausible', { what }, where);
  return [
    ...(age < 4 || age > 20 ? [wrong(`ngày sinh không hợp với học sinh lớp ${hocBa.assessment.grade}`, 'Ngày sinh')] : []),
    ...(hocBa.createdOn < `${startYear}-08-01` || hocBa.createdOn > `${startYear + 2}-12-31`
      ? [wrong('ngày lập nằm ngoài năm học', 'Ngày lập')]
      : []),
    ...(hocBa.yearEnd.supplementary && hocBa.yearEnd.supplementary.date > hocBa.createdOn
      ? [wrong('ngày đánh giá bổ sung sau ngày lập', 'Đánh giá bổ sung')]
      : []),
    ...(hocBa.history.length > 0 && !hocBa.history.some(({ schoolYear }) => schoolYear === hocBa.schoolYear)
      ? [wrong('quá trình học tập không có năm học này', 'Quá trình học tập')]
      : []),
  ];
};

const CHECKS: readonly Check[] = [gradeInForce, subjectsOfGrade, ratingFollowsFromCells, flagsFollow, awardsFollow, waveFits, plainSense];

/** Every rule a receiver can check from the record alone (HBS-403). Empty when all hold. */
export const checkHocBa = (hocBa: HocBa): readonly Refusal[] => CHECKS.flatMap((check) => check(hocBa));
