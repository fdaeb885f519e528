import { assert, Instant } from '#kernel';
import pg from 'pg';

const INT8 = 20;
const DATE = 1082;

function readInt8(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'a bigint column holds a safe integer');
  return value;
}

/** How columns arrive: bigint as a safe number, date as `YYYY-MM-DD` (never a Date at local midnight), the rest as pg does. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return readInt8;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** An instant for a `timestamptz` column or parameter. */
export const toTimestamptz = (instant: Instant): Date => new Date(instant);
/** A `timestamptz` column as an instant (whole milliseconds). */
export const fromTimestamptz = (value: Date): Instant => Instant.of(value.getTime());
