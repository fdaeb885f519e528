import { QUALITY_LEVELS, SUBJECT_LEVELS, type SubjectCode, type TraitCode } from '../../../record/codes.ts';
import { TRAIT_LABEL } from '../../../codes/labels.ts';
import { curriculumOf } from '../curriculum.ts';
import { at, type ContradictionRule, levelCell, markCell, nameOf } from './rule.ts';

/** The marks that Điều 9 asks for beside a level: T from 7 (Hoàn thành tốt), H from 5 (Hoàn thành). */
const MARK_OF_LEVEL = { T: 7, H: 5 } as const;
/** From these on a lower level looks too strict. */
const MARK_ABOVE_LEVEL = { H: 9, C: 5 } as const;
const NO_CONVERSION = 'Thông tư 27/2020/TT-BGDĐT Điều 7 không quy đổi điểm ra mức: mức là đánh giá của giáo viên.';

const levelAboveMark: ContradictionRule = {
  id: 'level-above-mark',
  severity: 'likely',
  basis: `${NO_CONVERSION} Nhưng Điều 9 đòi điểm từ 7 để được Hoàn thành tốt, từ 5 để được Hoàn thành.`,
  remedy: 'Xem lại mức và điểm; nếu đúng, bấm Đã xem.',
  find: ({ assessment }) =>
    assessment.subjects.flatMap((row) =>
      row.mark !== undefined && (row.level === 'T' || row.level === 'H') && row.mark < MARK_OF_LEVEL[row.level]
        ? [at(levelCell(row), `mức ${row.level} đi cùng điểm ${row.mark}`, `${row.level} ${row.mark}`)]
        : [],
    ),
};

const levelBelowMark: ContradictionRule = {
  id: 'level-below-mark',
  severity: 'look',
  basis: NO_CONVERSION,
  remedy: 'Xem lại mức và điểm; nếu đúng, bấm Đã xem.',
  find: ({ assessment }) =>
    assessment.subjects.flatMap((row) =>
      row.mark !== undefined && (row.level === 'H' || row.level === 'C') && row.mark >= MARK_ABOVE_LEVEL[row.level]
        ? [at(levelCell(row), `mức ${row.level} dù điểm ${row.mark}`, `${row.level} ${row.mark}`)]
        : [],
    ),
};

const EXCELLENT_MARK = 9;
const oneMarkHoldsBack: ContradictionRule = {
  id: 'one-mark-holds-back',
  severity: 'look',
  basis: 'Thông tư 27/2020/TT-BGDĐT Điều 9 khoản 1 điểm a: Hoàn thành xuất sắc đòi mọi mức T và mọi bài kiểm tra cuối năm từ 9.',
  remedy: 'Đối chiếu bài kiểm tra; nếu điểm đúng, bấm Đã xem.',
  find: ({ assessment, yearEnd }) => {
    const below = assessment.subjects.filter(({ mark }) => mark !== undefined && mark < EXCELLENT_MARK);
    return yearEnd.overallResult === 'HTT' && below.length === 1
      ? below.map((row) => at(markCell(row), `mọi mức đều T, chỉ điểm ${row.mark} này giữ em ở Hoàn thành tốt`, String(row.mark)))
      : [];
  },
};

/** Năng lực đặc thù and the subjects it grows in (Chương trình GDPT, TT 32/2018). */
const GROWS_IN: readonly (readonly [TraitCode, readonly SubjectCode[]])[] = [
  ['NL.NGONNGU', ['TV']],
  ['NL.TINHTOAN', ['TOAN']],
  ['NL.KHOAHOC', ['TNXH', 'KH']],
  ['NL.CONGNGHE', ['CN']],
  ['NL.TINHOC', ['TH']],
  ['NL.THAMMI', ['AN', 'MT']],
  ['NL.THECHAT', ['GDTC']],
];
const competenceAgainstSubject: ContradictionRule = {
  id: 'competence-against-subject',
  severity: 'look',
  basis: 'Thông tư 32/2018/TT-BGDĐT: năng lực đặc thù được hình thành chủ yếu qua môn học tương ứng.',
  remedy: 'Xem lại mức của năng lực và của môn; nếu đúng, bấm Đã xem.',
  find: ({ assessment }) =>
    GROWS_IN.flatMap(([trait, subjects]) =>
      assessment.subjects.flatMap((row) => {
        const level = assessment.traits[trait];
        const apart = (row.level === 'C' && level === 'T') || (row.level === 'T' && level === 'C');
        return subjects.includes(row.subject) && apart
          ? [
              at(
                `trait.${trait}`,
                `năng lực ${TRAIT_LABEL[trait]} mức ${level} nhưng môn ${nameOf(row)} mức ${row.level}`,
                `${level} ${row.subject} ${row.level}`,
              ),
            ]
          : [];
      }),
    ),
};

const worse = (levels: readonly string[], before: string | undefined, after: string | undefined) =>
  before !== undefined && after !== undefined && levels.indexOf(after) > levels.indexOf(before);
const worseAfterSummer: ContradictionRule = {
  id: 'worse-after-summer',
  severity: 'look',
  basis: 'Thông tư 27/2020/TT-BGDĐT Phụ lục 1 (Hướng dẫn ghi học bạ): học bạ ghi điểm của lần kiểm tra cuối cùng, kể cả khi thấp hơn.',
  remedy: 'Đối chiếu biên bản đánh giá bổ sung; nếu đúng, bấm Đã xem.',
  find: ({ assessment, beforeSummer }) => {
    if (beforeSummer === undefined) return [];
    const rows = assessment.subjects.flatMap((row) => {
      const was = beforeSummer.subjects.find(({ subject }) => subject === row.subject);
      return [
        ...(worse(SUBJECT_LEVELS, was?.level, row.level)
          ? [at(levelCell(row), `đánh giá bổ sung cho mức ${row.level}, thấp hơn mức ${was?.level} trước đó`, `${was?.level} ${row.level}`)]
          : []),
        ...(was?.mark !== undefined && row.mark !== undefined && row.mark < was.mark
          ? [at(markCell(row), `đánh giá bổ sung được ${row.mark} điểm, thấp hơn ${was.mark} điểm trước đó`, `${was.mark} ${row.mark}`)]
          : []),
      ];
    });
    const traits = curriculumOf(assessment.grade)
      .traits.filter((code) => worse(QUALITY_LEVELS, beforeSummer.traits[code], assessment.traits[code]))
      .map((code) =>
        at(
          `trait.${code}`,
          `đánh giá bổ sung cho mức ${assessment.traits[code]}, thấp hơn mức ${beforeSummer.traits[code]} trước đó`,
          `${beforeSummer.traits[code]} ${assessment.traits[code]}`,
        ),
      );
    return [...rows, ...traits];
  },
};

export const LEVEL_RULES: readonly ContradictionRule[] = [
  levelAboveMark,
  levelBelowMark,
  oneMarkHoldsBack,
  competenceAgainstSubject,
  worseAfterSummer,
];
