import { cellLabel, type CellKey, type OverallResult } from '#domain';
import { PlainDate } from '#kernel';
import type { PupilYear } from '../model.ts';
import { outcomeOf, resultOf } from '../record/outcome.ts';

/** What the teacher who takes the pupil over should know, and the conclusions with summer laid over the year (TT 27/2020 Điều 11, 12). A rating nobody has decided about is left open. */
export function notesOf(year: PupilYear): {
  readonly notes: readonly string[];
  readonly result?: OverallResult;
  readonly completed?: boolean;
  readonly promoted?: boolean;
} {
  const outcome = outcomeOf(year);
  const result = outcome.differs && !outcome.accepted ? undefined : resultOf(outcome.final);
  const { gradeCompleted, promoted, promotionDecision, supplementary } = outcome.yearEnd;
  const valueOf = (key: CellKey) => year.supplementary?.cells[key] ?? year.cells[key]?.value ?? '';
  const notes = [
    ...(year.frame.notAssessed ? ['Không đánh giá theo Điều 9 (Điều 8)'] : year.identity.disability === undefined ? [] : ['Học hoà nhập']),
    ...(outcome.missing.length > 0 ? [`Còn ${outcome.missing.length} ô trống`] : []),
    ...(outcome.differs && !outcome.accepted ? ['Kết quả chờ giáo viên xác nhận'] : []),
    ...(result === 'CHT' ? outcome.final.explanation.decidingCells.map((key) => `${cellLabel(key)}: ${valueOf(key)}`) : []),
    ...(supplementary === undefined ? [] : [`Đánh giá bổ sung ngày ${PlainDate.toVietnamese(supplementary.date)}`]),
    ...(outcome.waitsFor === 'supplementary'
      ? ['Chờ đánh giá bổ sung']
      : outcome.waitsFor === 'promotion'
        ? ['Chờ hiệu trưởng quyết định lên lớp']
        : []),
    ...(promotionDecision === undefined
      ? []
      : [`Quyết định số ${promotionDecision.number} ngày ${PlainDate.toVietnamese(promotionDecision.date)}`]),
    ...(outcome.assessment.awards.length > 0 ? [outcome.assessment.awards.join('; ')] : []),
  ];
  if (result === undefined) return { notes };
  return {
    notes,
    result,
    ...(gradeCompleted === undefined ? {} : { completed: gradeCompleted }),
    ...(promoted === undefined ? {} : { promoted }),
  };
}
