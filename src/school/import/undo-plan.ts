import { cellLabel, type PupilId, type PupilIdentity, type SchoolYear } from '#domain';
import type { Cell, Cells, PupilFile, PupilYear } from '../model.ts';
import { mayEditPoint } from '../points/edit-point.ts';
import { editedCellLabel, editName } from '../points/edit-name.ts';
import type { PointCells } from '../postgres/pupil-points.ts';
import type { CellEdit } from '../postgres/cell-edits.ts';
import { lifeOf } from '../record/life.ts';
import { lockOf } from '../record/lock.ts';
import type { Effect, KeptChange, PupilEffect, UndoResult } from './model.ts';
import { IDENTITY_LABEL } from './pupil-plan.ts';
import { sameValue } from './same-value.ts';

/** What undoing an import writes, and what it says about it. */
export interface UndoPlan {
  readonly years: readonly PupilYear[];
  readonly points: readonly PointCells[];
  /** Pupils whom the import brought in and whom nothing has touched since. */
  readonly removed: readonly PupilId[];
  readonly edits: readonly CellEdit[];
  readonly result: UndoResult;
}

/** Parts of a year that are put back one by one, as people call them. Those without a name follow silently. */
const FIELD_LABEL: Readonly<Partial<Record<keyof PupilYear, string>>> = {
  classroom: 'Lớp',
  status: 'Trạng thái',
  frame: 'Khối, môn học, cách đánh giá',
  sheetResult: 'Xếp loại trong tệp',
  accepted: 'Xác nhận kết quả',
  supplementary: 'Đánh giá bổ sung',
  award: 'Khen thưởng',
  entryDate: 'Ngày nhập học/chuyển đến',
};
const CHANGED_SINCE = 'đã được sửa sau lần nhập';

interface PointsUndo {
  readonly points: readonly PointCells[];
  readonly edits: readonly CellEdit[];
  readonly kept: PupilUndo['kept'];
}

interface PupilUndo {
  readonly year?: PupilYear;
  readonly removed?: PupilId;
  readonly edits: readonly CellEdit[];
  readonly kept: readonly Pick<KeptChange, 'what' | 'why'>[];
}
const LEFT_ALONE = (why: string): PupilUndo => ({ edits: [], kept: [{ what: '', why }] });

/**
 * Puts back exactly what each pupil had before an import: every cell and field that still is what the import made of it. What was changed
 * since stays and is named, and so does a record that is under way or issued. A revision never goes back: a restored cell is a new one.
 * `points` is what stands at points of assessment before the year end: a pupil of whom something is left there stays.
 */
export function planUndo(
  effects: readonly PupilEffect[],
  files: ReadonlyMap<string, PupilFile>,
  { points, ...told }: Told & { readonly points: readonly PointCells[] },
): UndoPlan {
  const byPupil = Map.groupBy(points, ({ pupilId }) => pupilId);
  const undone = effects.map((effect) => {
    const file = files.get(effect.pupilId);
    if (file === undefined) return { effect, points: [], ...LEFT_ALONE('mã học sinh này không còn trong dữ liệu') };
    const now = byPupil.get(file.year.identity.pupilId) ?? [];
    const earlier = undoPoints(effect, file, now, told);
    const restored = new Map(earlier.points.map((one) => [one.point, one]));
    const hasPoints = now.some((one) => Object.values((restored.get(one.point) ?? one).cells).some(({ value }) => value !== ''));
    const year = undoYear(effect, file, { ...told, hasPoints });
    return { effect, ...year, points: earlier.points, edits: [...year.edits, ...earlier.edits], kept: [...year.kept, ...earlier.kept] };
  });
  const years = undone.flatMap(({ year }) => (year ? [year] : []));
  const removed = undone.flatMap((one) => (one.removed ? [one.removed] : []));
  const edits = undone.flatMap((one) => one.edits);
  return {
    years,
    removed,
    edits,
    points: undone.flatMap((one) => one.points),
    result: {
      pupilsRestored: undone.filter((one) => one.removed === undefined && (one.year !== undefined || one.points.length > 0)).length,
      pupilsRemoved: removed.length,
      cellsRestored: edits.length,
      kept: undone.flatMap(({ effect: { pupilId, fullName, classroom }, kept }) =>
        kept.map((one): KeptChange => ({ pupilId, fullName, classroom, ...one })),
      ),
    },
  };
}

interface Told {
  readonly schoolYear: SchoolYear;
  readonly source: string;
}

/** Cells of earlier points. A signed year does not hold them; only a final one does. */
function undoPoints(
  { points: effects = [] }: PupilEffect,
  file: PupilFile,
  now: readonly PointCells[],
  { schoolYear, source }: Told,
): PointsUndo {
  const { pupilId } = file.year.identity;
  if (effects.length === 0) return { points: [], edits: [], kept: [] };
  if (!mayEditPoint(file).ok)
    return {
      points: [],
      edits: [],
      kept: effects.flatMap(({ point, before, after }) =>
        Object.keys(after)
          .filter((key) => !sameValue(before[key], after[key]))
          .map((key) => ({ what: editedCellLabel(editName(point, key)), why: 'năm học của em đã khoá' })),
      ),
    };
  const undone = effects.map(({ point, before, after }) => ({
    point,
    ...undoCells(before, after, now.find((one) => one.point === point)?.cells ?? {}, source),
  }));
  return {
    points: undone.map(({ point, restored }) => ({ pupilId, point, cells: restored })),
    edits: undone.flatMap(({ point, news }) =>
      news.map(
        ({ key, from, to, revision }): CellEdit => ({
          schoolYear,
          pupilId,
          cell: editName(point, key),
          revision,
          before: from,
          after: to,
          source,
        }),
      ),
    ),
    kept: undone.flatMap(({ point, kept }) =>
      kept.map(({ key, value }) => ({ what: editedCellLabel(editName(point, key)), why: `${CHANGED_SINCE}, nay là “${value}”` })),
    ),
  };
}

function undoYear(
  { year: effect }: PupilEffect,
  file: PupilFile,
  { hasPoints, schoolYear, source }: Told & { readonly hasPoints: boolean },
): PupilUndo {
  if (effect === undefined) return { edits: [], kept: [] };
  const { before, after } = effect;
  const lock = lockOf(lifeOf(file.events));
  if (lock !== undefined) return LEFT_ALONE(`học bạ ${lock.why}`);
  const now = file.year;
  const { pupilId } = now.identity;
  const edit = (cell: string, revision: number, was: string, value: string): CellEdit => ({
    schoolYear,
    pupilId,
    cell,
    revision,
    before: was,
    after: value,
    source,
  });
  if (before === undefined) {
    if (file.events.length > 0) return LEFT_ALONE('đã có lịch sử ký');
    if (hasPoints) return LEFT_ALONE('đã có đánh giá giữa kỳ hoặc cuối học kỳ I');
    if (!sameValue(now, after)) return LEFT_ALONE(`em được thêm bởi lần nhập này và ${CHANGED_SINCE}`);
    return {
      removed: pupilId,
      kept: [],
      edits: Object.entries(now.cells)
        .filter(([, { value }]) => value !== '')
        .map(([key, { value, revision }]) => edit(key, revision + 1, value, '')),
    };
  }
  const cells = undoCells(before.cells, after.cells, now.cells, source);
  const fields = undoFields(before, after, now);
  const identity = undoFields(before.identity, after.identity, now.identity);
  const year: PupilYear = { ...fields.restored, identity: identity.restored, cells: cells.restored };
  const named = (kept: readonly string[], labels: Readonly<Record<string, string | undefined>>) =>
    kept.flatMap((key) => (labels[key] === undefined ? [] : [{ what: labels[key], why: CHANGED_SINCE }]));
  return {
    ...(sameValue(year, now) ? {} : { year }),
    edits: cells.news.map(({ key, from, to, revision }) => edit(key, revision, from, to)),
    kept: [
      ...named(identity.kept, IDENTITY_LABEL),
      ...named(fields.kept, FIELD_LABEL),
      ...cells.kept.map(({ key, value }) => ({ what: cellLabel(key), why: `${CHANGED_SINCE}, nay là “${value}”` })),
    ],
  };
}

interface CellUndo {
  readonly restored: Cells;
  readonly news: readonly { readonly key: string; readonly from: string; readonly to: string; readonly revision: number }[];
  readonly kept: readonly { readonly key: string; readonly value: string }[];
}

function undoCells(before: Cells, after: Cells, now: Cells, source: string): CellUndo {
  const restored: Record<string, Cell> = { ...now };
  const news: CellUndo['news'][number][] = [];
  const kept: CellUndo['kept'][number][] = [];
  for (const [key, made] of Object.entries(after)) {
    const was = before[key];
    const is = now[key];
    if (sameValue(was, made)) continue;
    if (!sameValue(is, made)) {
      kept.push({ key, value: is?.value ?? '' });
      continue;
    }
    if ((was?.value ?? '') === made.value) restored[key] = { ...was!, revision: made.revision };
    else {
      const revision = made.revision + 1;
      restored[key] = was === undefined ? { value: '', revision, source } : { ...was, revision };
      news.push({ key, from: made.value, to: was?.value ?? '', revision });
    }
  }
  return { restored, news, kept };
}

/** Parts that are compared as wholes; cells and identity have rules of their own. */
const APART: ReadonlySet<string> = new Set(['cells', 'identity', 'schoolYear', 'pupilId']);

function undoFields<T extends PupilYear | PupilIdentity>(
  before: T,
  after: T,
  now: T,
): { readonly restored: T; readonly kept: readonly string[] } {
  const was = before as unknown as Record<string, unknown>;
  const made = after as unknown as Record<string, unknown>;
  const is = now as unknown as Record<string, unknown>;
  const restored: Record<string, unknown> = { ...is };
  const kept: string[] = [];
  for (const key of new Set([...Object.keys(was), ...Object.keys(made)])) {
    if (APART.has(key) || sameValue(was[key], made[key])) continue;
    if (!sameValue(is[key], made[key])) kept.push(key);
    else if (was[key] === undefined) delete restored[key];
    else restored[key] = was[key];
  }
  // Made of a T by putting back values that a T had.
  return { restored: restored as unknown as T, kept };
}

/** Rows of a list that are put back, and those that are taken away because the import brought them in; `inUse` ones stay. */
export function undoList<T>(
  effects: readonly Effect<T>[],
  present: readonly T[],
  key: (one: T) => string,
  inUse: (one: T) => boolean,
): { readonly restored: readonly T[]; readonly removed: readonly T[] } {
  const now = new Map(present.map((one) => [key(one), one]));
  const own = effects.filter(({ after }) => sameValue(now.get(key(after)), after));
  return {
    restored: own.flatMap(({ before }) => (before === undefined ? [] : [before])),
    removed: own.flatMap(({ before, after }) => (before === undefined && !inUse(after) ? [after] : [])),
  };
}
