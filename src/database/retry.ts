import { setTimeout as sleep } from 'node:timers/promises';
import { SQLSTATE, sqlState } from './errors.ts';

export const ATTEMPTS_MAX = 5;
const PAUSE_FIRST_MS = 15;
const PAUSE_MAX_MS = 400;

/** A lost server shows as 08006, on a spread database also as XX000; the other two mean "somebody else was first, do it again". */
const RETRYABLE: ReadonlySet<string> = new Set([
  SQLSTATE.serializationFailure,
  SQLSTATE.deadlockDetected,
  SQLSTATE.connectionFailure,
  SQLSTATE.internalError,
]);

export const isRetryable = (error: unknown): boolean => RETRYABLE.has(sqlState(error) ?? '');

/** Runs `attempt` again, with growing random pauses, while it fails in a retryable way; at most ATTEMPTS_MAX times in all. */
export async function withRetry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= ATTEMPTS_MAX || !isRetryable(error)) throw error;
      const pauseMs = Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 4 ** (tried - 1));
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
}
