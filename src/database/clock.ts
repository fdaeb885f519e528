import { type Refusal, refusal } from '#domain';
import { assert, err, Instant, ok, type Result, unwrap } from '#kernel';
import type { Tier } from './tier.ts';

/** Where a program takes the time from; handed to whoever needs it, never reached for. */
export interface Clock {
  now(): Instant;
}

export const realClock: Clock = { now: () => Instant.of(Date.now()) };

/** Where the rehearsal clock of a fresh demo stands: a Monday morning at the end of the school year. */
export const REHEARSAL_START: Instant = unwrap(Instant.parse('2024-05-27T08:00:00+07:00'));

const REFRESH_MS = 2_000;

/** A virtual clock kept in the tier's database (`tier_clock`): it runs with real time and can be moved, only forward. */
export interface StoredClock extends Clock {
  /** Moves the clock to that instant and keeps it there for everybody; refused with `system/clock-backward` when it lies in the past. */
  advanceTo(instant: Instant): Promise<Result<Instant, Refusal>>;
  /** Takes over what another process of the tier has set. Happens by itself every two seconds. */
  refresh(): Promise<void>;
  close(): void;
}

interface ClockTables {
  tier_clock: { only_row: boolean; shift_ms: number };
}

/** Opens the tier's virtual clock, setting it to `start` when it has never been set. `real` is the clock it runs with. */
export async function storedClock(tier: Tier, options: { start?: Instant; real?: Clock; refreshMs?: number } = {}): Promise<StoredClock> {
  const real = options.real ?? realClock;
  const db = tier.tables<ClockTables>().kysely;
  await db
    .insertInto('tier_clock')
    .values({ only_row: true, shift_ms: (options.start ?? REHEARSAL_START) - real.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  let shiftMs = Number.NEGATIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<void> => {
    const row = await db.selectFrom('tier_clock').select('shift_ms').executeTakeFirst();
    assert(row !== undefined, 'the rehearsal clock has its row');
    shiftMs = Math.max(shiftMs, row.shift_ms);
  };
  const now = (): Instant => Instant.of((latest = Math.max(latest, real.now() + shiftMs)));
  await read();
  const refreshMs = options.refreshMs ?? REFRESH_MS;
  // A missed refresh does no harm: the next one comes, and statements that matter meet the broken database themselves.
  const timer = refreshMs > 0 ? setInterval(() => void read().catch(() => undefined), refreshMs).unref() : undefined;
  return {
    now,
    refresh: read,
    close: () => clearInterval(timer),
    async advanceTo(instant) {
      await read();
      if (instant < now())
        return err(refusal('system/clock-backward', { now: Instant.toVietnamese(now()), wanted: Instant.toVietnamese(instant) }));
      const wanted = instant - real.now();
      // `where` keeps the promise when two people move the clock at once: the later time wins.
      await db.updateTable('tier_clock').set({ shift_ms: wanted }).where('shift_ms', '<', wanted).execute();
      await read();
      return ok(now());
    },
  };
}
