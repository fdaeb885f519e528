import { type Clock, toTimestamptz } from '#database';
import { Instant } from '#kernel';
import { type Kysely, sql } from 'kysely';
import type { Allowance, Budget } from '../budget.ts';
import { secretDigest } from '../secret.ts';
import type { IdentityTables } from './tables.ts';

/** Counts in the database with one statement per try: the row is the lock, so no two tries can pay with the same coin. */
export function storedBudget(db: Kysely<IdentityTables>, clock: Clock): Budget {
  const windowOf = (allowance: Allowance): Date => toTimestamptz(Instant.of(clock.now() - (clock.now() % allowance.windowMs)));
  return {
    async spend(bucket, allowance) {
      const windowStart = windowOf(allowance);
      const row = await db
        .insertInto('guess_budget')
        .values({
          bucket_sha256: secretDigest(bucket),
          window_start: windowStart,
          spent: 1,
          ends_at: new Date(windowStart.getTime() + allowance.windowMs),
        })
        .onConflict((conflict) =>
          conflict.columns(['bucket_sha256', 'window_start']).doUpdateSet({ spent: sql<number>`guess_budget.spent + 1` }),
        )
        .returning('spent')
        .executeTakeFirstOrThrow();
      return row.spent <= allowance.limit;
    },
    async refund(bucket, allowance) {
      await db
        .updateTable('guess_budget')
        .set({ spent: sql<number>`spent - 1` })
        .where('bucket_sha256', '=', secretDigest(bucket))
        .where('window_start', '=', windowOf(allowance))
        .where('spent', '>', 0)
        .execute();
    },
  };
}
