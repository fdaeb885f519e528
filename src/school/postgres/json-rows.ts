import { type RawBuilder, sql } from 'kysely';
import type { SchoolScope } from './tables.ts';

/** Rows of a table as one JSON array: one parameter whatever their number. */
export type JsonRows = RawBuilder<unknown>;

export const givenRows = (rows: readonly object[]): JsonRows => sql`${JSON.stringify(rows)}::json`;

/** Rows as the dry run of an import has kept them: they go into their table without leaving the database. */
export const plannedRows = ({ schoolId }: SchoolScope, importId: string, kind: 'identities' | 'years' | 'points' | 'edits'): JsonRows =>
  sql`(select ${sql.ref(kind)} from import_writes where school_id = ${schoolId} and import_id = ${importId})`;
