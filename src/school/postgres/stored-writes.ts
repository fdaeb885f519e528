import type { PupilId, PupilIdentity, SchoolYear } from '#domain';
import { editsOf } from '../import/effects.ts';
import type { Effect, PlannedWrites, PointEffect, PupilEffect } from '../import/model.ts';
import { sameValue } from '../import/same-value.ts';
import type { PupilYear } from '../model.ts';
import { type EditRow, rowsOfEdits } from './cell-edits.ts';
import { type PointRow, rowOfPoint } from './pupil-points.ts';
import { packCells, type StoredCells, unpackCells } from './stored-cells.ts';
import { rowOfYear, type YearRow, yearOfRow } from './stored-year.ts';

/** What a pupil's year was, as far as it differs from what it becomes; null where there was nothing. */
type StoredBefore = { readonly [field in keyof PupilYear]?: (field extends 'cells' ? StoredCells : PupilYear[field]) | null };

interface StoredPupil extends Omit<PupilEffect, 'year' | 'points'> {
  /** After the import; there when a year is written. */
  readonly identity?: PupilIdentity;
  readonly before?: StoredBefore;
  readonly points?: readonly (Pick<PointEffect, 'point'> & { readonly before: StoredCells })[];
}

export type PlannedLists = Omit<PlannedWrites, 'pupils'>;

/** The columns of `import_writes`. */
export interface StoredWrites {
  readonly writes: PlannedLists;
  readonly pupils: readonly StoredPupil[];
  readonly identities: readonly { readonly pupil_id: PupilId; readonly identity: PupilIdentity }[];
  readonly years: readonly YearRow[];
  readonly points: readonly PointRow[];
  readonly edits: readonly EditRow[];
}

/** Every field of a year: one that is missing here would not compile. */
const FIELDS = Object.keys({
  schoolYear: true,
  identity: true,
  classroom: true,
  listOrder: true,
  status: true,
  frame: true,
  cells: true,
  sheetResult: true,
  accepted: true,
  supplementary: true,
  award: true,
  entryDate: true,
} satisfies Record<keyof PupilYear, true>) as readonly (keyof PupilYear)[];

function packBefore(before: PupilYear, after: PupilYear): StoredBefore {
  const differing: Record<string, unknown> = {};
  for (const field of FIELDS) {
    if (!sameValue(before[field], after[field])) differing[field] = field === 'cells' ? packCells(before.cells) : (before[field] ?? null);
  }
  return differing;
}

function unpackBefore({ cells, ...differing }: StoredBefore, after: PupilYear): PupilYear {
  const before: Record<string, unknown> = { ...after, ...differing, ...(cells ? { cells: unpackCells(cells) } : {}) };
  for (const key in differing) if (before[key] === null) delete before[key];
  // Made of a PupilYear by putting back what packBefore took out of one.
  return before as unknown as PupilYear;
}

/** Planned writes as they stand in the database: what a commit writes as the rows that it writes, and what was there before apart from them. */
export function packWrites({ pupils, ...writes }: PlannedWrites, schoolYear: SchoolYear): StoredWrites {
  return {
    writes,
    pupils: pupils.map(({ year, points, ...pupil }) => ({
      ...pupil,
      ...(year === undefined ? {} : { identity: year.after.identity }),
      ...(year?.before === undefined ? {} : { before: packBefore(year.before, year.after) }),
      ...(points === undefined ? {} : { points: points.map(({ point, before }) => ({ point, before: packCells(before) })) }),
    })),
    identities: pupils.flatMap(({ pupilId, year }) =>
      year === undefined || sameValue(year.before?.identity, year.after.identity)
        ? []
        : [{ pupil_id: pupilId, identity: year.after.identity }],
    ),
    years: pupils.flatMap(({ year }) => (year === undefined ? [] : [rowOfYear(year.after)])),
    points: pupils.flatMap(({ pupilId, points = [] }) => points.map(({ point, after }) => rowOfPoint({ pupilId, point, cells: after }))),
    edits: rowsOfEdits(editsOf(pupils, schoolYear)),
  };
}

function unpackYear(row: YearRow, identity: PupilIdentity, stored: StoredBefore | undefined): Effect<PupilYear> {
  const after = yearOfRow(row, identity);
  return { ...(stored === undefined ? {} : { before: unpackBefore(stored, after) }), after };
}

export function unpackWrites({ writes, pupils, years, points }: Omit<StoredWrites, 'identities' | 'edits'>): PlannedWrites {
  const yearsOf = new Map(years.map((row) => [row.pupil_id, row]));
  const cellsAt = new Map(points.map(({ pupil_id, point, cells }) => [`${point} ${pupil_id}`, cells]));
  return {
    ...writes,
    pupils: pupils.map(({ identity, before, points: own, ...pupil }): PupilEffect => {
      const row = yearsOf.get(pupil.pupilId);
      return {
        ...pupil,
        ...(row === undefined || identity === undefined ? {} : { year: unpackYear(row, identity, before) }),
        ...(own === undefined
          ? {}
          : {
              points: own.map(({ point, before: cells }) => ({
                point,
                before: unpackCells(cells),
                after: unpackCells(cellsAt.get(`${point} ${pupil.pupilId}`)!),
              })),
            }),
      };
    }),
  };
}
