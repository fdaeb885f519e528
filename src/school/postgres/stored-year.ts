import type { OverallResult, PupilIdentity, SchoolYear } from '#domain';
import type { PlainDate } from '#kernel';
import type { EnrolmentStatus, Frame, PupilYear, Supplementary } from '../model.ts';
import { packCells, type StoredCells, unpackCells } from './stored-cells.ts';

/** A row of `pupil_years`. What is not there is null in the database and may be left out in JSON. */
export interface YearRow {
  readonly school_year: string;
  readonly pupil_id: string;
  readonly classroom: string;
  readonly list_order: number;
  readonly status: string;
  readonly frame: unknown;
  readonly cells: unknown;
  readonly sheet_result?: string | null | undefined;
  readonly accepted?: unknown;
  readonly supplementary?: unknown;
  readonly entry_date?: string | null | undefined;
  readonly award?: unknown;
}

/** A pupil's year as it stands in the database, the identity apart. */
export const rowOfYear = (year: PupilYear): YearRow => ({
  school_year: year.schoolYear,
  pupil_id: year.identity.pupilId,
  classroom: year.classroom,
  list_order: year.listOrder,
  status: year.status,
  frame: year.frame,
  cells: packCells(year.cells),
  sheet_result: year.sheetResult,
  accepted: year.accepted,
  supplementary: year.supplementary,
  entry_date: year.entryDate,
  award: year.award,
});

/** What `rowOfYear` stored. */
export const yearOfRow = (row: YearRow, identity: PupilIdentity): PupilYear => ({
  schoolYear: row.school_year as SchoolYear,
  identity,
  classroom: row.classroom,
  listOrder: row.list_order,
  status: row.status as EnrolmentStatus,
  frame: row.frame as Frame,
  cells: unpackCells(row.cells as StoredCells),
  ...(row.entry_date ? { entryDate: row.entry_date as PlainDate } : {}),
  ...(row.sheet_result ? { sheetResult: row.sheet_result as OverallResult } : {}),
  ...(row.accepted ? { accepted: row.accepted as NonNullable<PupilYear['accepted']> } : {}),
  ...(row.supplementary ? { supplementary: row.supplementary as Supplementary } : {}),
  ...(row.award ? { award: row.award as NonNullable<PupilYear['award']> } : {}),
});
