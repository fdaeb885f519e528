import type { GridPupil, RefusalView } from '#contract';
import { cellLabel, type CellKey, describe, type Refusal } from '#domain';
import { resultOf } from '../record/outcome.ts';
import type { StatedRefusal } from '../record/events.ts';
import { lockOf } from '../record/lock.ts';
import { columnsOf } from './columns.ts';
import type { Examined } from './examine.ts';

export const viewOf = (refusal: Refusal): RefusalView => describe(refusal);

/** A reason of the province, in its own words. */
export const viewOfStated = (stated: StatedRefusal): RefusalView => ({
  code: 'province/stated', publicCode: stated.code, message: stated.message, retryable: stated.retryable,
  remedy: stated.retryable ? 'Hệ thống gửi lại; không cần sửa gì.' : 'Sửa theo lý do Sở nêu, ký lại rồi nộp lại.',
  ...(stated.where === undefined ? {} : { where: stated.where }),
});

const WAITS: Readonly<Record<'supplementary' | 'promotion', string>> = {
  supplementary: 'Chưa hoàn thành chương trình lớp học: chờ đánh giá bổ sung (TT 27/2020 Điều 11).',
  promotion: 'Sau đánh giá bổ sung vẫn chưa hoàn thành: chờ hiệu trưởng quyết định việc lên lớp.',
};

/** What the right drawer of the class page explains. */
export function computedView({ file, outcome }: Examined): GridPupil['computed'] {
  const { final, first, yearEnd } = outcome;
  const { explanation } = final;
  const result = resultOf(final) ?? null;
  return {
    result,
    notAssessed: final.kind === 'notAssessed',
    sentence: outcome.waitsFor === undefined ? explanation.sentence : `${explanation.sentence} ${WAITS[outcome.waitsFor]}`,
    decidingCells: [...explanation.decidingCells],
    missingCells: outcome.missing.map((key) => ({ key, label: cellLabel(key) })),
    ladder: explanation.ladder.map((rung) => ({ ...rung })),
    sheetResult: file.year.sheetResult ?? null,
    differs: outcome.differs && first !== undefined,
    accepted: outcome.accepted,
    gradeCompleted: yearEnd.gradeCompleted ?? null,
    promoted: yearEnd.promoted ?? null,
    award: outcome.assessment.awards.join('; ') || null,
  };
}

function cellsView({ file: { year }, outcome }: Examined): GridPupil['cells'] {
  const missing = new Set<CellKey>(outcome.missing);
  return Object.fromEntries(columnsOf(year.frame.grade).map(({ key }) => {
    const cell = year.cells[key], again = year.supplementary?.cells[key];
    return [key, {
      value: again ?? cell?.value ?? '',
      revision: cell?.revision ?? 0,
      ...(missing.has(key as CellKey) ? { missing: true } : {}),
      ...(again !== undefined ? { source: `Đánh giá bổ sung (${year.supplementary?.source ?? ''})` } : cell?.source ? { source: cell.source } : {}),
    }];
  }));
}

/** One row of the class page. */
export function gridPupil(examined: Examined, order: number): GridPupil {
  const { file, outcome, life, state } = examined;
  const { identity } = file.year;
  return {
    pupilId: identity.pupilId, order, fullName: identity.fullName, birthDate: identity.birthDate, gender: identity.gender,
    personalIdMissing: identity.personalId === undefined,
    notAssessed: file.year.frame.notAssessed,
    status: file.year.status,
    state,
    wave: outcome.wave ?? null,
    editable: file.year.status !== 'left' && lockOf(life) === undefined,
    cells: cellsView(examined),
    computed: computedView(examined),
    versionId: 'versionId' in life.progress ? life.progress.versionId : (life.admitted?.versionId ?? null),
    lookupCode: file.lookupCode ?? null,
    refusals: life.refusals.map(viewOfStated),
  };
}
