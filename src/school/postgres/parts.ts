const ROWS_MAX = 1000;

/** PostgreSQL takes at most 65 535 parameters in one statement. */
export function inParts<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_MAX) }, (_, part) => rows.slice(part * ROWS_MAX, (part + 1) * ROWS_MAX));
}
