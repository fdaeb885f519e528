import type { GridPupil, RefusalView } from '#contract';
import { assessmentWayOf, cellLabel, type CellKey, describe, isTemporary, proposeAward, type Refusal } from '#domain';
import { Instant } from '#kernel';
import { resultOf } from '../record/outcome.ts';
import type { StatedRefusal } from '../record/events.ts';
import { lockOf } from '../record/lock.ts';
import { attemptsOf } from '../record/attempts.ts';
import { columnsOf } from './columns.ts';
import { type Doubt, doubtsOf } from './doubts.ts';
import type { Examined } from './examine.ts';

export const viewOf = (refusal: Refusal): RefusalView => describe(refusal);

/** A reason of the province, in its own words. */
export const viewOfStated = (stated: StatedRefusal): RefusalView => ({
  code: 'province/stated',
  publicCode: stated.code,
  message: stated.message,
  retryable: stated.retryable,
  remedy: stated.retryable ? 'Hệ thống gửi lại; không cần sửa gì.' : 'Sửa theo lý do Sở nêu, ký lại rồi nộp lại.',
  ...(stated.where === undefined ? {} : { where: stated.where }),
});

const WAITS: Readonly<Record<'supplementary' | 'promotion', string>> = {
  supplementary: 'Chưa hoàn thành chương trình lớp học: chờ đánh giá bổ sung (TT 27/2020 Điều 11).',
  promotion: 'Sau đánh giá bổ sung vẫn chưa hoàn thành: chờ hiệu trưởng quyết định việc lên lớp.',
};

const INCLUSIVE = 'Em học hoà nhập: mức của từng ô theo yêu cầu đã điều chỉnh hoặc kế hoạch giáo dục cá nhân (TT 27/2020 Điều 8).';

/** What the right drawer of the class page explains. */
export function computedView({ file, outcome }: Examined): GridPupil['computed'] {
  const { final, first, yearEnd } = outcome;
  const { explanation } = final;
  const adjusted = final.kind === 'computed' && file.year.identity.disability !== undefined ? ` ${INCLUSIVE}` : '';
  const result = resultOf(final) ?? null;
  return {
    result,
    notAssessed: final.kind === 'notAssessed',
    sentence: `${explanation.sentence}${adjusted}${outcome.waitsFor === undefined ? '' : ` ${WAITS[outcome.waitsFor]}`}`,
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

function cellsView({ file: { year }, outcome }: Examined, doubts: readonly Doubt[]): GridPupil['cells'] {
  const missing = new Set<CellKey>(outcome.missing);
  const open = Map.groupBy(
    doubts.filter(({ cell, seen }) => cell !== undefined && seen === undefined),
    ({ cell }) => cell!,
  );
  return Object.fromEntries(
    columnsOf(year.frame.grade).map(({ key }) => {
      const cell = year.cells[key];
      const again = year.supplementary?.cells[key];
      return [
        key,
        {
          value: again ?? cell?.value ?? '',
          revision: cell?.revision ?? 0,
          ...(missing.has(key as CellKey) ? { missing: true } : {}),
          ...(open.has(key)
            ? {
                warning: open
                  .get(key)!
                  .map(({ says, remedy }) => `Nên xem lại: ${says}. ${remedy}`)
                  .join(' '),
              }
            : {}),
          ...(again !== undefined
            ? { source: `Đánh giá bổ sung (${year.supplementary?.source ?? ''})` }
            : cell?.source
              ? { source: cell.source }
              : {}),
        },
      ];
    }),
  );
}

/** One row of the class page. */
export function gridPupil(examined: Examined, order: number): GridPupil {
  const { file, outcome, life, state } = examined;
  const { identity } = file.year;
  const doubts = doubtsOf(examined);
  return {
    pupilId: identity.pupilId,
    grade: file.year.frame.grade,
    order,
    fullName: identity.fullName,
    birthDate: identity.birthDate,
    gender: identity.gender,
    personalIdMissing: identity.personalId === undefined,
    notAssessed: file.year.frame.notAssessed,
    status: file.year.status,
    state,
    wave: outcome.wave ?? null,
    editable: file.year.status !== 'left' && lockOf(life) === undefined,
    cells: cellsView(examined, doubts),
    computed: computedView(examined),
    versionId: 'versionId' in life.progress ? life.progress.versionId : (life.admitted?.versionId ?? null),
    lookupCode: file.lookupCode ?? null,
    refusals: life.refusals.map(viewOfStated),
    doubts: doubts.map(({ key, rule, cell, place, says, remedy, basis, severity, seen }) => ({
      key,
      rule,
      cell: cell ?? null,
      place,
      says,
      remedy,
      basis,
      severity,
      seen: seen === undefined ? null : { by: seen.by, at: Instant.toIso(Instant.of(seen.at)) },
    })),
    award: awardView(examined),
    way: { way: assessmentWayOf(file.year.frame), reason: file.year.frame.wayDecided?.reason ?? null },
    temporaryCode: isTemporary(identity.pupilId),
    summer: summerView(examined),
  };
}

function awardView({ file: { year }, outcome }: Examined): GridPupil['award'] {
  const proposal = outcome.left ? undefined : proposeAward(outcome.final, outcome.assessment);
  return {
    proposal: proposal === undefined ? null : { ...proposal, hints: [...proposal.hints] },
    confirmed: year.award === undefined ? null : { ...year.award, at: Instant.toIso(year.award.at) },
  };
}

function summerView({ file: { year }, outcome }: Examined): GridPupil['summer'] {
  const { promotion } = year.supplementary ?? {};
  const named = ([key, value]: readonly [string, string]) => ({ key, label: cellLabel(key), value });
  return {
    needed: !outcome.left && resultOf(outcome.first) === 'CHT',
    before: outcome.first.explanation.decidingCells.map((key) => named([key, year.cells[key]?.value ?? ''])),
    attempts: attemptsOf(year.supplementary).map(({ date, cells }) => ({ date, cells: Object.entries(cells).map(named) })),
    promotion: {
      needed: outcome.waitsFor === 'promotion',
      promoted: promotion?.promoted ?? null,
      number: promotion?.decision?.number ?? null,
      date: promotion?.decision?.date ?? null,
    },
  };
}
