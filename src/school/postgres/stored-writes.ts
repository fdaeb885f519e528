import type { Effect, PlannedWrites, PointEffect, PupilEffect } from '../import/model.ts';
import type { PupilYear } from '../model.ts';
import { packCells, type StoredCells, unpackCells } from './stored-cells.ts';

interface Held<C> { readonly cells: C }
type With<T extends Held<unknown>, C> = Omit<T, 'cells'> & Held<C>;
type StoredPoint = Omit<PointEffect, 'before' | 'after'> & { readonly before: StoredCells; readonly after: StoredCells };
type StoredEffect = Omit<PupilEffect, 'year' | 'points'> & { readonly year?: Effect<With<PupilYear, StoredCells>>; readonly points?: readonly StoredPoint[] };
export type StoredWrites = Omit<PlannedWrites, 'pupils'> & { readonly pupils: readonly StoredEffect[] };

const eachYear = <A, B>({ before, after }: Effect<A>, change: (year: A) => B): Effect<B> => ({ ...(before === undefined ? {} : { before: change(before) }), after: change(after) });

/** Planned writes as they stand in the database. */
export const packWrites = (writes: PlannedWrites): StoredWrites => ({
  ...writes, pupils: writes.pupils.map(({ year, points, ...pupil }) => ({
    ...pupil,
    ...(year === undefined ? {} : { year: eachYear(year, (one) => ({ ...one, cells: packCells(one.cells) })) }),
    ...(points === undefined ? {} : { points: points.map(({ point, before, after }) => ({ point, before: packCells(before), after: packCells(after) })) }),
  })),
});

export const unpackWrites = (stored: StoredWrites): PlannedWrites => ({
  ...stored, pupils: stored.pupils.map(({ year, points, ...pupil }) => ({
    ...pupil,
    ...(year === undefined ? {} : { year: eachYear(year, (one) => ({ ...one, cells: unpackCells(one.cells) })) }),
    ...(points === undefined ? {} : { points: points.map(({ point, before, after }) => ({ point, before: unpackCells(before), after: unpackCells(after) })) }),
  })),
});
