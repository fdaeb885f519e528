import { setTimeout as pause } from 'node:timers/promises';
import { LookupCode, type Refusal, refusal } from '#domain';
import type { Allowance, Budget } from '#identity';
import { err, type Instant, ok, PlainDate, type Result } from '#kernel';
import type { RegistryReader, RegistryRecord } from './port.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const PER_CODE: Allowance = { limit: 5, windowMs: HOUR_MS };
export const PER_ADDRESS: Allowance = { limit: 30, windowMs: MINUTE_MS };
/** Wrong guesses of everybody together: a swarm of machines gets no further than this. */
export const GLOBAL: Allowance = { limit: 6_000, windowMs: HOUR_MS };
/** Wrong, unknown and over the limit take this long, whatever the database did in the meantime. */
const REFUSED_AFTER_MS = 250;

export interface Asked {
  readonly code: string;
  readonly birthDate: string;
  readonly address: string;
}

interface Services {
  readonly reader: RegistryReader;
  readonly budget: Budget;
}

/** What people type: `14/03/2014`, `2014-03-14`; each part may be short. */
export function readBirthDate(typed: string): PlainDate | undefined {
  const day = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\s*$/.exec(typed);
  const read = day ? PlainDate.of(Number(day[3]), Number(day[2]), Number(day[1])) : PlainDate.parse(typed.trim());
  return read.ok ? read.value : undefined;
}

/**
 * Looks a record up by its code and the second factor. Every purse is paid before the registry is asked, for codes that exist
 * and codes that do not; a right answer gets its coins back.
 */
export async function lookUp({ reader, budget }: Services, asked: Asked, now: Instant): Promise<Result<RegistryRecord, Refusal>> {
  const started = performance.now();
  const code = LookupCode.parseTyped(asked.code);
  const birthDate = readBirthDate(asked.birthDate);
  if (!code.ok) return err(refusal('portal/code-malformed', { length: asked.code.replace(/[-\s]/g, '').length }));
  if (birthDate === undefined) return err(refusal('portal/birth-date-malformed'));
  const purses = [
    [`look-up/address/${asked.address}`, PER_ADDRESS],
    [`look-up/code/${code.value}`, PER_CODE],
    ['look-up', GLOBAL],
  ] as const;
  const paid: boolean[] = [];
  for (const [bucket, allowance] of purses) paid.push(await budget.spend(bucket, allowance));
  const found = paid.includes(false) ? undefined : await reader.find(code.value, birthDate, now);
  if (found === undefined) {
    await pause(Math.max(0, REFUSED_AFTER_MS - (performance.now() - started)));
    return err(
      paid.includes(false) ? refusal('portal/too-many-tries', { retryAfterSeconds: MINUTE_MS / 1000 }) : refusal('portal/record-not-found'),
    );
  }
  for (const [bucket, allowance] of purses.slice(1)) await budget.refund(bucket, allowance);
  return ok(found);
}
