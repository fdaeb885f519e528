import { type RawBuilder, sql } from 'kysely';

const ROWS_MAX = 1000;

/** PostgreSQL takes at most 65 535 parameters in one statement. */
export function inParts<T>(rows: readonly T[], most = ROWS_MAX): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, part) => rows.slice(part * most, (part + 1) * most));
}

/** One of these texts, as one parameter whatever their number. */
export const anyOf = (texts: readonly string[]): RawBuilder<string> => sql<string>`any(${texts}::text[])`;
