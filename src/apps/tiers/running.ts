import type { Clock } from '#database';
import { Instant } from '#kernel';
import type { FastifyInstance } from 'fastify';
import type { ServerPart } from '../server/index.ts';

/** What is not real where this runs, and shows on every page. */
export interface Reality {
  readonly testData: boolean;
  readonly testSignatures: boolean;
  readonly virtualClock: boolean;
}

/** A tier put together: its routes, perhaps pages for anybody, and the work behind them. */
export interface RunningTier {
  readonly part: ServerPart;
  readonly pages?: (app: FastifyInstance) => void | Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The striped bar at this moment. */
export const standingOf = (reality: Reality, clock: Clock) => () => ({ ...reality, now: Instant.toIso(clock.now()) });
/** Trouble the background meets is tried again by itself; the operator learns of it. */
export const warn =
  (who: string) =>
  (error: unknown): void =>
    process.emitWarning(`${who} will try again: ${error instanceof Error ? error.message : String(error)}`);
