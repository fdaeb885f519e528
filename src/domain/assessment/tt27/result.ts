import { RESULT_LABEL } from '../../codes/labels.ts';
import type { OverallResult } from '../../record/codes.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import { type CellKey, cellLabel, missingCells, readCell } from './cells.ts';
import { curriculumOf } from './curriculum.ts';
import { withoutResult } from './disability.ts';

/** One level of Điều 9 as it was looked at: does it hold, and why. */
export interface Rung {
  readonly result: OverallResult;
  readonly holds: 'yes' | 'no' | 'notNeeded';
  readonly why: string;
}
export interface Explanation {
  /** What a teacher reads. */
  readonly sentence: string;
  /** The cells that keep the pupil from the next better level; empty at the best one. */
  readonly decidingCells: readonly CellKey[];
  readonly ladder: readonly Rung[];
}
export type Computation =
  | { readonly kind: 'computed'; readonly result: OverallResult; readonly explanation: Explanation }
  | { readonly kind: 'incomplete'; readonly missing: readonly CellKey[]; readonly explanation: Explanation }
  | { readonly kind: 'notAssessed'; readonly explanation: Explanation };

interface Level {
  readonly result: Exclude<OverallResult, 'CHT'>;
  readonly subjects: readonly string[];
  readonly traits: readonly string[];
  readonly markMin: number;
  readonly demand: string;
}
/** Thông tư 27/2020/TT-BGDĐT Điều 9 khoản 1, from the top; the first that holds wins, everything else is Chưa hoàn thành. */
const LEVELS: readonly Level[] = [
  {
    result: 'HTXS',
    subjects: ['T'],
    traits: ['T'],
    markMin: 9,
    demand: 'mọi môn và mọi phẩm chất, năng lực mức T, mọi bài kiểm tra cuối năm từ 9',
  },
  {
    result: 'HTT',
    subjects: ['T'],
    traits: ['T'],
    markMin: 7,
    demand: 'mọi môn và mọi phẩm chất, năng lực mức T, mọi bài kiểm tra cuối năm từ 7',
  },
  {
    result: 'HT',
    subjects: ['T', 'H'],
    traits: ['T', 'Đ'],
    markMin: 5,
    demand: 'mọi môn mức T hoặc H, mọi phẩm chất, năng lực mức T hoặc Đ, mọi bài kiểm tra cuối năm từ 5',
  },
];
const SHOWN_MAX = 3;

/** Computes the result of the year from its cells. A missing cell is never silently Chưa hoàn thành. */
export function computeResult(assessment: YearAssessment): Computation {
  const missing = missingCells(assessment);
  if (assessment.notAssessed && missing.length === 0)
    return { kind: 'notAssessed', explanation: { sentence: withoutResult(assessment), decidingCells: [], ladder: [] } };
  if (missing.length > 0)
    return {
      kind: 'incomplete',
      missing,
      explanation: { sentence: `Chưa đủ dữ liệu: còn ${missing.length} ô trống (${named(missing)}).`, decidingCells: [], ladder: [] },
    };
  const failing = LEVELS.map((level) => failingCells(assessment, level));
  const reached = failing.findIndex((cells) => cells.length === 0);
  const at = reached === -1 ? LEVELS.length : reached;
  const result = LEVELS[at]?.result ?? 'CHT';
  const decidingCells = at === 0 ? [] : failing[at - 1]!;
  return {
    kind: 'computed',
    result,
    explanation: { sentence: sentenceOf(assessment, result, at, decidingCells), decidingCells, ladder: ladderOf(assessment, failing, at) },
  };
}

/** Subjects the pupil studies, traits of the grade and year-end marks that do not reach a level; a cell that the grade does not have counts for nothing. */
function failingCells(assessment: YearAssessment, { subjects, traits, markMin }: Level): readonly CellKey[] {
  const curriculum = curriculumOf(assessment.grade);
  return [
    ...assessment.subjects.flatMap(({ subject, level, mark }) => {
      const taught = curriculum.subjects.find(({ code }) => code === subject);
      return [
        ...(taught && level !== undefined && !subjects.includes(level) ? [`subject.${subject}.level`] : []),
        ...(taught?.tested && mark !== undefined && mark < markMin ? [`subject.${subject}.mark`] : []),
      ];
    }),
    ...curriculum.traits.filter((code) => !traits.includes(assessment.traits[code] ?? '')).map((code) => `trait.${code}`),
  ];
}

const named = (cells: readonly CellKey[]): string =>
  `${cells.slice(0, SHOWN_MAX).map(cellLabel).join(', ')}${cells.length > SHOWN_MAX ? ` và ${cells.length - SHOWN_MAX} ô nữa` : ''}`;
/** `Khoa học – Điểm KTĐK là 8` */
const told = (assessment: YearAssessment, cells: readonly CellKey[]): string =>
  `${cells
    .slice(0, SHOWN_MAX)
    .map((key) => `${cellLabel(key)} là ${readCell(assessment, key)}`)
    .join(', ')}${cells.length > SHOWN_MAX ? ` và ${cells.length - SHOWN_MAX} ô nữa` : ''}`;

function sentenceOf(assessment: YearAssessment, result: OverallResult, at: number, deciding: readonly CellKey[]): string {
  if (at === 0) return `Đạt ${RESULT_LABEL.HTXS}: ${LEVELS[0]!.demand}.`;
  const better = LEVELS[at - 1]!;
  return `${RESULT_LABEL[result]}; chưa đạt ${RESULT_LABEL[better.result]} vì ${told(assessment, deciding)}, cần ${better.demand}.`;
}

function ladderOf(assessment: YearAssessment, failing: readonly (readonly CellKey[])[], at: number): readonly Rung[] {
  const rungs = LEVELS.map(({ result, demand }, i): Rung => {
    if (i < at) return { result, holds: 'no', why: `Cần ${demand}; ${told(assessment, failing[i]!)}` };
    return i === at ? { result, holds: 'yes', why: `Có ${demand}` } : { result, holds: 'notNeeded', why: 'Không cần xét nữa' };
  });
  return [
    ...rungs,
    at === LEVELS.length
      ? { result: 'CHT', holds: 'yes', why: 'Các trường hợp còn lại' }
      : { result: 'CHT', holds: 'notNeeded', why: 'Không cần xét nữa' },
  ];
}
