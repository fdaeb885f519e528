import type { ImportRun, MatchedPupil } from '#contract';
import { foldText, Instant } from '#kernel';
import type { Normalisation } from '#workbook';
import type { Findings, ImportHead as StoredHead, StoredImport } from '../postgres/imports.ts';
import { fieldsOf } from './effects.ts';
import type { FieldChange, ImportDetail, MatchedPupil as StoredPupil, PupilEffect, UndoResult } from './model.ts';

export type ImportHead = Omit<
  ImportRun,
  'problems' | 'pointQuestions' | 'problemsLeftOff' | 'normalised' | 'colours' | 'blocked' | 'layouts'
>;

export const undoView = ({ kept, ...rest }: UndoResult) => ({ ...rest, kept: kept.map((one) => ({ ...one })) });

export const importHead = (run: StoredHead): ImportHead => ({
  importId: run.importId,
  state: run.state,
  createdAt: Instant.toIso(run.createdAt),
  createdBy: run.createdBy,
  files: run.report.files.map((file) => ({ ...file, points: [...(file.points ?? [])] })),
  counts: { ...run.report.counts, points: run.report.counts.points ?? 0 },
  undone:
    run.undone === undefined
      ? null
      : { at: Instant.toIso(run.undone.at), by: run.undone.by, reason: run.undone.reason, result: undoView(run.undone.result) },
});

export const importView = (run: StoredImport): ImportRun => ({
  ...importHead(run),
  pointQuestions: (run.report.pointQuestions ?? []).map((one) => ({ ...one, mayBe: [...one.mayBe] })),
  problems: run.report.problems.map((one) => ({ ...one })),
  problemsLeftOff: run.report.problemsLeftOff,
  normalised: run.report.normalised.map((one) => ({ ...one })),
  colours: { ...run.report.colours },
  blocked: run.report.blocked,
  layouts: run.report.layouts.map(({ sheets, columns, why, firstRows = [], constants = [], ...layout }) => ({
    ...layout,
    firstRows: firstRows.map(({ row, texts }) => ({ row, texts: [...texts] })),
    constants: constants.map((one) => ({ ...one })),
    sheets: sheets.map((one) => ({ ...one })),
    columns: columns.map((one) => ({ ...one, samples: [...one.samples] })),
    why: [...why],
  })),
});

const PAGE = 100;
interface Page<T> {
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly items: T[];
}

function pageOf<T, U>(all: readonly T[], page: number, view: (one: T) => U): Page<U> {
  return {
    total: all.length,
    page,
    pages: Math.max(1, Math.ceil(all.length / PAGE)),
    items: all.slice((page - 1) * PAGE, page * PAGE).map(view),
  };
}

/** Whether somebody still has to say whom a row is about. */
const isAsked = ({ rows }: StoredPupil): boolean =>
  rows.some(({ colour, candidates, mayBeNew }) => colour === 'red' && (candidates.length > 0 || mayBeNew));

const CHANGED: ReadonlySet<StoredPupil['change']> = new Set(['changed', 'left']);

function fieldsShown({ pupilId, change }: StoredPupil, effects: ReadonlyMap<string, PupilEffect>): readonly FieldChange[] {
  const effect = pupilId === null || !CHANGED.has(change) ? undefined : effects.get(pupilId);
  return effect === undefined ? [] : fieldsOf(effect);
}

const pupilView =
  (effects: ReadonlyMap<string, PupilEffect>) =>
  (pupil: StoredPupil): MatchedPupil => ({
    ...pupil,
    fields: fieldsShown(pupil, effects).map((field) => ({ ...field })),
    rows: pupil.rows.map((row) => ({ ...row, reasons: [...row.reasons], candidates: row.candidates.map((one) => ({ ...one })) })),
  });

export interface WantedPupils {
  readonly colour?: StoredPupil['colour'] | undefined;
  readonly change?: StoredPupil['change'] | undefined;
  readonly asked?: 'yes' | undefined;
  readonly search?: string | undefined;
  readonly page: number;
}

export function pupilsPage(
  { detail: { pupils }, writes }: Findings,
  { colour, change, asked, search = '', page }: WantedPupils,
): Page<MatchedPupil> {
  const text = foldText(search);
  const wanted = (one: StoredPupil) =>
    (colour === undefined || one.colour === colour) &&
    (change === undefined || one.change === change) &&
    (asked === undefined || isAsked(one)) &&
    (text === '' || foldText(one.fullName).includes(text) || one.pupilId === search.trim());
  return pageOf(pupils.filter(wanted), page, pupilView(new Map(writes.pupils.map((effect) => [effect.pupilId, effect]))));
}

export const spellingsPage = (
  { normalised }: ImportDetail,
  { rule, page }: { readonly rule?: string | undefined; readonly page: number },
): Page<Normalisation> =>
  pageOf(
    normalised.filter((one) => rule === undefined || one.rule === rule),
    page,
    (one) => ({ ...one }),
  );
