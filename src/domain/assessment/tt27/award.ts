import { foldText } from '#kernel';
import { RESULT_LABEL, SUBJECT_LABEL } from '../../codes/labels.ts';
import type { OverallResult } from '../../record/codes.ts';
import type { YearAssessment } from '../../record/hoc-ba.ts';
import type { Computation } from './result.ts';

/** TT 27/2020 Điều 13 khoản 1: the titles of the end of the year, each for one result of Điều 9. HT and CHT have none. */
export const AWARD_TITLES = { HTXS: 'Học sinh Xuất sắc', HTT: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện' } as const;
/** TT 22/2016 had this title; a record of TT 27 must not (TT 27/2020 Điều 13 replaced it). */
export const OLD_TITLE = 'Hoàn thành xuất sắc các nội dung học tập và rèn luyện';

/** A title that the rule opens for a pupil. It is a proposal: the homeroom teacher confirms it or not (R89, R91). */
export interface AwardProposal {
  readonly title: string;
  /** Why it is open, with the article. */
  readonly why: string;
  /** Điều 13 khoản 1 điểm b: the outstanding achievement or clear progress must be named, and the class must recognise the pupil. */
  readonly needsReason: boolean;
  /** Tests that may serve as the achievement, e.g. `Toán 10 điểm`; the reason itself is the teacher's. */
  readonly hints: readonly string[];
}

/** What the homeroom teacher confirms. */
export interface AwardDecision {
  readonly title: string;
  readonly reason: string;
  /** Được tập thể lớp công nhận. */
  readonly recognisedByClass: boolean;
}

const OUTSTANDING_MARK = 9;

/** The title of Điều 13 that a result opens; undefined when it opens none. */
export function proposeAward(computation: Computation, assessment: YearAssessment): AwardProposal | undefined {
  if (computation.kind !== 'computed') return undefined;
  if (computation.result === 'HTXS')
    return {
      title: AWARD_TITLES.HTXS,
      why: `Kết quả ${RESULT_LABEL.HTXS} (Điều 13 khoản 1 Thông tư 27/2020/TT-BGDĐT).`,
      needsReason: false,
      hints: [],
    };
  if (computation.result !== 'HTT') return undefined;
  const hints = assessment.subjects.flatMap(({ subject, mark }) =>
    mark !== undefined && mark >= OUTSTANDING_MARK ? [`${SUBJECT_LABEL[subject]} ${mark} điểm`] : [],
  );
  return {
    title: AWARD_TITLES.HTT,
    needsReason: true,
    hints,
    why: `Kết quả ${RESULT_LABEL.HTT}; cần thành tích xuất sắc ở ít nhất một môn hoặc tiến bộ rõ rệt ở ít nhất một phẩm chất, năng lực, và được tập thể lớp công nhận (Điều 13 khoản 1 Thông tư 27/2020/TT-BGDĐT).`,
  };
}

/** What a decision still lacks for the title that is proposed; empty when it may be confirmed. */
export function awardLacks(
  proposal: AwardProposal,
  decision: Pick<AwardDecision, 'reason' | 'recognisedByClass'>,
): readonly ('reason' | 'recognition')[] {
  if (!proposal.needsReason) return [];
  return [
    ...(decision.reason.trim() === '' ? (['reason'] as const) : []),
    ...(decision.recognisedByClass ? [] : (['recognition'] as const)),
  ];
}

type Title = OverallResult | 'old';
const TITLES: readonly (readonly [string, Title])[] = [
  ...Object.entries(AWARD_TITLES).map(([result, title]) => [title, result as OverallResult] as const),
  [OLD_TITLE, 'old'],
];
/** As the law writes them, which is how nearly all records do, and folded. */
const TITLE_OF: ReadonlyMap<string, Title> = new Map([...TITLES, ...TITLES.map(([title, of]) => [foldText(title), of] as const)]);
const titleOf = (award: string): Title | undefined => TITLE_OF.get(award) ?? TITLE_OF.get(foldText(award));

/** Which result a commendation presupposes: only the titles of Điều 13 khoản 1 do; a commendation for a single achievement (khen thưởng đột xuất, thư khen, a prize) stands beside any result. */
export function resultOfTitle(award: string): OverallResult | undefined {
  const title = titleOf(award);
  return title === 'old' ? undefined : title;
}
/** Whether this is the title of TT 22/2016. */
export const isOldTitle = (award: string): boolean => titleOf(award) === 'old';
/** The commendations of a record without the year-end titles, old or new: what stays when a title is confirmed or taken back. */
export const withoutTitles = (awards: readonly string[]): readonly string[] =>
  awards.filter((award) => resultOfTitle(award) === undefined && !isOldTitle(award));
